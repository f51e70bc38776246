"""People, their affiliations, lists of them."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from wtforms import DateField, EmailField, HiddenField, SelectField, StringField, TelField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app import reference
from app.blueprints.org.forms.fields import entry_choices, enum_choices
from app.blueprints.org.models import Role
from app.blueprints.org.service.people import PersonSheet
from app.core import clock
from app.core.spreadsheet import MOST_BYTES
from app.web.forms import Form, LongSelectField, Sent, UploadField
from app.web.shared_forms import SharedForm


class FirstPlaceForm(Form):
    """Where a new person begins. Mistakes are listed in the order in which fields are written down here:
    as on the page, the place comes before the person."""

    unit = LongSelectField(_l("所在部门"), [InputRequired()])
    role = SelectField(_l("职务"), [InputRequired()], default=Role.TEACHER.value)
    from_date = DateField(_l("任职从"), [InputRequired()], default=clock.today)

    def offer(self, units: object, roles: Sequence[Role]) -> None:
        self.unit.choices, self.role.choices = units, enum_choices(roles)


class PersonForm(SharedForm):
    """A person's account and profile."""

    name = StringField(_l("姓名"), [DataRequired(), Length(max=40)])
    account_name = StringField(_l("工号（登录名）"), [DataRequired(), Length(max=40)])
    phone = TelField(_l("手机号"), [Optional(), Length(max=20)])
    email = EmailField(_l("邮箱"), [Optional(), Length(max=120)])
    subject = SelectField(_l("学科"))
    title = SelectField(_l("职称"))
    honour = StringField(_l("荣誉"), [Sent(), Optional(), Length(max=60)])
    joined_on = DateField(_l("入职日期"), [Optional()])  # the profession

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.subject.choices = entry_choices(reference.subjects().values())
        self.title.choices = entry_choices(reference.titles().values())

    def sheet(self) -> PersonSheet:
        written = {name: field.data for name, field in self._fields.items()}
        return PersonSheet(**{name: written[name] for name in PersonSheet.__dataclass_fields__})


class NewPersonForm(FirstPlaceForm, PersonForm):
    """A new person with the first place."""


class AppointmentForm(Form):
    """One more affiliation of a person."""

    unit = LongSelectField(_l("部门"), [InputRequired()])
    role = SelectField(_l("职务"), [InputRequired()], default=Role.TEACHER.value)
    from_date = DateField(_l("从哪天起"), [InputRequired()], default=clock.today)
    to_date = DateField(_l("最后一天"), [Optional()])

    def offer(self, units: object, roles: Sequence[Role]) -> None:
        self.unit.choices, self.role.choices = units, enum_choices(roles)


class LastDayForm(Form):
    """The last day an affiliation counts."""

    to_date = DateField(_l("最后一天"), [InputRequired()])


class LeavingForm(Form):
    """When somebody leaves; without a day at once."""

    to_date = DateField(_l("最后一天"), [Optional()])


class ImportForm(Form):
    """A list of teachers in Excel."""

    unit = LongSelectField(_l("为哪里导入"), [InputRequired()])
    file = UploadField(
        _l("Excel 文件（.xlsx）"), [FileRequired(_l("请选择文件。"))], most_bytes=lambda: MOST_BYTES
    )


class PersonFilter(Form):
    """The filters above the list of people; in the address, so that it can be bookmarked."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("姓名、拼音或工号"), [Optional(), Length(max=60)])
    school = SelectField(_l("学校"), coerce=str)
    role = SelectField(_l("职务"))
    unit = HiddenField()
