"""The blueprint that the views of joint preparation are attached to, and how they load one."""

from flask import Blueprint

from app.blueprints.accounts.session import current_user
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.remaining import refuse_who_left
from app.core.errors import Missing
from app.web.query import get_or_missing

bp = Blueprint("preparation", __name__, url_prefix="/preparations")


def visible_preparation(preparation_id: int) -> JointPreparation:
    try:
        return get_or_missing(policy.visible_to(current_user()), id=preparation_id)
    except Missing:
        refuse_who_left(preparation_id, actor=current_user())
        raise
