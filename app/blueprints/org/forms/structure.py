"""Groups, schools, memberships, units."""

from collections.abc import Sequence
from datetime import time
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.form import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app import reference
from app.blueprints.org.forms.fields import NOTHING, entry_choices, enum_choices
from app.blueprints.org.models import (
    WHOLES,
    GovernanceMode,
    GradeSystem,
    GroupKind,
    MembershipRole,
    MembershipStatus,
    UnitKind,
)
from app.blueprints.org.service.groups import GroupSheet
from app.blueprints.org.service.schools import CampusSheet, SchoolSheet
from app.blueprints.org.service.units import UnitSheet
from app.core import clock
from app.core.errors import Invalid
from app.web.forms import AtLeastOne, Form, LongSelectField, MultiCheckboxField
from app.web.i18n import language
from app.web.shared_forms import SharedForm

FEWEST_ROWS = 10  # of a day
LONG, SHORT = Length(max=60), Length(max=20)


class InstallationForm(Form):
    """The root of the tree: the district, or whoever runs the installation."""

    name = StringField(_l("名称"), [DataRequired(), LONG])


class GroupForm(SharedForm):
    """A school group."""

    name = StringField(_l("名称"), [DataRequired(), LONG])
    short_name = StringField(_l("简称"), [DataRequired(), SHORT])
    kind = SelectField(_l("类型"))
    mode = SelectField(_l("办学模式"))
    introduction = TextAreaField(_l("简介"), [Optional(), Length(max=2000)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices, self.mode.choices = enum_choices(GroupKind), enum_choices(GovernanceMode)

    def sheet(self) -> GroupSheet:
        return GroupSheet(
            name=self.name.data,
            short_name=self.short_name.data,
            kind=GroupKind(self.kind.data),
            mode=GovernanceMode(self.mode.data),
            introduction=self.introduction.data or "",
        )


class SchoolForm(SharedForm):
    """A school."""

    name = StringField(_l("名称"), [DataRequired(), LONG])
    short_name = StringField(_l("简称"), [DataRequired(), SHORT])
    stages = MultiCheckboxField(_l("学段"), [AtLeastOne(_l("至少选一个学段。"))])
    grade_system = SelectField(_l("学制"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.grade_system.choices = enum_choices(GradeSystem)
        names = reference.stages().values()
        self.stages.choices = [(stage.code, stage.name_in(language())) for stage in names]

    def sheet(self) -> SchoolSheet:
        return SchoolSheet(
            name=self.name.data,
            short_name=self.short_name.data,
            grade_system=GradeSystem(self.grade_system.data),
            stages=",".join(self.stages.data),
        )


class NewSchoolForm(SchoolForm):
    """A new school, in a group or on its own."""

    group = SelectField(_l("所属集团"))
    role = SelectField(_l("在集团中"), default=MembershipRole.MEMBER.value)

    def offer(self, groups: Sequence[tuple[str, object]]) -> None:
        self.group.choices, self.role.choices = groups, enum_choices(MembershipRole)


class AdmissionForm(Form):
    """An existing school joins the group."""

    school = LongSelectField(_l("学校"), [InputRequired(_l("请选择学校。"))])
    twofold = BooleanField(_l("这所学校现属另一个集团，确认同时加入本集团"))
    role = SelectField(_l("在集团中"), default=MembershipRole.MEMBER.value)
    from_date = DateField(_l("从哪天起"), [InputRequired()], default=clock.today)

    def offer(self, schools: Sequence[tuple[str, str]]) -> None:
        self.school.choices = [("", _l("请选择")), *schools]
        self.role.choices = enum_choices(MembershipRole)


class StatusForm(Form):
    """What happens to a school's membership, and why."""

    status = SelectField(_l("状态"))
    reason = StringField(_l("原因"), [Optional(), Length(max=300)])
    counts_from = DateField(_l("从哪天起"), [InputRequired()], default=clock.today)
    with_places = BooleanField(_l("确认：学校离开集团，老师在集团部门的任职同时结束"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = enum_choices(MembershipStatus)


class CampusForm(SharedForm):
    """A place of a school."""

    name = StringField(_l("名称"), [DataRequired(), LONG])
    address = StringField(_l("地址"), [Optional(), Length(max=120)])
    is_teaching_site = BooleanField(_l("教学点"))

    def sheet(self) -> CampusSheet:
        return CampusSheet(
            name=self.name.data,
            address=self.address.data or "",
            is_teaching_site=self.is_teaching_site.data,
        )


class PeriodForm(PlainForm):
    """One period; a row left empty does not count."""

    starts_at = TimeField(_l("开始"), [Optional()])
    ends_at = TimeField(_l("结束"), [Optional()])


class PeriodsForm(SharedForm):
    """The periods of a school day."""

    periods = FieldList(FormField(PeriodForm), min_entries=FEWEST_ROWS, max_entries=12)

    @classmethod
    def of(cls, hours: Sequence[tuple[time, time]]) -> Self:
        """Filled with these, and empty rows below."""
        rows = [{"starts_at": start, "ends_at": end} for start, end in hours]
        return cls(formdata=None, data={"periods": rows + [{}] * (FEWEST_ROWS - len(rows))})

    def hours(self) -> list[tuple[time, time]]:
        """Of the rows that are filled. Raises Invalid if one is only half filled."""
        rows = [(row.form.starts_at, row.form.ends_at) for row in self.periods]
        faults = []
        for no, (start, end) in enumerate(rows, start=1):
            if start.data and not end.data:
                end.errors = [_("第 %(no)s 节缺结束时间。", no=no)]
            elif end.data and not start.data:
                start.errors = [_("第 %(no)s 节缺开始时间。", no=no)]
            faults += [*start.errors, *end.errors]
        if faults:
            raise Invalid(" ".join(faults))
        return [(start.data, end.data) for start, end in rows if start.data and end.data]


class UnitForm(SharedForm):
    """A unit of the tree."""

    kind = SelectField(_l("类型"))
    name = StringField(_l("名称"), [DataRequired(), LONG])
    subject = SelectField(_l("学科"))
    grade = SelectField(_l("年级"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = enum_choices(kind for kind in UnitKind if kind not in WHOLES)
        self.subject.choices = entry_choices(reference.subjects().values())
        self.grade.choices = [NOTHING]

    def offer_grades(self, system: str) -> None:
        self.grade.choices = entry_choices(reference.grades(system).values())

    def sheet(self) -> UnitSheet:
        return UnitSheet(
            kind=UnitKind(self.kind.data),
            name=self.name.data,
            subject=self.subject.data or None,
            grade=self.grade.data or None,
        )


class MoveForm(Form):
    """Where a unit hangs."""

    parent = LongSelectField(_l("上级"), [InputRequired()])
