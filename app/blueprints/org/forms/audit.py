"""The filters above the audit log; in the address, so that they can be bookmarked."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from app.blueprints.org.audit_log import Wanted
from app.web.audit_words import recorded_actions, sentence
from app.web.forms import Form


class AuditFilter(Form):
    """A value that cannot be read does not narrow."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("姓名、拼音或工号"), [Optional(), Length(max=60)])
    action = SelectField(_l("操作"))
    since = DateField(_l("从"), [Optional()])
    until = DateField(_l("到"), [Optional()])

    def offered(self) -> list[tuple[str, str]]:
        return [(action, sentence(action, whom="…", note="…")) for action in recorded_actions()]

    def wanted(self) -> Wanted:
        action = self.action.data or ""
        return Wanted(
            text=(self.q.data or "").strip()[:60],
            action=action if action in recorded_actions() else "",
            since=self.since.data,
            until=self.until.data,
        )
