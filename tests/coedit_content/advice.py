"""A text in the test's database in which several people suggest something."""

from collections.abc import Callable

from flask import Flask
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.accounts.models import User
from app.blueprints.coedit import service
from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.suggestions import register
from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.schema import FRAGMENT, doc, paragraph, text_node
from app.core import clock
from app.core.db import db
from tests.coedit_content.shelf import HOST, shelve
from tests.factories import Make


class Advised:
    """周若溪 is in charge, 陈立 writes too, 苏屿 may only suggest."""

    def __init__(self, app: Flask, make: Make, words: str = "先折纸再说") -> None:
        self._app = app
        self.zhou, self.chen = make.user(name="周若溪"), make.user(name="陈立")
        self.su, self.reader = make.user(name="苏屿"), make.user()
        with app.app_context():
            author = db.session.get_one(User, self.zhou.id)
            state = from_pm(doc(paragraph(text_node(words))))
            document = service.create_document(HOST, "认识分数", state=state, author=author)
            db.session.commit()
            self.id = document.id
            people = {"writers": (self.zhou, self.chen), "readers": (self.reader,)}
            shelve(document, guests=(self.su,), leads=(self.zhou,), **people)

    def address(self, rest: str = "") -> str:
        return f"/documents/{self.id}/suggestions{rest}"

    def add(self, author: User, key: str, words: str) -> None:
        """At the beginning of the text."""
        marks = {"suggestedInsertion": {"key": key}}
        self._write(author, key, lambda text: text.insert(0, words, marks))

    def strike(self, author: User, key: str, words: str) -> None:
        def change(text: XmlText) -> None:
            plain = "".join(str(run) for run, _marks in text.diff())
            begin = len(plain[: plain.index(words)].encode())
            text.format(begin, begin + len(words.encode()), {"suggestedDeletion": {"key": key}})

        self._write(author, key, change)

    def take_out(self, author: User, words: str) -> None:
        """From the beginning of the text."""
        self._write(author, "9-9", lambda text: text.__delitem__(slice(0, len(words.encode()))))

    def look(self) -> None:
        with self._app.app_context():
            register.look_now(self.id)

    def _write(self, author: User, key: str, change: Callable[[XmlText], object]) -> None:
        with self._app.app_context():
            client = int(key.partition("-")[0])
            page: Doc[XmlFragment] = Doc(client_id=client)
            page.apply_update(service.load_state(self.id))
            before, fragment = page.get_state(), page.get(FRAGMENT, type=XmlFragment)
            with page.transaction():
                change(_words_of(fragment))
            document = db.session.get_one(Document, self.id)
            document.head_seq += 1
            row = {"author_id": author.id, "client_id": client, "at": clock.now()}
            update = page.get_update(before)
            db.session.add(DocumentUpdate(document_id=self.id, seq=document.head_seq, data=update, **row))
            db.session.commit()


def _words_of(fragment: XmlFragment) -> XmlText:
    element = next(iter(fragment.children))
    assert isinstance(element, XmlElement)
    words = next(iter(element.children))
    assert isinstance(words, XmlText)
    return words
