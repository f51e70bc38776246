"""Reading the tree: volumes to choose from, a volume's units, topics by place, word or sound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.curriculum import policy
from app.blueprints.curriculum.models import CurriculumNode, NodeKind, Place
from app.core.db import db

PLACE = ("stage", "subject", "edition", "grade", "volume")  # the order in which people choose
MOST_FOUND = 50
MOST_WORDS = 8
LONGEST_PLACE = 8  # 九年级全一册


@dataclass
class Branch:
    """A node with what is below it."""

    node: CurriculumNode
    branches: list["Branch"] = field(default_factory=list)

    @property
    def living(self) -> list["Branch"]:
        """What readers see of what is below: not what was put away."""
        return [branch for branch in self.branches if branch.node.archived_at is None]

    @property
    def periods(self) -> int:
        """Suggested lessons of everything living below, or its own."""
        below = sum(branch.periods for branch in self.living if branch.node.kind is not NodeKind.PERIOD)
        return below or self.node.periods or 0


def volumes_for(actor: User, **place: str | None) -> Sequence[CurriculumNode]:
    """Volumes the actor may open, own ones first, narrowed by stage, subject, edition, grade, volume."""
    query = _at(_living(actor, NodeKind.VOLUME), place).options(joinedload(CurriculumNode.owner_unit))
    rows = db.session.scalars(query).all()
    orders = (reference.subjects(), reference.grades(), reference.editions(), reference.volumes())
    ranks = [{code: at for at, code in enumerate(table)} for table in orders]

    def rank(node: CurriculumNode) -> tuple[int, ...]:
        codes = (node.subject, node.grade, node.edition, node.volume)
        places = [known.get(code, 999) for known, code in zip(ranks, codes, strict=True)]
        return (*places, node.owner_unit_id is None, -(node.revision_year or 0), node.id)

    return sorted(rows, key=rank)


def own_volume(place: Place, owner_unit_id: int | None) -> CurriculumNode | None:
    """The owner's living tree of that book, if it keeps one."""
    query = select(CurriculumNode).filter_by(
        kind=NodeKind.VOLUME, owner_unit_id=owner_unit_id, archived_at=None, **vars(place)
    )
    return db.session.scalars(query).first()


def tree_of(node: CurriculumNode, *, archived: bool = False) -> Branch:
    """The node and everything below it, in order. `archived`: with what was put away."""
    query = select(CurriculumNode).where(CurriculumNode.path.startswith(node.path))
    if not archived:
        query = query.where(CurriculumNode.archived_at.is_(None) | (CurriculumNode.id == node.id))
    rows = db.session.scalars(query.order_by(CurriculumNode.position, CurriculumNode.id)).all()
    branches = {row.id: Branch(row) for row in rows}
    for row in rows:
        if row.id != node.id and row.parent_id in branches:
            branches[row.parent_id].branches.append(branches[row.id])
    return branches[node.id]


def ancestors_of(node: CurriculumNode) -> Sequence[CurriculumNode]:
    """From the volume down to the parent."""
    above = [int(part) for part in node.path.strip("/").split("/")[:-1]]
    if not above:
        return []
    rows = db.session.scalars(select(CurriculumNode).where(CurriculumNode.id.in_(above)))
    return sorted(rows, key=lambda row: len(row.path))


def topics_for(
    actor: User,
    *,
    subject: str | None = None,
    grade: str | None = None,
    edition: str | None = None,
    volume: str | None = None,
    volume_id: int | None = None,
) -> Sequence[CurriculumNode]:
    """Topics of a place in the order of the book, their unit loaded as `parent`."""
    query = _at(_living(actor, NodeKind.TOPIC), {"subject": subject, "grade": grade})
    query = _at(query, {"edition": edition, "volume": volume})
    if volume_id is not None:
        query = query.where(CurriculumNode.path.startswith(f"/{volume_id}/"))
    rows = db.session.scalars(query.options(joinedload(CurriculumNode.parent))).all()
    return sorted(rows, key=_place_in_the_book)


def search_topics(actor: User, text: str, *, limit: int = MOST_FOUND) -> Sequence[CurriculumNode]:
    """Topics by words of their name, by pinyin (`fuli`) or initials (`fl`).

    Words that name a subject, grade, edition or volume narrow the place: `三上 数学 分数`, `三上数学分数`.
    """
    plain = text.split()[:MOST_WORDS]
    words = [part for word in plain for part in _parts(word)][:MOST_WORDS]
    meant = [_place_meant(word) for word in words]
    return (_search(actor, words, meant, limit) if any(meant) else ()) or _search(
        actor, plain, [{} for _word in plain], limit
    )


def _search(
    actor: User, words: Sequence[str], meant: Sequence[Mapping[str, str | None]], limit: int
) -> Sequence[CurriculumNode]:
    query = _living(actor, NodeKind.TOPIC)
    for word, place in zip(words, meant, strict=True):
        query = _at(query, place) if place else query.where(_sounds_or_reads(word))
    query = query.options(joinedload(CurriculumNode.parent), joinedload(CurriculumNode.owner_unit))
    own_first = CurriculumNode.owner_unit_id.is_(None)
    query = query.order_by(func.length(CurriculumNode.name), own_first, CurriculumNode.id).limit(limit)
    return db.session.scalars(query).all() if words else ()


def _place_in_the_book(topic: CurriculumNode) -> tuple[int, ...]:
    return (topic.volume_id, topic.parent.position if topic.parent else 0, topic.position, topic.id)


def _living(actor: User, kind: NodeKind) -> Select[CurriculumNode]:
    visible = policy.visible_to(actor)
    return visible.where(CurriculumNode.kind == kind, CurriculumNode.archived_at.is_(None))


def _at(query: Select[CurriculumNode], place: Mapping[str, str | None]) -> Select[CurriculumNode]:
    for name, code in place.items():
        if code:
            query = query.where(getattr(CurriculumNode, name) == code)
    return query


def _parts(word: str) -> list[str]:
    """`三上数学分数` is `三上`, `数学`, `分数`: names of places at its beginning, the longest first."""
    if word.isascii() or _place_meant(word):
        return [word]
    for cut in range(min(LONGEST_PLACE, len(word) - 1), 1, -1):
        if _place_meant(word[:cut]):
            return [word[:cut], *_parts(word[cut:])]
    return [word]


def _place_meant(word: str) -> dict[str, str | None]:
    """`五上` means a grade and a volume, `道法` a subject; other words mean no place."""
    grade = reference.find_grade(word)
    if grade and not word.isdigit():
        return {"grade": grade}
    for name, code in (
        ("subject", reference.find_subject(word)),
        ("edition", reference.find_edition(word)),
        ("volume", reference.find_volume(word)),
    ):
        if code:
            return {name: code}
    for cut in range(1, len(word)):
        grade, volume = reference.find_grade(word[:cut]), reference.find_volume(word[cut:])
        if grade and volume:
            return {"grade": grade, "volume": volume}
    return {}


def _sounds_or_reads(word: str) -> ColumnElement[bool]:
    reads = CurriculumNode.name.icontains(word, autoescape=True)
    if not word.isascii() or len(word) < 2:
        return reads
    return or_(reads, CurriculumNode.name_pinyin.contains(word.casefold(), autoescape=True))
