"""Forms of the curriculum, and how its enums read."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app import reference
from app.blueprints.curriculum.models import ChangeKind, CurriculumNode, ImportState, NodeKind, Place
from app.core.spreadsheet import MOST_BYTES
from app.web.filters import register_labels
from app.web.forms import Form, UploadField
from app.web.reference_filters import name_of
from app.web.shared_forms import SharedForm

register_labels(
    NodeKind,
    {
        NodeKind.VOLUME: _l("册"),
        NodeKind.UNIT: _l("单元"),
        NodeKind.TOPIC: _l("课题"),
        NodeKind.PERIOD: _l("课时"),
    },
)
register_labels(
    ChangeKind,
    {
        ChangeKind.COPIED: _l("另存"),
        ChangeKind.ADDED: _l("添加"),
        ChangeKind.EDITED: _l("修改"),
        ChangeKind.MOVED: _l("移动"),
        ChangeKind.ARCHIVED: _l("归档"),
        ChangeKind.RESTORED: _l("恢复"),
        ChangeKind.IMPORTED: _l("导入"),
    },
)
register_labels(
    ImportState,
    {
        ImportState.CHECKED: _l("已检查，未导入"),
        ImportState.CONFIRMED: _l("已导入"),
        ImportState.UNDONE: _l("已撤销"),
    },
)


class NodeForm(SharedForm):
    """Name and suggested lessons of a node."""

    name = StringField(
        _l("名称"), validators=[DataRequired(_l("请填写名称。")), Length(max=CurriculumNode.NAME_LENGTH)]
    )
    periods = IntegerField(
        _l("建议课时"),
        validators=[
            Optional(),
            NumberRange(1, CurriculumNode.MOST_PERIODS, _l("课时数应在 1 到 60 之间。")),
        ],
    )


class OwnerForm(Form):
    """Whose tree it is to be; the route fills in the choices."""

    owner = SelectField(_l("归属"), coerce=int)


class VolumeForm(OwnerForm):
    """Which book an empty tree is begun for."""

    subject = SelectField(_l("学科"))
    grade = SelectField(_l("年级"))
    edition = SelectField(_l("教材版本"))
    volume = SelectField(_l("册次"))
    revision_year = IntegerField(_l("修订年份"), validators=[Optional(), NumberRange(2000, 2100)])

    def offer_everything(self) -> None:
        tables = {
            self.subject: reference.subjects(),
            self.grade: reference.grades(),
            self.edition: reference.editions(),
            self.volume: reference.volumes(),
        }
        for field, table in tables.items():
            field.choices = [(code, name_of(table, code)) for code in table]

    @property
    def place(self) -> Place:
        return Place(
            stage=reference.grades()[self.grade.data].stage,
            subject=self.subject.data,
            grade=self.grade.data,
            edition=self.edition.data,
            volume=self.volume.data,
            revision_year=self.revision_year.data,
        )


class UploadForm(OwnerForm):
    """An Excel tree to check."""

    file = UploadField(
        _l("Excel 文件"), validators=[FileRequired(_l("请选择文件。"))], most_bytes=lambda: MOST_BYTES
    )
