"""From the first draft to the frozen common plan, and off the road."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments.models import Comment, CommentThread
from app.blueprints.coedit.models import Document, DocumentVersion
from app.blueprints.coedit.news import TOPIC
from app.blueprints.preparation.models import JointPreparation, Participant, Transition
from app.blueprints.preparation.states import STEPS, Move, State, Visibility
from app.core import clock
from app.core.outbox import OutboxEntry
from app.ports import realtime
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_person, make_preparation

PLAIN = [move for move in Move if move not in {Move.FINALIZE, Move.CANCEL}]


def test_the_whole_cycle(browser: Browser, make: Make, world: World, lin: User, session: Session) -> None:
    preparation = make_preparation(
        make, world.third, lin, make_person(make, world.third), group_id=group_id_of(world)
    )
    page = f"/preparations/{preparation.id}"
    browser.login(lin)

    for move in (Move.CIRCULATE, Move.OPEN_DISCUSSION, Move.CLOSE_DISCUSSION):
        assert browser.post(f"{page}/transitions", data={"move": move.value}).status_code == 303
    assert browser.post(f"{page}/finalization", data={"visibility": "group"}).status_code == 303

    session.expire_all()
    row = make.find(JointPreparation, id=preparation.id)
    version = make.find(DocumentVersion, document_id=row.document_id, no=1)
    kept = session.scalars(select(DocumentVersion.label).order_by(DocumentVersion.id)).all()
    assert kept == ["发布初案", "开始研讨", "结束研讨", "定稿"]
    assert row.state is State.FINALIZED
    assert (row.final_version_id, row.finalized_by_id) == (version.id, lin.id)
    assert row.visibility is Visibility.GROUP
    assert row.contributor_count == 1
    assert row.has_one_hand
    assert "通过平均分" in version.text
    assert make.find(Document, id=row.document_id).closed_at is not None
    assert [step.target for step in row.transitions[1:]] == [
        *(State.CIRCULATED, State.DISCUSSING, State.REVISING, State.FINALIZED)
    ]
    shown = browser.get(page).text
    assert "正文由一人执笔" in shown
    assert "结束了研讨" in shown
    assert "未研讨" not in shown, "its history says that it was discussed"
    assert "0 课" not in shown


def test_the_present_audience_stays_unless_somebody_widens_it(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    inside = make_preparation(
        make,
        world.third,
        lin,
        state=State.REVISING,
        group_id=group_id_of(world),
        visibility=Visibility.SCHOOL,
    )
    alone = make_preparation(make, world.third, lin, state=State.REVISING)
    browser.login(lin)

    page = browser.get(f"/preparations/{inside.id}/finalization").text
    assert re.search(r'<input checked[^>]*value="school"', page)
    assert "青禾教育集团：柳溪、青禾" in page
    assert "数学教研组" in page
    page = browser.get(f"/preparations/{alone.id}/finalization").text
    assert re.search(r'<input checked[^>]*value="lesson_group"', page)
    assert 'value="group"' not in page, "it belongs to no group"


def test_open_comments_are_counted_before_finalizing(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    preparation = make_preparation(make, world.third, lin, state=State.REVISING)
    address = f"/preparations/{preparation.id}/finalization"
    assert "条批注没有处理" not in browser.login(lin).get(address).text

    place = {"document_id": preparation.document_id, "quote": "平均分", "created_by_id": lin.id}
    for settled in ({}, {}, {"resolved_at": clock.now(), "resolved_by_id": lin.id}):
        thread = make.store(CommentThread(**place, **settled))
        make.store(Comment(thread_id=thread.id, author_id=lin.id, token=f"t{thread.id}", body="再想想"))

    assert "还有 2 条批注没有处理" in browser.get(address).text


def test_finalizing_asks_for_a_level_that_exists(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    preparation = make_preparation(make, world.third, lin, state=State.REVISING)
    address = f"/preparations/{preparation.id}/finalization"

    assert browser.login(lin).post(address, data={"visibility": "public"}).status_code == 422
    assert browser.post(address).status_code == 422


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", PLAIN)
def test_only_the_steps_of_the_cycle_are_possible(
    browser: Browser, make: Make, world: World, lin: User, session: Session, state: State, move: Move
) -> None:
    preparation = make_preparation(make, world.third, lin, state=state)

    page = browser.login(lin).post(f"/preparations/{preparation.id}/transitions", data={"move": move.value})

    session.expire_all()
    possible = state in STEPS[move].sources
    assert page.status_code == (303 if possible else 409)
    assert make.find(JointPreparation, id=preparation.id).state is (STEPS[move].target if possible else state)


def test_finalizing_and_cancelling_have_pages_of_their_own(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    preparation = make_preparation(make, world.third, lin, state=State.REVISING)
    browser.login(lin)

    for move in (Move.FINALIZE, Move.CANCEL, "fly"):
        page = browser.post(f"/preparations/{preparation.id}/transitions", data={"move": str(move)})
        assert page.status_code == 422


@pytest.mark.parametrize("state", [state for state in State if state is not State.REVISING])
def test_finalizing_comes_after_revising(
    browser: Browser, make: Make, world: World, lin: User, state: State
) -> None:
    preparation = make_preparation(make, world.third, lin, state=state)

    page = browser.login(lin).post(
        f"/preparations/{preparation.id}/finalization", data={"visibility": "group"}
    )

    assert page.status_code == 409
    early = browser.get(f"/preparations/{preparation.id}/finalization", follow_redirects=True)
    assert early.request.path == f"/preparations/{preparation.id}"
    assert "先结束研讨、修改好再定稿。" in early.text


def test_cancelling_needs_a_reason_that_everybody_reads(
    browser: Browser, make: Make, world: World, lin: User, session: Session
) -> None:
    preparation = make_preparation(make, world.third, lin)
    page = f"/preparations/{preparation.id}"
    browser.login(lin)

    refused = browser.post(f"{page}/cancellation", data={"reason": "  "})
    assert refused.status_code == 422
    assert "请写明取消的原因" in refused.text

    assert browser.post(f"{page}/cancellation", data={"reason": "那周开运动会"}).status_code == 303
    session.expire_all()
    assert make.find(JointPreparation, id=preparation.id).state is State.CANCELLED
    assert make.find(Document, id=preparation.document_id).closed_at is not None
    assert "那周开运动会" in browser.get(page).text


def test_the_log_tells_who_sent_it_back_and_why(
    browser: Browser, make: Make, world: World, lin: User, session: Session
) -> None:
    preparation = make_preparation(make, world.third, lin, state=State.CIRCULATED)
    leader = make_person(make, world.third, name="周若溪")
    preparation.lead_preparer_id = leader.id
    preparation.participants.append(
        Participant(user_id=leader.id, invited_by_id=lin.id, joined_at=preparation.created_at)
    )
    make.store(preparation)

    browser.login(leader).post(
        f"/preparations/{preparation.id}/transitions", data={"move": "return", "reason": "学情写得太少"}
    )

    session.expire_all()
    step = session.scalars(select(Transition).order_by(Transition.id.desc())).first()
    assert step is not None
    assert (step.actor_id, step.source, step.reason) == (leader.id, State.CIRCULATED, "学情写得太少")
    assert "学情写得太少" in browser.get(f"/preparations/{preparation.id}").text


def test_the_buttons_are_those_of_the_state(browser: Browser, make: Make, world: World, lin: User) -> None:
    expected = {
        State.DRAFTING: "发布初案",
        State.CIRCULATED: "开始研讨",
        State.DISCUSSING: "结束研讨",
        State.REVISING: "/finalization",
        State.FINALIZED: "归档",
    }
    browser.login(lin)

    for state, words in expected.items():
        preparation = make_preparation(make, world.third, lin, state=state)
        assert words in browser.get(f"/preparations/{preparation.id}").text


@pytest.mark.parametrize("page", ["", "/edit"])
def test_ending_the_discussion_asks_first(
    browser: Browser, make: Make, world: World, lin: User, page: str
) -> None:
    preparation = make_preparation(make, world.third, lin, state=State.DISCUSSING)

    shown = browser.login(lin).get(f"/preparations/{preparation.id}{page}").text

    assert "研讨到此结束" in shown
    assert '<input type="hidden" name="move" value="close_discussion">' in shown
    assert 'name="move" value="close_discussion">结束研讨' not in shown, "none does it at one touch"


def test_the_database_knows_the_rules_too(make: Make, world: World, lin: User) -> None:
    preparation = make_preparation(make, world.third, lin)
    preparation.state = State.FINALIZED

    with pytest.raises(IntegrityError, match="finalized_with_version"):
        make.store(preparation)


def test_finalizing_is_told_to_others_once(
    browser: Browser, make: Make, world: World, lin: User, session: Session, deliver: Callable[[], int]
) -> None:
    preparation = make_preparation(make, world.third, lin, state=State.REVISING, group_id=group_id_of(world))

    browser.login(lin).post(f"/preparations/{preparation.id}/finalization", data={"visibility": "group"})

    names = session.scalars(select(OutboxEntry.name).order_by(OutboxEntry.id)).all()
    assert names.count("preparation.finalized") == 1
    assert "coedit.document_closed" in names
    assert deliver() == len(names)


def test_pages_that_are_open_are_told_of_each_step_and_may_ask_what_comes_next(
    app: Flask, browser: Browser, make: Make, world: World, lin: User, deliver: Callable[[], int]
) -> None:
    preparation = make_preparation(make, world.third, lin, make_person(make, world.third))
    told: list[Mapping[str, Any]] = []
    before = app.extensions["realtime"]
    signals = realtime.NullRealtime()
    signals.listen(TOPIC, told.append)
    realtime.use(app, signals)

    move = {"move": Move.CIRCULATE.value}
    browser.login(lin).post(f"/preparations/{preparation.id}/transitions", data=move)
    deliver()
    realtime.use(app, before)

    assert {"document_id": preparation.document_id, "what": "standing"} in told
    now = browser.get(f"/preparations/{preparation.id}/standing").text
    assert ("初备" in now, "开始研讨" in now) == (False, True)
