"""The blueprint that the views of the curriculum are attached to, and how they load what they show."""

from flask import Blueprint
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user
from app.blueprints.curriculum import policy
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.org.models import OrgUnit
from app.core.errors import Forbidden
from app.web.query import get_or_missing

bp = Blueprint("curriculum", __name__, url_prefix="/curriculum")


def visible_node(node_id: int) -> CurriculumNode:
    return get_or_missing(policy.visible_to(current_user()), id=node_id)


def visible_volume(volume_id: int) -> CurriculumNode:
    return get_or_missing(policy.visible_to(current_user()), id=volume_id, kind=NodeKind.VOLUME)


def owners_kept() -> list[OrgUnit]:
    """The groups and schools whose trees this person keeps; Forbidden for who keeps none."""
    owners = policy.owners_open_to(current_user())
    if not owners:
        raise Forbidden(_("课程目录由教务、集团办公室和教研组长维护，你没有修改的权限。"))
    return owners
