"""Speaking beside the text of a preparation: over HTTP, with and without scripts."""

import base64
from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments.models import Comment, CommentMention, CommentThread
from app.blueprints.coedit.comments.service import Place
from app.blueprints.notifications.models import Notification
from app.blueprints.preparation.models import JointPreparation, Participant
from app.core import clock
from app.core.outbox import OutboxEntry
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, make_person, make_preparation
from tests.queries import max_queries

SCRIPT = {"HX-Request": "true", "Accept": "application/json"}
PLACE = Place(b"\x00\x01\x02", b"\x00\x01\x05", "平均分", "通过", "实物与图形")
_numbers = count(1)


def said(body: str = "先分一分再说", **changed: str) -> dict[str, str]:
    form = {
        "token": f"token-{next(_numbers):08}",
        "start": base64.b64encode(PLACE.start).decode(),
        "end": base64.b64encode(PLACE.end).decode(),
        "quote": PLACE.quote,
        "before": PLACE.before,
        "after": PLACE.after,
        "body": body,
    }
    return form | changed


def address(preparation: JointPreparation, *parts: object) -> str:
    return "/".join([f"/documents/{preparation.document_id}/comments", *map(str, parts)])


@pytest.fixture
def su(make: Make, world: World) -> User:
    return make_person(make, world.member_third, name="苏屿")


@pytest.fixture
def preparation(make: Make, world: World, lin: User, su: User) -> JointPreparation:
    return make_preparation(make, world.third, lin, su, group_id=world.group.group_id)


@pytest.fixture
def thread(browser: Browser, make: Make, preparation: JointPreparation, su: User) -> CommentThread:
    browser.login(su).post(address(preparation), data=said("这里加一个反例？"), headers=SCRIPT)
    return make.find(CommentThread, document_id=preparation.document_id)


def sentence_in(answer: TestResponse) -> str:
    told: dict[str, str] = answer.get_json()
    return told["error"]


def body_of(make: Make, **by: object) -> str:
    return make.find(Comment, **by).body


def test_a_comment_is_stored_with_its_place_and_shown(
    browser: Browser, make: Make, preparation: JointPreparation, su: User
) -> None:
    answer = browser.login(su).post(address(preparation), data=said("<b>试试</b>"), headers=SCRIPT)

    assert answer.status_code == 200
    assert "&lt;b&gt;试试&lt;/b&gt;" in answer.text
    thread = make.find(CommentThread, document_id=preparation.document_id)
    place = Place(thread.anchor_start, thread.anchor_end, thread.quote, thread.before, thread.after)
    assert place == PLACE
    assert thread.created_by_id == su.id


def test_the_same_letter_sent_twice_is_one_comment(
    browser: Browser, session: Session, preparation: JointPreparation, su: User
) -> None:
    letter = said()
    for _ in range(3):
        assert browser.login(su).post(address(preparation), data=letter, headers=SCRIPT).status_code == 200

    assert session.scalar(select(func.count(Comment.id))) == 1
    assert session.scalar(select(func.count(CommentThread.id))) == 1
    added = select(func.count(OutboxEntry.id)).where(OutboxEntry.name == "coedit.comment_added")
    assert session.scalar(added) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"body": "  "}, "写点什么"),
        ({"body": "长" * 2001}, "2001 字"),
        ({"quote": ""}, "先选中"),
        ({"quote": "字" * 301}, "先选中"),
        ({"start": "不是"}, "重新载入"),
        ({"start": base64.b64encode(b"x" * 201).decode()}, "重新载入"),
        ({"token": "1"}, "重新载入"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_sentence(
    browser: Browser, session: Session, preparation: JointPreparation, su: User,
    changed: dict[str, str], sentence: str,
) -> None:  # fmt: skip
    answer = browser.login(su).post(address(preparation), data=said(**changed), headers=SCRIPT)

    assert answer.status_code == 422
    assert sentence in sentence_in(answer)
    assert session.scalar(select(func.count(Comment.id))) == 0


def test_a_reply_with_a_mention_reaches_the_bells(
    browser: Browser, make: Make, session: Session, deliver: Callable[[], int],
    preparation: JointPreparation, thread: CommentThread, lin: User, su: User,
) -> None:  # fmt: skip
    deliver()
    browser.login(lin)

    browser.post(address(preparation, thread.id, "replies"), data=said("好，@苏屿 你来写？"), headers=SCRIPT)
    deliver()
    deliver()

    rows = session.scalars(select(Notification).where(Notification.kind.startswith("comment."))).all()
    assert [(row.recipient_id, row.kind) for row in rows] == [(su.id, "comment.mentioned")]
    assert make.find(CommentMention, user_id=su.id).label == "苏屿"
    page = browser.login(su).get("/notifications")
    assert "林知远 在《认识几分之一》的批注里提到了你。" in page.text
    opened = browser.post(f"/notifications/{rows[0].id}/opening")
    assert opened.headers["Location"] == address(preparation, thread.id)
    followed = browser.get(opened.headers["Location"])
    assert followed.headers["Location"] == f"/preparations/{preparation.id}/edit#thread-{thread.id}"


def test_who_spoke_before_hears_of_a_reply(
    browser: Browser, make: Make, deliver: Callable[[], int],
    preparation: JointPreparation, thread: CommentThread, lin: User, su: User,
) -> None:  # fmt: skip
    browser.login(lin).post(address(preparation, thread.id, "replies"), data=said("好的"), headers=SCRIPT)
    deliver()

    assert make.find(Notification, recipient_id=su.id).kind == "comment.replied"


def test_namesakes_are_told_apart_by_their_schools(
    browser: Browser, make: Make, world: World, preparation: JointPreparation, lin: User, session: Session
) -> None:
    namesake = make_person(make, world.third, name="苏屿")
    preparation.participants.append(
        Participant(user_id=namesake.id, invited_by_id=lin.id, joined_at=clock.now())
    )
    make.store(preparation)

    browser.login(lin).post(address(preparation), data=said("@苏屿（青禾） 看看，@苏屿 也行"), headers=SCRIPT)

    assert session.scalars(select(CommentMention.user_id)).all() == [namesake.id]


def test_nobody_is_told_of_what_they_may_not_read(
    browser: Browser, make: Make, session: Session, deliver: Callable[[], int],
    preparation: JointPreparation, thread: CommentThread, lin: User, su: User,
) -> None:  # fmt: skip
    session.delete(make.find(Participant, user_id=su.id))
    session.commit()

    browser.login(lin).post(address(preparation, thread.id, "replies"), data=said("好的"), headers=SCRIPT)
    deliver()

    assert session.scalar(select(func.count(Notification.id))) == 0
    assert browser.login(su).get(address(preparation)).status_code == 404
    assert browser.get(address(preparation, thread.id)).status_code == 404
    again = browser.post(address(preparation, thread.id, "replies"), data=said(), headers=SCRIPT)
    assert again.status_code == 404


def test_an_author_changes_and_takes_back_their_words(
    browser: Browser, make: Make, session: Session, preparation: JointPreparation, thread: CommentThread,
    lin: User, su: User,
) -> None:  # fmt: skip
    comment = make.find(Comment, thread_id=thread.id)
    place = address(preparation, thread.id, "replies", comment.id)
    browser.login(su)

    assert "已修改" in browser.post(place, data={"body": "换个说法 @林知远"}, headers=SCRIPT).text
    assert make.find(CommentMention, comment_id=comment.id).user_id == lin.id
    browser.login(lin).post(address(preparation, thread.id, "replies"), data=said("好的"), headers=SCRIPT)
    answer = browser.login(su).post(f"{place}/removal", headers=SCRIPT)

    assert "这条批注已删除" in answer.text
    session.expire_all()
    assert body_of(make, id=comment.id) == ""
    assert session.scalar(select(func.count()).select_from(CommentMention)) == 0
    assert browser.post(place, data={"body": "又来"}, headers=SCRIPT).status_code == 409


def test_a_thread_whose_words_are_all_taken_back_is_gone(
    browser: Browser, make: Make, preparation: JointPreparation, thread: CommentThread, su: User
) -> None:
    comment = make.find(Comment, thread_id=thread.id)

    answer = browser.post(address(preparation, thread.id, "replies", comment.id, "removal"), headers=SCRIPT)

    assert 'class="thread"' not in answer.text


def test_resolving_reopening_and_replying_to_what_was_settled(
    browser: Browser, session: Session, preparation: JointPreparation, thread: CommentThread, lin: User
) -> None:
    browser.login(lin)

    for _ in range(2):
        answer = browser.post(address(preparation, thread.id, "resolution"), headers=SCRIPT)
        assert "林知远 已解决" in answer.text
    assert (
        'data-state="open"' in browser.post(address(preparation, thread.id, "reopening"), headers=SCRIPT).text
    )
    browser.post(address(preparation, thread.id, "resolution"), headers=SCRIPT)
    answer = browser.post(address(preparation, thread.id, "replies"), data=said("等等"), headers=SCRIPT)

    assert 'data-state="open"' in answer.text
    names = (
        select(OutboxEntry.name)
        .where(OutboxEntry.name.startswith("coedit.comment_"))
        .order_by(OutboxEntry.id)
    )
    assert [name.removeprefix("coedit.comment_") for name in session.scalars(names)] == [
        "added", "resolved", "reopened", "resolved", "reopened", "added",
    ]  # fmt: skip


def test_after_finalizing_comments_are_only_read(
    browser: Browser, make: Make, preparation: JointPreparation, thread: CommentThread, lin: User, su: User
) -> None:
    assert preparation.document is not None
    preparation.document.closed_at = clock.now()
    make.store(preparation)
    comment = make.find(Comment, thread_id=thread.id)
    browser.login(su)

    in_thread = [(thread.id, step) for step in ("replies", "resolution", "reopening")]
    of_comment = [(thread.id, "replies", comment.id), (thread.id, "replies", comment.id, "removal")]
    for parts in ((), *in_thread, *of_comment):
        answer = browser.post(address(preparation, *parts), data=said(), headers=SCRIPT)
        assert (answer.status_code, "批注只能阅读" in sentence_in(answer)) == (409, True)
    page = browser.get(f"/preparations/{preparation.id}/text")
    assert "这里加一个反例？" in page.text
    assert "/replies" not in page.text


def test_the_reading_page_lists_comments_and_takes_replies_without_scripts(
    browser: Browser, preparation: JointPreparation, thread: CommentThread, lin: User
) -> None:
    page = browser.login(lin).get(f"/preparations/{preparation.id}/text")
    assert f'<li class="thread" id="thread-{thread.id}"' in page.text
    assert "<blockquote" in page.text
    assert 'data-start="' not in page.text, "where a comment hangs is for scripts"

    answer = browser.post(address(preparation, thread.id, "replies"), data=said("好的"))

    assert (answer.status_code, answer.headers["Location"]) == (303, address(preparation, thread.id))


def test_another_document_is_no_way_in(
    browser: Browser,
    make: Make,
    world: World,
    preparation: JointPreparation,
    thread: CommentThread,
    lin: User,
) -> None:
    other = make_preparation(make, world.third, lin)
    browser.login(lin)

    for action in ("replies", "resolution", "reopening"):
        assert browser.post(address(other, thread.id, action), data=said()).status_code == 404


@pytest.mark.parametrize("threads", [2, 30])
def test_the_panel_asks_the_same_for_any_number_of_threads(
    browser: Browser, make: Make, preparation: JointPreparation, lin: User, su: User, threads: int
) -> None:
    for number in range(threads):
        thread = CommentThread(document_id=preparation.document_id, quote="平均分", created_by_id=lin.id)
        for person in (lin, su):
            token = f"token-{person.id}-{number}"
            thread.comments.append(Comment(author_id=person.id, token=token, body="好"))
        make.store(thread)
    browser.login(su)

    with max_queries(20):
        page = browser.get(address(preparation))

    assert page.text.count('class="saying"') == 2 * threads


def test_too_many_in_a_minute_have_to_wait(browser: Browser, preparation: JointPreparation, su: User) -> None:
    browser.login(su)

    codes = [
        browser.post(address(preparation), data=said(body=""), headers=SCRIPT).status_code for _ in range(31)
    ]

    assert codes == [422] * 30 + [429]
