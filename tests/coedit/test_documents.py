"""Documents as other features use them: made, frozen, closed, and readable."""

from collections.abc import Iterator
from dataclasses import replace

import gevent
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit import derivation, service
from app.blueprints.coedit.events import DocumentChanged, DocumentClosed, DocumentVersionFrozen
from app.blueprints.coedit.models import Document, DocumentClient, DocumentUpdate, DocumentVersion
from app.blueprints.coedit.room.yupdate import read_shape
from app.blueprints.coedit.text.content import from_pm, to_pm
from app.core import jobs
from app.core.db import db
from app.core.errors import Missing
from app.core.outbox import Event, OutboxEntry
from app.core.uow import unit_of_work
from tests.coedit.house_rig import until

PARAGRAPH = {"type": "paragraph", "content": [{"type": "text", "text": "认识分数 <不转义>"}]}


@pytest.fixture
def author(own_app: Flask) -> Iterator[User]:
    with own_app.app_context():
        author = User(name="周若溪", account_name="zhou")
        with unit_of_work():
            db.session.add(author)
        yield author


@pytest.fixture
def document(author: User) -> Document:
    state = from_pm({"type": "doc", "content": [PARAGRAPH]})
    with unit_of_work():
        return service.create_document("desk", "教案", state=state, author=author)


def work() -> None:
    while jobs.run_due():
        pass


def told(event: type[Event]) -> int:
    named = select(func.count()).select_from(OutboxEntry).where(OutboxEntry.name == event.name)
    return db.session.scalar(named) or 0


def test_a_document_begins_with_its_authors_words(author: User, document: Document) -> None:
    update = db.session.scalars(select(DocumentUpdate)).one()
    clients = [run.client for run in read_shape(update.data).runs]

    content = to_pm(service.load_state(document.id))["content"]

    assert [node["content"] for node in content] == [PARAGRAPH["content"]]
    assert (update.seq, update.author_id, update.client_id) == (1, author.id, clients[0])
    assert db.session.scalars(select(DocumentClient.client_id)).all() == clients


def test_readable_text_is_derived_and_told_only_if_it_changed(document: Document) -> None:
    work()
    assert document.text.strip() == "认识分数 <不转义>"
    assert "&lt;不转义&gt;" in document.html
    assert (document.derived_seq, told(DocumentChanged)) == (1, 1)

    read = service.read_document(document.id)
    with unit_of_work():
        service.write_derived(document, seq=read.seq, html=read.html, text=read.text)

    assert told(DocumentChanged) == 1


def test_an_older_derivation_does_not_replace_a_newer_one(document: Document) -> None:
    with unit_of_work():
        service.write_derived(document, seq=5, html="<p>neu</p>", text="neu")
        service.write_derived(document, seq=4, html="<p>alt</p>", text="alt")

    assert (document.text, document.derived_seq) == ("neu", 5)


def test_what_a_killed_process_left_behind_is_caught_up(document: Document) -> None:
    work()
    with unit_of_work():
        document.derived_seq = 0

    assert derivation.catch_up() == 1
    work()

    assert derivation.catch_up() == 0
    assert document.derived_seq == 1


def test_it_is_derived_after_a_pause_and_now_and_then_without_one() -> None:
    assert derivation.Spell(began=100.0, latest=100.0).seconds_left(100.0) == 3.0
    assert derivation.Spell(began=100.0, latest=109.0).seconds_left(110.0) == 2.0
    assert derivation.Spell(began=100.0, latest=119.5).seconds_left(119.5) == 0.5


def test_many_changes_ask_for_one_derivation(
    own_app: Flask, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derivation, "PAUSE_SECONDS", 0.1)
    watch, of_it = derivation.DerivationClock(own_app), document.id
    work()

    def asked() -> int:
        db.session.rollback()
        wanted = select(func.count()).select_from(jobs.Job).where(jobs.Job.kind == service.DERIVE_JOB)
        return db.session.scalar(wanted) or 0

    before = asked()
    for _change in range(50):
        watch.notice(of_it)
    until(lambda: asked() == before + 1)
    for _change in range(50):
        watch.notice(of_it)
    until(lambda: asked() == before + 2)
    watch.notice(of_it)
    watch.stop()
    gevent.sleep(0.3)
    assert asked() == before + 2


def test_frozen_versions_are_numbered_and_keep_their_state(author: User, document: Document) -> None:
    with unit_of_work():
        for label in ("初稿", "定稿"):
            service.freeze_version(document, label, actor=author)

    first, second = db.session.scalars(select(DocumentVersion).order_by(DocumentVersion.no))
    kept = [(version.no, version.label, version.seq, version.author_id) for version in (first, second)]
    assert kept == [(1, "初稿", 1, author.id), (2, "定稿", 1, author.id)]
    assert first.sha256 == second.sha256
    assert to_pm(first.full_state) == to_pm(service.load_state(document.id))
    assert told(DocumentVersionFrozen) == 2


@pytest.mark.parametrize("written_since", [False, True])
def test_what_was_read_before_is_frozen_unless_somebody_wrote_since(
    author: User, document: Document, written_since: bool
) -> None:
    read = service.read_document(document.id)
    early = replace(read, text="读于事前", seq=read.seq - written_since)

    with unit_of_work():
        version = service.freeze_version(document, "定稿", actor=author, reading=early)

    assert version.text == (read.text if written_since else "读于事前")


def test_closing_twice_keeps_the_first_moment(author: User, document: Document) -> None:
    moments = []
    for _ in range(2):
        with unit_of_work():
            service.close_document(document, actor=author)
        moments.append(document.closed_at)

    assert moments[0] == moments[1] is not None
    assert told(DocumentClosed) == 2


def test_what_does_not_exist_has_no_state(own_app: Flask) -> None:
    with own_app.app_context(), pytest.raises(Missing):
        service.load_state(404)
