"""The filters above the audit log; in the address, so that they can be bookmarked."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from app.blueprints.org.audit_log import Wanted
from app.web.audit_words import recorded_actions, sentence
from app.web.forms import Form

PARTS = (  # an action belongs to the first part that one of its beginnings names
    (
        _l("登录"),
        ("accounts.sign", "accounts.second_factor_failed", "accounts.suspended_", "accounts.session"),
    ),
    (_l("账号与密码"), ("accounts.",)),
    (_l("集团与学校"), ("org.group_", "org.membership_", "org.school_")),
    (_l("校历、校区和节次"), ("org.term_", "org.campus_", "org.periods_")),
    (_l("部门"), ("org.unit_",)),
    (_l("导入教师"), ("org.people_imported", "org.import_")),
    (_l("人员与任职"), ("org.",)),
    (_l("课程目录"), ("curriculum.",)),
    (_l("其他"), ("",)),
)


class AuditFilter(Form):
    """A value that cannot be read does not narrow."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("姓名、拼音或工号"), [Optional(), Length(max=60)])
    action = SelectField(_l("操作"))
    since = DateField(_l("从"), [Optional()])
    until = DateField(_l("到"), [Optional()])

    def offered(self) -> dict[str, list[tuple[str, str]]]:
        """All actions by the part of the product that records them."""
        grouped: dict[str, list[tuple[str, str]]] = {str(name): [] for name, _beginnings in PARTS}
        for action in recorded_actions():
            part = next(str(name) for name, beginnings in PARTS if action.startswith(beginnings))
            grouped[part].append((action, sentence(action, whom="…", note="…")))
        return {part: actions for part, actions in grouped.items() if actions}

    def wanted(self) -> Wanted:
        action = self.action.data or ""
        since, until = self.since.data, self.until.data
        if since and until and since > until:  # between the two, whichever was written first
            since, until = until, since
        return Wanted(
            text=(self.q.data or "").strip()[:60],
            action=action if action in recorded_actions() else "",
            since=since,
            until=until,
        )
