"""Whose school has left the group: what they still have of the work they did there, and why not the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.models import SchoolGroup
from app.blueprints.org.reach import reach_of
from app.blueprints.preparation import departed, policy
from app.blueprints.preparation.models import JointPreparation
from app.core.db import db
from app.core.errors import Forbidden

MOST_KEPT = 6


@dataclass(frozen=True)
class Remaining:
    """Of one person: plans that stay readable, the latest first, and how many are out of reach."""

    groups: Sequence[str]
    kept: Sequence[JointPreparation]
    gone: int


def remaining_for(person: User) -> Remaining | None:
    """None for those whose school has left no group, and those who took part in nothing there."""
    reach = reach_of(person)
    if not reach.left_groups:
        return None
    theirs = departed.worked_on_by(person, reach)
    kept = policy.visible_to(person).where(theirs, departed.kept_by(person, reach))
    kept = kept.options(joinedload(JointPreparation.lead_preparer))
    latest = db.session.scalars(kept.order_by(JointPreparation.finalized_at.desc()).limit(MOST_KEPT)).all()
    gone = db.session.scalar(select(func.count()).select_from(policy.gone_from(person).subquery())) or 0
    if not latest and not gone:
        return None
    ids = select(JointPreparation.group_id).where(theirs)
    names = select(SchoolGroup.name).where(SchoolGroup.id.in_(ids)).order_by(SchoolGroup.id)
    return Remaining(db.session.scalars(names).all(), latest, gone)


def group_left(preparation: JointPreparation, reader: User) -> str:
    """The group that prepared it, if the reader's school has left it and they keep it; else nothing."""
    if preparation.group is None or not departed.keeps(reader, reach_of(reader), preparation):
        return ""
    return preparation.group.name


def refuse_who_left(preparation_id: int, *, actor: User) -> None:
    """Raises Forbidden for those who took part: they know of it, and are told why it does not open."""
    query = policy.gone_from(actor).where(JointPreparation.id == preparation_id)
    preparation = db.session.scalars(query).one_or_none() if reach_of(actor).left_groups else None
    if preparation is None or preparation.group is None:
        return
    raise Forbidden(
        _(
            "你的学校已退出“%(group)s”，这份备课当时还没有定稿，不能再打开；你写的内容都保留着。"
            "需要这份教案，请联系主备老师%(name)s。",
            group=preparation.group.name,
            name=preparation.lead_preparer.name,
        )
    )
