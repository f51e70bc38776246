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
    reach = reach_of(reader)
    if not reach.left_groups or preparation.group is None:
        return ""
    kept = select(JointPreparation.id).where(
        departed.worked_on_by(reader, reach), departed.kept_by(reader, reach)
    )
    found = db.session.scalar(kept.where(JointPreparation.id == preparation.id))
    return preparation.group.name if found else ""


def refuse_who_left(preparation_id: int, *, actor: User) -> None:
    """Raises Forbidden for those who took part: they know of it, and are told why it does not open."""
    reach = reach_of(actor)
    if reach.roles and not reach.left_groups:
        return
    query = policy.gone_from(actor).where(JointPreparation.id == preparation_id)
    preparation = db.session.scalars(query).one_or_none()
    if preparation is not None and not reach.roles:
        raise Forbidden(
            _("你现在没有任职，不能打开这份备课；你写的内容都保留着。需要继续参加，请联系学校管理员。")
        )
    if preparation is not None and preparation.group is not None:
        raise Forbidden(_whom_to_ask(preparation, preparation.group, actor))


def _whom_to_ask(preparation: JointPreparation, group: SchoolGroup, actor: User) -> str:
    """The lead preparer, unless that is who asks, or somebody who left with the same school."""
    lead = preparation.lead_preparer
    if lead.id == actor.id or not policy.may_know_of_it(lead, preparation):
        sentence = _(
            "你的学校已退出“%(group)s”，这份备课当时还没有定稿，不能再打开；你写的内容都保留着。"
            "需要这份教案，请联系集团办公室。",
            group=group.name,
        )
    else:
        sentence = _(
            "你的学校已退出“%(group)s”，这份备课当时还没有定稿，不能再打开；你写的内容都保留着。"
            "需要这份教案，请联系主备老师%(name)s。",
            group=group.name,
            name=lead.name,
        )
    return str(sentence)
