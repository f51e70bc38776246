"""The first page of administration: what this person may manage."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org.policy.authority import MANAGING
from app.blueprints.org.reach import reach_of
from app.blueprints.org.routes.blueprint import bp

CARDS = (
    ("org.people", "users", _l("人员"), _l("查找、新建、编辑人员,任命和结束任职。")),
    ("org.imports", "file-spreadsheet", _l("导入教师"), _l("从 Excel 批量建账号:先检查,再确认,可以撤销。")),
)


@bp.get("/")
@login_required
def home() -> ResponseReturnValue:
    reach = reach_of(current_user())
    manages = reach.is_installation_admin or any(role in MANAGING for role, _path in reach.led_paths)
    cards = [card for card in CARDS if card[0] in current_app.view_functions]
    return render_template("org/home.html", cards=cards, manages=manages)
