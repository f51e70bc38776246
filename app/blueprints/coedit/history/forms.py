"""The form of a version, and how kinds of versions read."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.blueprints.coedit.models import DocumentVersion, VersionKind
from app.web.filters import register_labels
from app.web.forms import Form

register_labels(
    VersionKind,
    {
        VersionKind.FINAL: _l("定稿"),
        VersionKind.STATE_CHANGE: _l("阶段变化"),
        VersionKind.NAMED: _l("命名版本"),
        VersionKind.PAUSE: _l("自动保存"),
        VersionKind.BEFORE_RESTORE: _l("恢复之前"),
    },
)


class VersionForm(Form):
    label = StringField(
        _l("版本名称"),
        validators=[InputRequired(), Length(max=DocumentVersion.LABEL_LENGTH)],
    )
