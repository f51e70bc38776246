"""Terms and weeks."""

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.form import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.blueprints.org.forms.fields import enum_choices
from app.blueprints.org.models import Term, Week, WeekKind
from app.blueprints.org.service.terms import TermSheet
from app.web.shared_forms import SharedForm


class TermForm(SharedForm):
    """A term with its first and last day."""

    year = IntegerField(_l("学年从哪一年开始"), [InputRequired(), NumberRange(2000, 2100)])
    no = SelectField(_l("学期"))
    start_date = DateField(_l("开学日期"), [InputRequired()])
    end_date = DateField(_l("结束日期"), [InputRequired()])
    lose_weeks = BooleanField(_l("确认：删去这些周次，填写的类型和说明也一起删去"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.no.choices = [("1", _l("第一学期（秋季）")), ("2", _l("第二学期（春季）"))]

    @classmethod
    def of(cls, term: Term) -> Self:
        """As it is stored."""
        return cls(formdata=None, obj=term, data={"year": int(term.school_year[:4]), "no": str(term.no)})

    def sheet(self) -> TermSheet:
        return TermSheet(
            year=self.year.data,
            no=int(self.no.data),
            start_date=self.start_date.data,
            end_date=self.end_date.data,
        )


class WeekForm(PlainForm):
    """One week of a term."""

    week_no = HiddenField()
    kind = SelectField(_l("类型"))
    note = StringField(_l("说明"), [Optional(), Length(max=60)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = enum_choices(WeekKind)


class WeeksForm(SharedForm):
    """All weeks of a term."""

    weeks = FieldList(FormField(WeekForm))

    @classmethod
    def of(cls, weeks: Iterable[tuple[int, Week]]) -> Self:
        """Filled with these, by their number."""
        rows = [{"week_no": no, "kind": week.kind.value, "note": week.note} for no, week in weeks]
        return cls(formdata=None, data={"weeks": rows})

    def wanted(self) -> dict[int, tuple[WeekKind, str]]:
        rows = [row.form for row in self.weeks]
        return {
            int(row.week_no.data): (WeekKind(row.kind.data), row.note.data or "")
            for row in rows
            if (row.week_no.data or "").isdecimal()
        }
