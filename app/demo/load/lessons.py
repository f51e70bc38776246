"""Joint preparations in every state, from what was archived weeks ago to what is only planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import VersionKind
from app.blueprints.coedit.service import close_document, freeze_version
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import SchoolGroup, Term
from app.blueprints.preparation.events import PreparationChanged
from app.blueprints.preparation.models import JointPreparation, Participant, Transition
from app.blueprints.preparation.service.proposing import HOST
from app.blueprints.preparation.service.stages import MILESTONES, contributors_to
from app.blueprints.preparation.states import SETTLED, Move, State, Visibility
from app.core import clock
from app.core.db import db
from app.core.outbox import emit
from app.demo import content
from app.demo.content import Row
from app.demo.load.calendar import SchoolTerm, week_at
from app.demo.load.comments import load_comments
from app.demo.load.schools import Organisation
from app.demo.load.staff import Staff
from app.demo.load.suggestions import Advice, advice_about, register_advice
from app.demo.load.timeline import JUST_NOW, Timeline, awake, discussed_between, timeline
from app.demo.load.writing import Contribution, Writing, decide, open_minutes, remark_in_margin, speak

OUTCOMES = {"adopted": "已采纳", "partly": "部分采纳", "rejected": "未采纳", "open": "待议"}
FINAL = "定稿"
PLANNED_STATES = {State.PLANNED, State.CANCELLED}


@dataclass(frozen=True)
class Desk:
    """All that the preparations of one demonstration refer to."""

    made: Organisation
    staff: Staff
    terms: list[SchoolTerm]
    topics: dict[str, CurriculumNode]
    today: date
    now: datetime

    def person(self, account: str) -> User:
        return self.staff.users[account]

    def signature(self, account: str) -> str:
        """苏屿（柳溪）"""
        school = next(row["school"] for row in content.people() if row["account"] == account)
        return f"{self.person(account).name}（{self.made.schools[school].short_name}）"


def load_lessons(made: Organisation, staff: Staff, terms: list[SchoolTerm], today: date) -> None:
    keys = {row["node"] for row in content.preparations() + content.agenda() if row.get("node")}
    nodes = db.session.scalars(select(CurriculumNode).where(CurriculumNode.source_key.in_(keys)))
    topics = {node.source_key: node for node in nodes if node.source_key}
    desk = Desk(made, staff, terms, topics, today, clock.now())
    rows = sorted(content.preparations() + content.agenda(), key=lambda row: int(row["week"]))
    for number, row in enumerate(rows):
        _load_lesson(desk, row, number)


def _load_lesson(desk: Desk, row: Row, number: int) -> None:
    term, week = week_at(desk.terms, desk.today, row["week"])
    state = State(row["state"])
    line = timeline(week.starts_on, row["subject"], state, now=desk.now, number=number)
    preparation = _planned(desk, row, line)
    preparation.week_no, preparation.term = week.no, _term(preparation.group, term)
    db.session.add(preparation)
    _take_part(desk, preparation, row, line)
    if state not in PLANNED_STATES:
        _write(desk, preparation, row, line)
    db.session.flush()  # from here on it has an id, and its text is stored
    for move, at in line.steps.items():
        _take_step(preparation, move, at)
    load_comments(desk.staff, row.get("id", ""), preparation, now=desk.now)
    if line.cancelled_at:
        lead = preparation.lead_preparer
        preparation.move(Move.CANCEL, by=lead, at=line.cancelled_at, reason=row["reason"])
    if preparation.document is None:  # a text says itself that it changed
        emit(PreparationChanged(preparation_id=preparation.id))


def _keep_versions(writing: Writing, lead: User, line: Timeline) -> None:
    """How the text stood at each step, and once when the lead preparer gave it a name."""
    begun = line.steps[Move.START_DRAFT]
    for move, at in line.steps.items():
        if move is Move.OPEN_DISCUSSION:
            named = awake(at - (at - line.steps.get(Move.CIRCULATE, begun)) / 3)
            writing.keep("汇总了各校意见", kind=VersionKind.NAMED, author=lead, at=named)
        if move in MILESTONES:
            label = str(MILESTONES[move])
            writing.keep(label, kind=VersionKind.STATE_CHANGE, author=lead, at=at)


def _planned(desk: Desk, row: Row, line: Timeline) -> JointPreparation:
    node = desk.topics.get(row.get("node", ""))
    unit = desk.made.units[content.unit_of(row)]
    lead = desk.person(row["lead"])
    return JointPreparation(
        title=row["title"],
        node=node,
        **_book(row, node),
        unit=unit,
        group=unit.group,
        lead_preparer=lead,
        created_by=lead,
        created_at=line.planned_at,
        visibility=_visibility(State(row["state"])),
        lesson_type=row["lesson_type"],
        periods=1,
        discuss_at=line.discuss_at,
        place=_place(row["lead"]),
        circulate_due=line.circulate_due,
        finalize_due=line.finalize_due,
        transitions=[Transition(actor=lead, target=State.PLANNED, at=line.planned_at)],
        state=State.PLANNED,
    )


def _book(row: Row, node: CurriculumNode | None) -> Row:
    placed = {"edition": node.edition, "volume": node.volume} if node else row
    return {
        "subject": row["subject"],
        "grade": row["grade"],
        "edition": placed.get("edition"),
        "volume": placed.get("volume"),
    }


def _visibility(state: State) -> Visibility:
    """The common plan is for the whole group; what is still discussed for the subject."""
    if state in SETTLED:
        return Visibility.GROUP
    return (
        Visibility.SUBJECT_GROUP if state in {State.DISCUSSING, State.REVISING} else Visibility.LESSON_GROUP
    )


def _place(account: str) -> str:
    school = next(row["school"] for row in content.people() if row["account"] == account)
    return next(str(row["place"]) for row in content.organisation()["schools"] if row["key"] == school)


def _term(group: SchoolGroup | None, term: SchoolTerm) -> Term | None:
    query = select(Term).where(Term.school_year == term.school_year, Term.no == term.no)
    return db.session.scalars(query.where(Term.group_id == group.id)).one() if group else None


def _take_part(desk: Desk, preparation: JointPreparation, row: Row, line: Timeline) -> None:
    """Everybody was asked when it was planned; who wrote into it has looked in, the others still have to."""
    last_step = max(line.steps.values(), default=line.planned_at)
    advice = content.suggestions().get(row.get("id", ""), [])
    wrote = {each["by"] for each in [*row.get("remarks", []), *row.get("opinions", []), *advice]}
    for number, account in enumerate(content.people_of(row)):
        opened = min(
            last_step + timedelta(hours=2 + 9 * number), desk.now - timedelta(minutes=4 + 31 * number)
        )
        knows_it = row["state"] in SETTLED or account in wrote or account == row["lead"]
        preparation.participants.append(
            Participant(
                user=desk.person(account),
                invited_by=preparation.lead_preparer,
                joined_at=line.planned_at,
                last_opened_at=opened if knows_it and row["state"] not in PLANNED_STATES else None,
            )
        )


def _write(desk: Desk, preparation: JointPreparation, row: Row, line: Timeline) -> None:
    begun = line.steps[Move.START_DRAFT]
    lead = preparation.lead_preparer
    writing = Writing(HOST, row["title"], content.plan(row["id"]), author=lead, at=begun)
    preparation.document = writing.document
    advice = _advice(desk, row, line)
    wanted = [*_contributions(desk, row, line), *(step for each in advice for step in each.contributions())]
    for contribution in sorted(wanted, key=lambda each: each.at):
        writing.add(contribution)
    db.session.flush()  # whoever takes part is asked for a school
    register_advice(writing.document, advice, writing.suggested)
    _keep_versions(writing, lead, line)
    writing.settle()


def _advice(desk: Desk, row: Row, line: Timeline) -> list[Advice]:
    since, until = discussed_between(line, desk.now)
    rows = content.suggestions().get(row["id"], [])
    return advice_about(rows, desk.staff.users, desk.person(row["lead"]), since, until)


def _contributions(desk: Desk, row: Row, line: Timeline) -> Iterator[Contribution]:
    """Remarks in the margin and the minutes of the discussion, in the order in which they came."""
    latest = desk.now - JUST_NOW
    since, until = discussed_between(line, desk.now)
    lead = desk.person(row["lead"])
    pause = (until - since) / (2 * len(row["remarks"]) + 3 * len(row["opinions"]) + 3)
    at = since + pause
    for remark in row["remarks"]:
        words = f"{desk.signature(remark['by'])}：{remark['text']}"
        yield Contribution(
            desk.person(remark["by"]), min(awake(at), latest), remark_in_margin(remark["step"], words)
        )
        at += 2 * pause
    if row["opinions"]:
        yield Contribution(lead, min(awake(at), latest), open_minutes())
    for opinion in row["opinions"]:
        speaker = desk.signature(opinion["by"])
        said, decided = min(awake(at + pause), latest), min(awake(at + 2 * pause), latest)
        yield Contribution(desk.person(opinion["by"]), said, speak(opinion["text"], speaker))
        yield Contribution(lead, decided, decide(opinion["text"], OUTCOMES[opinion["outcome"]]))
        at += 3 * pause


def _take_step(preparation: JointPreparation, move: Move, at: datetime) -> None:
    lead = preparation.lead_preparer
    if move is not Move.FINALIZE or preparation.document is None:
        preparation.move(move, by=lead, at=at)
        return
    version = freeze_version(preparation.document, FINAL, actor=lead)
    version.at = at
    close_document(preparation.document, actor=lead)
    preparation.document.closed_at = at
    preparation.finalize(version, contributors=contributors_to(preparation.document.id), by=lead, at=at)
