"""Versions, their list, and who may read how a text came about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.coedit import service
from app.blueprints.coedit.history import contributions, pauses
from app.blueprints.coedit.models import (
    Document,
    DocumentClient,
    DocumentUpdate,
    DocumentVersion,
    VersionKind,
)
from app.blueprints.coedit.room.lib0 import Reader
from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.schema import FRAGMENT, doc, paragraph, text_node
from app.core import clock
from app.core.db import db
from tests.coedit_content.shelf import HOST, shelve
from tests.conftest import Browser
from tests.factories import Make
from tests.queries import max_queries


class Text:
    """A document in the test's database, written by several people."""

    def __init__(self, app: Flask, make: Make) -> None:
        self._app = app
        self.lin, self.chen, self.reader = make.user(name="林知远"), make.user(name="陈立"), make.user()
        with app.app_context():
            state = from_pm(doc(paragraph(text_node("教学目标"))), client_id=7)
            author = db.session.get_one(User, self.lin.id)
            document = service.create_document(HOST, "认识分数", state=state, author=author)
            db.session.commit()
            self.id = document.id
            shelve(document, writers=(self.lin, self.chen), readers=(self.reader,))

    def write(self, author: User, words: str, *, ago: timedelta = timedelta()) -> None:
        """One more paragraph."""
        with self._app.app_context():
            page: Doc[XmlFragment] = Doc()
            page.apply_update(service.load_state(self.id))
            before, fragment = page.get_state(), page.get(FRAGMENT, type=XmlFragment)
            with page.transaction():
                block = XmlElement("paragraph")
                fragment.children.append(block)
                block.children.append(XmlText(words))
            document = db.session.get_one(Document, self.id)
            document.head_seq += 1
            client = page.client_id
            db.session.add(DocumentClient(document_id=self.id, client_id=client, user_id=author.id))
            row = {"author_id": author.id, "client_id": client, "at": clock.now() - ago}
            update = page.get_update(before)
            db.session.add(DocumentUpdate(document_id=self.id, seq=document.head_seq, data=update, **row))
            db.session.commit()

    def look_for_pauses(self) -> int:
        with self._app.app_context():
            return pauses.keep_after_pauses()

    def address(self, rest: str = "") -> str:
        return f"/documents/{self.id}/history{rest}"


@pytest.fixture
def text(app: Flask, make: Make) -> Text:
    return Text(app, make)


def versions(session: Session) -> list[DocumentVersion]:
    session.expire_all()
    return list(session.scalars(select(DocumentVersion).order_by(DocumentVersion.id)))


CASTING: dict[str, Callable[[Text, Make], User]] = {
    "author": lambda text, make: text.lin,
    "other writer": lambda text, make: text.chen,
    "reader without the history": lambda text, make: text.reader,
    "outsider": lambda text, make: make.user(),
    "suspended writer": lambda text, make: make.user(status=UserStatus.SUSPENDED),
}
READING = ("", "/log", "/versions/{v}", "/versions/{v}/state", "/compare?from={v}", "/replay")
#                                  reads, who wrote which words, keeps a version, prepares to restore
EXPECTED = {
    "author": (200, 200, 303, 201),
    "other writer": (200, 200, 303, 201),
    "reader without the history": (403, 200, 403, 403),
    "outsider": (404, 404, 404, 404),
    "suspended writer": (303, 303, 303, 303),
}


@pytest.mark.parametrize("name", CASTING)
def test_who_may_do_what(browser: Browser, make: Make, text: Text, session: Session, name: str) -> None:
    browser.login(text.lin).post(text.address("/versions"), data={"label": "初稿"})
    [version] = versions(session)
    browser.login(CASTING[name](text, make))

    reads = {browser.get(text.address(each.format(v=version.id))).status_code for each in READING}
    assert len(reads) == 1
    told = (
        reads.pop(),
        browser.get(text.address("/writers")).status_code,
        browser.post(text.address("/versions"), data={"label": "试讲"}).status_code,
        browser.post(text.address("/restorations"), data={"version": version.id}).status_code,
    )

    expected = EXPECTED[name]
    assert told == expected or (name == "suspended writer" and set(told) <= {302, 303, 401, 403, 404})


def test_a_named_version_keeps_the_text_and_can_be_read_without_scripts(
    browser: Browser, text: Text, session: Session
) -> None:
    text.write(text.chen, "难点：单位<一>")
    browser.login(text.chen).post(text.address("/versions"), data={"label": " 试讲之前 "})
    text.write(text.lin, "后来的话")

    [version] = versions(session)
    page = browser.get(text.address(f"/versions/{version.id}")).text

    assert (version.kind, version.label, version.seq) == (VersionKind.NAMED, "试讲之前", 2)
    assert version.writer_ids == [text.chen.id]
    assert "难点：单位&lt;一&gt;" in page
    assert "后来的话" not in page
    assert browser.get(text.address(f"/versions/{version.id}/state")).data == version.full_state


def test_a_version_needs_a_name(browser: Browser, text: Text, session: Session) -> None:
    answer = browser.login(text.lin).post(text.address("/versions"), data={"label": "  "})

    assert answer.status_code == 422
    assert versions(session) == []


def test_a_version_of_another_document_is_missing(
    app: Flask, make: Make, browser: Browser, text: Text, session: Session
) -> None:
    browser.login(text.lin).post(text.address("/versions"), data={"label": "初稿"})
    [version] = versions(session)
    other = Text(app, make)

    assert browser.login(other.lin).get(other.address(f"/versions/{version.id}")).status_code == 404
    restored = browser.post(other.address("/restorations"), data={"version": version.id})
    assert restored.status_code == 404


def test_the_list_asks_as_often_for_many_versions_as_for_two(browser: Browser, text: Text) -> None:
    browser.login(text.lin)
    for number in range(12):
        text.write(text.chen if number % 2 else text.lin, f"第{number}段")
        browser.post(text.address("/versions"), data={"label": f"版本{number}"})

    with max_queries(24):
        page = browser.get(text.address()).text

    assert "版本0" in page
    assert "版本11" in page
    assert page.count("执笔：") == 12


def test_a_pause_keeps_a_version_once(text: Text, session: Session) -> None:
    text.write(text.chen, "刚刚写的", ago=timedelta(minutes=3))
    assert text.look_for_pauses() == 0
    text.write(text.lin, "又写", ago=timedelta(minutes=11))

    assert (text.look_for_pauses(), text.look_for_pauses()) == (1, 0)
    [version] = versions(session)
    assert (version.kind, version.seq, version.author_id) == (VersionKind.PAUSE, 3, text.lin.id)
    assert version.writer_ids == sorted([text.chen.id, text.lin.id])
    assert (version.no, version.html) == (None, "")


def test_what_is_only_begun_needs_no_version(text: Text) -> None:
    assert text.look_for_pauses() == 0


def test_automatic_versions_grow_fewer_and_named_ones_stay(app: Flask, text: Text, session: Session) -> None:
    now = clock.now()
    ages = [90, 89.9, 89.8, 5, 4.99, 4.98, 1, 0.9]
    for number, age in enumerate(ages):
        text.write(text.chen if number % 2 else text.lin, f"{number}", ago=timedelta(minutes=20))
        text.look_for_pauses()
        with app.app_context():
            row = db.session.scalars(select(DocumentVersion).order_by(DocumentVersion.id.desc())).first()
            assert row
            row.at = now - timedelta(days=age)
            row.kind = VersionKind.NAMED if number == 0 else VersionKind.PAUSE
            db.session.commit()
    with app.app_context():
        pauses.thin_out(db.session.get_one(Document, text.id))
        db.session.commit()

    left = versions(session)
    days = {row.at.astimezone(clock.SCHOOL_ZONE).date() for row in left[1:]}
    assert left[0].kind is VersionKind.NAMED
    assert len(left) < len(ages)
    assert len(days) >= 3
    assert [row.seq for row in left[-2:]] == [8, 9]
    assert {each for row in left for each in row.writer_ids} == {text.lin.id, text.chen.id}


def test_restoring_keeps_what_was_there_first(browser: Browser, text: Text, session: Session) -> None:
    browser.login(text.lin).post(text.address("/versions"), data={"label": "初稿"})
    [first] = versions(session)
    text.write(text.chen, "新的一段")

    answer = browser.post(text.address("/restorations"), data={"version": first.id})

    kept = versions(session)[-1]
    assert answer.get_json()["state"] == text.address(f"/versions/{first.id}/state")
    assert (kept.kind, kept.seq) == (VersionKind.BEFORE_RESTORE, 2)
    assert "初稿" in kept.label


def test_the_log_comes_in_pages_that_say_who_and_when(
    browser: Browser, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.blueprints.coedit.history import log_pages

    monkeypatch.setattr(log_pages, "MOST_ROWS", 2)
    for words in ("一", "二", "三"):
        text.write(text.chen, words)
    browser.login(text.lin)
    rows: list[tuple[int, int]] = []
    while True:
        page = Reader(browser.get(text.address(f"/log?after={len(rows)}")).data)
        assert page.uint() == 4
        if page.at == len(page.source):
            break
        while page.at < len(page.source):
            rows.append((page.uint(), page.uint()))
            assert page.uint() > 1_600_000_000_000
            page.skip_bytes()

    assert rows == [(1, text.lin.id), (2, text.chen.id), (3, text.chen.id), (4, text.chen.id)]


def test_clients_are_whose_the_server_says(browser: Browser, text: Text) -> None:
    text.write(text.chen, "一")

    told = browser.login(text.reader).get(text.address("/writers")).get_json()

    assert {person["id"]: person["name"] for person in told["people"]} == {
        text.lin.id: "林知远",
        text.chen.id: "陈立",
    }
    assert told["clients"]["7"] == text.lin.id
    assert sorted(told["clients"].values()) == sorted([text.lin.id, text.chen.id])


def test_contributions_are_counted_by_those_who_know_them(
    app: Flask, browser: Browser, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contributions, "_kinds", dict(contributions._kinds))
    contributions.register_contribution("advice", "建议", lambda _document: {text.chen.id: 41}, rank=1)

    page = browser.login(text.lin).get(text.address()).text

    assert page.index("建议") < page.index("完成的栏目") < page.index("批注和回复")
    assert "41" in page
    assert "陈立" in page
