"""A school's or group's own volume: copied from one it sees, or begun empty."""

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import ChangeKind, CurriculumNode, NodeKind, Place
from app.blueprints.curriculum.policy import Keeping
from app.blueprints.curriculum.service.changes import absence, record
from app.blueprints.curriculum.service.editing import plant
from app.blueprints.curriculum.service.finding import Branch, own_volume, tree_of
from app.blueprints.curriculum.service.naming import name_node
from app.blueprints.org.models import OrgUnit
from app.core.db import db
from app.core.errors import Conflict
from app.core.policy import authorize


def copy_volume(volume: CurriculumNode, *, owner: OrgUnit, actor: User) -> CurriculumNode:
    """The owner's own copy (另存为本校/本集团目录), which later releases do not touch."""
    authorize(actor, "create", Keeping(owner, volume.subject))
    tree = tree_of(volume)
    own = new_volume(volume.place, name=volume.name, owner=owner, origin_id=volume.id)
    _copy_below(tree, own)
    record(ChangeKind.COPIED, own, [absence(own)], actor=actor)
    return own


def start_volume(place: Place, *, owner: OrgUnit, actor: User) -> CurriculumNode:
    """An empty volume of a book that no tree was shipped for."""
    authorize(actor, "create", Keeping(owner, place.subject))
    own = new_volume(place, name=place.name, owner=owner)
    record(ChangeKind.ADDED, own, [absence(own)], actor=actor)
    return own


def new_volume(place: Place, *, name: str, owner: OrgUnit, origin_id: int | None = None) -> CurriculumNode:
    """A volume without content, stored. Asks nobody: the use case has."""
    taken = Conflict(_("“%(owner)s”已经有这一册的目录，请直接修改。", owner=owner.name))
    if own_volume(place, owner.id):
        raise taken
    node = CurriculumNode(
        kind=NodeKind.VOLUME, owner_unit_id=owner.id, copied_from_id=origin_id, **vars(place)
    )
    name_node(node, name)
    db.session.add(node)
    try:
        db.session.flush()  # the path holds its own id
    except IntegrityError as error:  # somebody else was quicker
        raise taken from error
    node.path = f"/{node.id}/"
    return node


def _copy_below(source: Branch, target: CurriculumNode) -> None:
    for branch in source.branches:
        node = branch.node
        copy = plant(target, name=node.name, periods=node.periods, position=node.position, origin_id=node.id)
        _copy_below(branch, copy)
