"""What the pages of one preparation show beside its row."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.blueprints.accounts.models import User
from app.blueprints.coedit.credits import in_language_of_reader
from app.blueprints.coedit.models import Document, DocumentClient
from app.blueprints.coedit.readable import fresh_html, html_with_suggestions
from app.blueprints.coedit.suggestions.models import Suggestion
from app.blueprints.coedit.suggestions.service import count_open
from app.blueprints.coedit.suggestions.thanks import Thanks, thanks_in, unanswered_in
from app.blueprints.coedit.text.minutes import with_sums
from app.blueprints.coedit.text.wide_tables import reachable
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.policy.visibility import people_visible_to
from app.blueprints.preparation.models import JointPreparation, Participant, Transition
from app.blueprints.preparation.service.belonging import schools_of
from app.blueprints.preparation.service.lessons import sum_sentence
from app.blueprints.preparation.service.remaining import group_left
from app.blueprints.preparation.states import STEPS, Move, State
from app.core.db import db
from app.core.policy import can
from app.core.richtext import cleaned

MAIN_LINE = (State.DRAFTING, State.CIRCULATED, State.DISCUSSING, State.REVISING, State.FINALIZED)
FORWARD = (
    Move.START_DRAFT,
    Move.CIRCULATE,
    Move.OPEN_DISCUSSION,
    Move.CLOSE_DISCUSSION,
    Move.FINALIZE,
    Move.ARCHIVE,
)
BACKWARD = (Move.RETURN, Move.REOPEN)


@dataclass(frozen=True)
class View:
    """People with their schools, authors, the moves open to the reader, and who may read it."""

    participants: Sequence[Participant]
    schools: dict[int, str]
    authors: Sequence[User]
    transitions: Sequence[Transition]
    place_in_book: Sequence[CurriculumNode]
    forward: Move | None
    backward: Move | None
    line: Sequence[tuple[State, bool, bool]]
    waiting: int  # suggestions nobody has decided about
    thanks: Sequence[Thanks]  # to whose suggestions were adopted
    unanswered: Sequence[Suggestion]  # left so when it became final; for those who worked on it
    group_left: str  # the group that prepared it, if the reader's school has left it


def view_of(preparation: JointPreparation, reader: User) -> View:
    participants = db.session.scalars(
        select(Participant)
        .where(Participant.preparation_id == preparation.id)
        .options(joinedload(Participant.user))
        .order_by(Participant.user_id != preparation.lead_preparer_id, Participant.id)
    ).all()
    set_committed_value(preparation, "participants", list(participants))  # rights are asked of each of them
    authors = authors_of(preparation)
    return View(
        participants=participants,
        schools=schools_of({row.user_id for row in participants} | {author.id for author in authors}),
        authors=authors,
        transitions=_transitions(preparation),
        place_in_book=_place_in_book(preparation),
        forward=next_step(preparation, reader),
        backward=_open_to(reader, preparation, BACKWARD),
        line=step_line(preparation),
        waiting=_waiting(preparation),
        thanks=thanks_in(preparation.document_id) if preparation.document_id else [],
        unanswered=_unanswered(preparation, reader),
        group_left=group_left(preparation, reader),
    )


def next_step(preparation: JointPreparation, reader: User) -> Move | None:
    """The way forward that is open to the reader."""
    return _open_to(reader, preparation, FORWARD)


def known_people(view: View, reader: User) -> frozenset[int]:
    """Those taking part whose card the reader may see: somebody may have left the group since."""
    ids = [row.user_id for row in view.participants]
    query = people_visible_to(reader).where(User.id.in_(ids)).with_only_columns(User.id)
    return frozenset(db.session.scalars(query))


def authors_of(preparation: JointPreparation) -> Sequence[User]:
    """Everybody who has written in it, the lead preparer first."""
    wrote = select(DocumentClient.user_id).where(DocumentClient.document_id == preparation.document_id)
    query = select(User).where(User.id.in_(wrote))
    return db.session.scalars(query.order_by(User.id != preparation.lead_preparer_id, User.id)).all()


def html_of(preparation: JointPreparation) -> Markup:
    """The frozen text if there is one, else what was written and suggested up to now. Safe to show."""
    if preparation.final_version is not None:
        html = preparation.final_version.html
    else:
        html = _written(preparation.document) if preparation.document else ""
    summed = with_sums(
        in_language_of_reader(cleaned(html)), lambda minutes: sum_sentence(preparation, str(minutes))
    )
    return reachable(summed, _("表格，可左右滚动"))


def _waiting(preparation: JointPreparation) -> int:
    """What nobody decided about before it was finalized counts as not adopted."""
    document = preparation.document
    return count_open(document.id) if document is not None and document.closed_at is None else 0


def _unanswered(preparation: JointPreparation, reader: User) -> Sequence[Suggestion]:
    document = preparation.document
    if document is None or document.closed_at is None or not can(reader, "read_history", preparation):
        return ()
    return unanswered_in(document.id)


def _written(document: Document) -> str:
    if document.closed_at is not None or not count_open(document.id):
        return fresh_html(document)
    return html_with_suggestions(document)


def step_line(preparation: JointPreparation) -> list[tuple[State, bool, bool]]:
    """(state, done, current) along the main line, for the steps at the top of a page."""
    if preparation.state not in MAIN_LINE:
        is_done = preparation.state is State.ARCHIVED
        return [(state, is_done, False) for state in MAIN_LINE]
    at = MAIN_LINE.index(preparation.state)
    return [
        (state, place < at or (state is State.FINALIZED and place == at), place == at)
        for place, state in enumerate(MAIN_LINE)
    ]


def _open_to(reader: User, preparation: JointPreparation, moves: Sequence[Move]) -> Move | None:
    return next(
        (
            move
            for move in moves
            if preparation.state in STEPS[move].sources and can(reader, move.value, preparation)
        ),
        None,
    )


def _transitions(preparation: JointPreparation) -> Sequence[Transition]:
    query = select(Transition).where(Transition.preparation_id == preparation.id)
    return db.session.scalars(
        query.options(joinedload(Transition.actor)).order_by(Transition.id.desc())
    ).all()


def _place_in_book(preparation: JointPreparation) -> Sequence[CurriculumNode]:
    """Unit and topic, from the top; nothing if the preparation belongs to no topic."""
    if preparation.node is None:
        return []
    above = [int(part) for part in preparation.node.path.strip("/").split("/")[1:]]
    rows = db.session.scalars(select(CurriculumNode).where(CurriculumNode.id.in_(above)))
    return sorted(rows, key=lambda row: len(row.path))
