"""The joint preparations of the demonstration, as the product would have made them."""

from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments.models import CommentMention, CommentThread
from app.blueprints.coedit.models import DocumentUpdate
from app.blueprints.coedit.service import load_state
from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.blueprints.coedit.text.content import text_of, to_pm
from app.blueprints.coedit.text.pending import pending_in, without_suggestions
from app.blueprints.notifications.models import Notification
from app.blueprints.org.reach import reach_of
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.policy import visible_to, writes_in_it
from app.blueprints.preparation.states import SETTLED, WRITABLE, Move, State
from app.core import clock
from app.core.outbox import OutboxEntry
from app.demo import content

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture
def preparations(loaded: Session) -> list[JointPreparation]:
    return list(loaded.scalars(select(JointPreparation).order_by(JointPreparation.id)))


def titled(preparations: list[JointPreparation], title: str) -> JointPreparation:
    return next(each for each in preparations if each.title == title)


def test_there_is_something_in_every_state(preparations: list[JointPreparation]) -> None:
    states = Counter(each.state for each in preparations)

    assert set(states) == set(State)
    assert len(preparations) == len(content.preparations()) + len(content.agenda())
    assert sum(each.document is not None for each in preparations) == len(content.preparations())


def test_one_was_written_by_one_person(preparations: list[JointPreparation]) -> None:
    assert [each.title for each in preparations if each.has_one_hand] == ["立定跳远"]


def test_cancelled_ones_say_why(preparations: list[JointPreparation]) -> None:
    reasons = [each.cancel_reason for each in preparations if each.state is State.CANCELLED]

    assert len(reasons) == 2
    assert all(len(reason) > 10 for reason in reasons)


def test_steps_follow_each_other_and_none_is_in_the_future(preparations: list[JointPreparation]) -> None:
    now = clock.now()
    for each in preparations:
        moments = [step.at for step in each.transitions]
        assert moments == sorted(moments)
        assert moments[-1] < now
        assert {moment.astimezone(clock.SCHOOL_ZONE).hour for moment in moments} <= set(range(7, 22))


def test_the_latest_step_led_to_the_state(preparations: list[JointPreparation]) -> None:
    assert all(each.transitions[-1].target is each.state for each in preparations)


def test_what_waits_for_its_discussion_has_a_date_for_it(preparations: list[JointPreparation]) -> None:
    waiting = [
        each for each in preparations if each.state in {State.PLANNED, State.DRAFTING, State.CIRCULATED}
    ]

    assert all(each.discuss_at and each.discuss_at > clock.now() for each in waiting)


def test_common_plans_are_frozen_and_closed(preparations: list[JointPreparation]) -> None:
    for each in (each for each in preparations if each.state in SETTLED):
        assert each.document is not None
        assert each.final_version is not None
        assert each.document.closed_at is not None
        assert each.final_version.at == each.finalized_at
        assert each.final_version.text == each.document.text


def test_the_stored_log_of_every_document_is_whole(preparations: list[JointPreparation]) -> None:
    for each in (each for each in preparations if each.document):
        assert each.document is not None
        plain = without_suggestions(to_pm(load_state(each.document.id)))
        assert text_of(plain) == each.document.text
        assert len(each.document.text) > 900


def test_remarks_are_stored_under_the_name_of_who_made_them(
    loaded: Session, preparations: list[JointPreparation]
) -> None:
    for row in content.preparations():
        document = titled(preparations, row["title"]).document
        assert document is not None
        authors = set(
            loaded.scalars(
                select(User.account_name)
                .join(DocumentUpdate, DocumentUpdate.author_id == User.id)
                .where(DocumentUpdate.document_id == document.id)
            )
        )
        said, advised = row["remarks"] + row["opinions"], content.suggestions().get(row["id"], [])
        assert authors == {row["lead"], *(each["by"] for each in said + advised)}
        assert all(each["text"] in document.text for each in said)


def test_who_wrote_has_looked_in(preparations: list[JointPreparation]) -> None:
    for row in content.preparations():
        preparation = titled(preparations, row["title"])
        seen = {person.user.account_name for person in preparation.participants if person.last_opened_at}
        assert {each["by"] for each in row["remarks"] + row["opinions"]} <= seen


def test_two_remarks_on_a_step_are_two_paragraphs(preparations: list[JointPreparation]) -> None:
    document = titled(preparations, "习作：身边的小实验").document

    assert document is not None
    assert "</p><p>何嘉言（白鹭湾）：" in document.html


def test_what_was_said_stands_in_the_minutes(preparations: list[JointPreparation]) -> None:
    document = titled(preparations, "认识几分之一").document

    assert document is not None
    assert "研讨记录" in document.text
    assert "苏屿（柳溪）\t已采纳" in document.text


def test_most_preparations_cross_schools(preparations: list[JointPreparation]) -> None:
    crossing = [
        each
        for each in preparations
        if len({school for person in each.participants for school in reach_of(person.user).school_ids}) > 1
    ]

    assert len(crossing) / len(preparations) > 0.8


def test_who_takes_part_may_write(preparations: list[JointPreparation]) -> None:
    for each in (each for each in preparations if each.state in WRITABLE):
        assert all(writes_in_it(person.user, each) for person in each.participants)


def test_a_common_plan_is_shown_to_the_whole_group_and_to_nobody_else(
    loaded: Session, preparations: list[JointPreparation]
) -> None:
    fractions = titled(preparations, "认识几分之一")
    wanted = JointPreparation.id == fractions.id
    roving = loaded.scalars(select(User).where(User.account_name == "fengzhixia")).one()
    elsewhere = loaded.scalars(select(User).where(User.account_name == "guyiheng")).one()

    assert loaded.scalar(visible_to(roving).where(wanted)) is fractions
    assert loaded.scalar(visible_to(elsewhere).where(wanted)) is None


def test_topics_are_those_of_the_shipped_trees(preparations: list[JointPreparation]) -> None:
    for row in content.preparations() + content.agenda():
        node = titled(preparations, row["title"]).node
        assert (node.source_key if node else None) == row.get("node")


def test_weeks_are_real_ones(preparations: list[JointPreparation]) -> None:
    assert all(each.term and 1 <= (each.week_no or 0) <= len(each.term.weeks) for each in preparations)
    places = {school["place"] for school in content.organisation()["schools"]}
    assert {each.place for each in preparations} <= places


def test_everything_that_can_be_found_is_announced(loaded: Session) -> None:
    entries = loaded.execute(select(OutboxEntry.name, OutboxEntry.payload)).all()
    documents = {payload["document_id"] for name, payload in entries if name == "coedit.document_changed"}

    assert len(documents) == len(content.preparations())
    assert sum(name == "preparation.changed" for name, _payload in entries) == len(content.agenda())


def test_moves_are_those_of_the_cycle(preparations: list[JointPreparation]) -> None:
    moves = [step.move for step in titled(preparations, "浮力").transitions]

    assert moves == [
        None,
        Move.START_DRAFT,
        Move.CIRCULATE,
        Move.OPEN_DISCUSSION,
        Move.CLOSE_DISCUSSION,
        Move.FINALIZE,
    ]


def test_what_is_said_beside_the_plans_stands_where_it_is_about(loaded: Session) -> None:
    threads = loaded.scalars(select(CommentThread)).all()

    assert len(threads) == sum(map(len, content.comments().values()))
    assert any(thread.is_resolved for thread in threads)
    for thread in threads:
        text = "".join(thread.document.text.split("\n")).replace("\t", "")
        assert text.count(thread.before + thread.quote) == 1, thread.quote
        moments = [comment.at for comment in thread.comments]
        assert moments == sorted(moments)
        assert moments[-1] < clock.now()
    assert loaded.scalar(select(func.count(CommentMention.user_id))) == 6
    assert loaded.scalar(select(func.count(Notification.id)).where(Notification.read_at.is_(None)))


def test_suggestions_of_named_people_are_open_adopted_and_rejected(
    loaded: Session, preparations: list[JointPreparation]
) -> None:
    rows = loaded.scalars(select(Suggestion)).all()
    by_title = {
        each.title: [row for row in rows if row.document_id == each.document_id] for each in preparations
    }

    discussed = by_title["习作：身边的小实验"]
    assert Counter(row.state.value for row in discussed) == {"open": 3, "adopted": 1, "rejected": 1}
    assert all(row.school and row.section for row in rows)
    final = titled(preparations, "认识几分之一").final_version
    assert final is not None
    assert 'title="采纳自 柳溪 苏屿"' in final.html
    assert "这一份也是二分之一吗" in final.text
    assert "巡视第3题，先记下错在哪里" in final.text
    assert "请一名学生到黑板上跟着写" not in final.text


def test_the_register_says_what_stands_in_the_texts(
    loaded: Session, preparations: list[JointPreparation]
) -> None:
    for each in preparations:
        if each.document_id is None:
            continue
        pending = pending_in(to_pm(load_state(each.document_id)))
        rows = loaded.scalars(
            select(Suggestion).where(
                Suggestion.document_id == each.document_id, Suggestion.state == SuggestionState.OPEN
            )
        ).all()
        assert {row.key: (row.inserted, row.deleted) for row in rows} == {
            key: ("".join(said.inserted), "".join(said.deleted)) for key, said in pending.items()
        }
