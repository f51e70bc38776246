"""The first page after signing in (工作台)."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.preparation.policy import may_propose_at_all
from app.blueprints.preparation.service.reading import step_line
from app.blueprints.workbench import service
from app.blueprints.workbench.duties import duties_of
from app.core import clock
from app.core.clock import SCHOOL_ZONE
from app.web.offline import kept_on_device

bp = Blueprint("workbench", __name__)


@bp.get("/")
@login_required
@kept_on_device
def index() -> ResponseReturnValue:
    return render_template(
        "workbench/index.html",
        board=service.board_of(current_user()),
        greeting=_greeting(clock.now().astimezone(SCHOOL_ZONE).hour),
        today=clock.today(),
        step_line=step_line,
        duties=duties_of(current_user()),
        may_propose=may_propose_at_all(current_user()),
    )


def _greeting(hour: int) -> str:
    """By the clock at school; nobody is told at night what time of day it is."""
    day = (
        (5, _("你好")),
        (8, _("早上好")),
        (11, _("上午好")),
        (13, _("中午好")),
        (18, _("下午好")),
        (22, _("晚上好")),
    )
    return str(next((words for end, words in day if hour < end), _("你好")))
