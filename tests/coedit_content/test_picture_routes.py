"""Pictures of documents over HTTP: who may put them in, who may see them."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.blueprints.accounts.models import User
from app.blueprints.coedit import service
from app.blueprints.coedit.drafts import begin_document
from app.blueprints.coedit.models import Document, DocumentPicture
from app.blueprints.coedit.pictures import album
from app.blueprints.coedit.pictures.reencoding import MOST_BYTES
from app.blueprints.coedit.text.content import html_of, to_pm
from app.blueprints.coedit.text.schema import doc
from app.blueprints.coedit.word.importing import read_word
from app.core.db import db
from tests.coedit_content import shelf, word_files
from tests.coedit_content.documents import block
from tests.coedit_content.word_files import picture
from tests.conftest import Browser
from tests.factories import Make

JSON = {"Accept": "application/json"}


class Desk:
    """A document with an author who may write, a reader, and an outsider."""

    def __init__(self, app: Flask, make: Make, session: Session) -> None:
        self.author, self.reader, self.outsider = (detached(make.user(), session) for _ in range(3))
        with app.app_context():
            self.document_id = shelf.document_of(self.author, self.reader)

    @property
    def images(self) -> str:
        return f"/documents/{self.document_id}/images"


@pytest.fixture
def desk(app: Flask, make: Make, session: Session) -> Desk:
    return Desk(app, make, session)


def detached(user: User, session: Session) -> User:
    """Fully loaded and of no session: those of one connection must not begin inside each other."""
    session.refresh(user)
    session.expunge(user)
    session.commit()
    return user


def rows(session: Session) -> list[DocumentPicture]:
    return list(session.scalars(select(DocumentPicture)))


def send(browser: Browser, address: str, content: bytes, name: str = "圆片.png") -> TestResponse:
    return browser.post(address, data={"file": (io.BytesIO(content), name)}, headers=JSON)


def test_a_picture_goes_in_and_is_shown(browser: Browser, desk: Desk, session: Session) -> None:
    answer = send(browser.login(desk.author), desk.images, picture())
    shown = browser.get(answer.json["src"]) if answer.json else None

    assert answer.status_code == 201
    assert answer.json is not None
    assert (answer.json["width"], answer.json["height"]) == (240, 120)
    assert shown is not None
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    assert shown.headers["Cache-Control"] == "private, no-cache"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.data.startswith(b"\x89PNG")
    (row,) = rows(session)
    assert (row.uploaded_by_id, row.size) == (desk.author.id, len(shown.data))


def test_a_kept_picture_is_not_sent_again_and_not_shown_when_the_right_has_ended(
    browser: Browser, desk: Desk, session: Session
) -> None:
    answer = send(browser.login(desk.author), desk.images, picture())
    assert answer.json is not None
    address = answer.json["src"]
    kept = {"If-None-Match": browser.get(address).headers["ETag"]}

    again = browser.get(address, headers=kept)
    gone = browser.login(desk.outsider).get(address, headers=kept)

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert gone.status_code == 404


def test_the_same_picture_twice_is_one(browser: Browser, desk: Desk, session: Session) -> None:
    browser.login(desk.author)

    sources = [(send(browser, desk.images, picture()).json or {})["src"] for _ in range(2)]

    assert sources[0] == sources[1]
    assert len(rows(session)) == 1


def test_the_browser_keeps_what_it_has(browser: Browser, desk: Desk) -> None:
    src = (send(browser.login(desk.author), desk.images, picture()).json or {})["src"]
    sent = browser.get(src)

    known = browser.get(src, headers={"If-None-Match": sent.headers["ETag"]})

    assert known.status_code == 304
    assert known.headers["Keep-For"] == sent.headers["Keep-For"] == str(desk.author.id)


@pytest.mark.parametrize(
    ("who", "upload", "view"),
    [("author", 201, 200), ("reader", 403, 200), ("outsider", 404, 404), ("guest", 302, 302)],
)
def test_who_may_add_and_see_pictures(browser: Browser, desk: Desk, who: str, upload: int, view: int) -> None:
    src = (send(browser.login(desk.author), desk.images, picture()).json or {})["src"]
    with browser.session_transaction() as cookie:
        cookie.clear()
    if who != "guest":
        browser.login(getattr(desk, who))

    assert send(browser, desk.images, picture(100, 100)).status_code == upload
    assert browser.get(src).status_code == view


def test_a_picture_is_only_found_under_its_document(browser: Browser, app: Flask, desk: Desk) -> None:
    src = (send(browser.login(desk.author), desk.images, picture()).json or {})["src"]
    with app.app_context():
        other_id = shelf.document_of(desk.author)

    assert browser.get(src.replace(f"/{desk.document_id}/", f"/{other_id}/")).status_code == 404
    assert browser.get(f"{desk.images}/{'0' * 64}").status_code == 404
    assert browser.get(f"{desk.images}/../../x").status_code == 404
    assert browser.get(f"/documents/999999/images/{'0' * 64}").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<svg/>", "a.png", "不是能显示的图片"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(90), "a.jpg", "HEIC"),
        (b"", "a.png", "不是能显示的图片"),
        (picture(), "", "请选择一张图片"),
    ],
    ids=["svg", "heic", "empty", "no file"],
)
def test_refusals_are_sentences_for_the_script(
    browser: Browser, desk: Desk, session: Session, content: bytes, name: str, sentence: str
) -> None:
    answer = send(browser.login(desk.author), desk.images, content, name)

    assert answer.status_code == 422
    assert sentence in (answer.json or {})["error"]
    assert rows(session) == []


@pytest.mark.parametrize(
    ("most_mb", "code", "sentence"),
    [(100, 422, "图片超过 20 MB，请缩小后再上传"), (2, 413, "一次最多上传 2 MB")],
    ids=["for a picture", "for a request"],
)
def test_a_picture_over_the_limit_is_refused_with_a_sentence(
    app: Flask,
    browser: Browser,
    desk: Desk,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    most_mb: int,
    code: int,
    sentence: str,
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", most_mb * 2**20)
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'

    answer = browser.login(desk.author).post(
        desk.images,
        data=head.encode() + bytes(MOST_BYTES + 1) + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers=JSON,
    )

    assert answer.status_code == code
    assert sentence in (answer.json or {})["error"]
    assert rows(session) == []


def test_a_finished_document_takes_no_pictures(browser: Browser, app: Flask, desk: Desk) -> None:
    with app.app_context():
        service.close_document(db.session.get_one(Document, desk.document_id), actor=desk.author)
        db.session.commit()

    assert send(browser.login(desk.author), desk.images, picture()).status_code == 409


def first_state(document: Document) -> Any:
    return to_pm(service.load_state(document.id))


def test_a_word_draft_brings_its_pictures(browser: Browser, app: Flask, desk: Desk) -> None:
    with app.app_context():
        draft = read_word(word_files.DEMO.read_bytes())
        album.store_pictures(draft.pictures)
        document = begin_document(
            shelf.HOST, draft.title, pm=draft.pm, pictures=draft.pictures, author=desk.author
        )
        db.session.commit()
        shelf.shelve(document, writers=(desk.author,))
        html = html_of(first_state(document))
        src = f"/documents/{document.id}/images/{draft.pictures[0].digest}"

    assert f'<img src="{src}"' in html
    assert browser.login(desk.author).get(src).status_code == 200


def test_a_copy_gets_pictures_of_its_own(browser: Browser, app: Flask, desk: Desk) -> None:
    src = (send(browser.login(desk.author), desk.images, picture()).json or {})["src"]
    with app.app_context():
        copy = begin_document(
            shelf.HOST, "复备", pm=doc(block("image", src=src), block("image", src=src)), author=desk.reader
        )
        db.session.commit()
        shelf.shelve(copy, writers=(desk.reader,))
        copied = [node["attrs"]["src"] for node in first_state(copy)["content"]]

    assert copied == [src.replace(f"/{desk.document_id}/", f"/{copy.id}/")] * 2
    assert browser.login(desk.reader).get(copied[0]).status_code == 200


def test_a_copy_takes_no_pictures_its_author_may_not_see(browser: Browser, app: Flask, desk: Desk) -> None:
    src = (send(browser.login(desk.author), desk.images, picture()).json or {})["src"]
    with app.app_context():
        copy = begin_document(shelf.HOST, "偷看", pm=doc(block("image", src=src)), author=desk.outsider)
        db.session.commit()
        shelf.shelve(copy, writers=(desk.outsider,))
        copied = first_state(copy)["content"][0]["attrs"]["src"]

    assert copied == src
    assert browser.login(desk.outsider).get(src).status_code == 404
