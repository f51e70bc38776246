"""Texts with several authors: the lead preparer's plan, then what the others wrote into it.

Each contribution is an update of its own, as if it had been typed in that person's browser, because
that is where the product takes attribution from.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.accounts.models import User
from app.blueprints.coedit.credits import credits_of
from app.blueprints.coedit.drafts import begin_document
from app.blueprints.coedit.models import Document, DocumentClient, DocumentUpdate, VersionKind
from app.blueprints.coedit.service import Reading, add_version, load_state, write_derived
from app.blueprints.coedit.text.content import pm_of, text_of
from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.pending import pending_in, without_suggestions
from app.blueprints.coedit.text.schema import FRAGMENT, doc
from app.core.db import db

MINUTES_HEADING = "研讨记录"
MINUTES_COLUMNS = ("意见", "提出人", "处理")
SECTION: dict[str, Any] = {"level": 2}  # pycrdt stores numbers, though its types say text
LARGEST_CLIENT = 2**32 - 1

Change = Callable[[XmlFragment], None]


@dataclass(frozen=True)
class Contribution:
    """What one person wrote at one time."""

    author: User
    at: datetime
    change: Change
    client: int | None = None  # the number of the page, if what is written names it


class Writing:
    """A document that is being written, one contribution after the other."""

    def __init__(self, host: str, title: str, html: str, *, author: User, at: datetime) -> None:
        self.document = begin_document(host, title, pm=read_html(html), author=author)
        self.document.created_at = at
        db.session.flush()
        first = db.session.get_one(DocumentUpdate, (self.document.id, 1))
        first.at = at
        self._state = load_state(self.document.id)
        self._moments = [(at, 1, self._state)]
        self.suggested: dict[str, str] = {}  # the section in which each key was first seen

    def add(self, contribution: Contribution) -> None:
        """One more update, in the log of the document and under its author's name."""
        client = contribution.client or random.randint(1, LARGEST_CLIENT)  # noqa: S311 - a number, not a secret
        page: Doc[Any] = Doc(client_id=client)
        page.apply_update(self._state)
        before = page.get_state()
        with page.transaction():
            contribution.change(page.get(FRAGMENT, type=XmlFragment))
        self._store(contribution, client, page.get_update(before))
        self._state = page.get_update()
        self._moments.append((contribution.at, self.document.head_seq, self._state))
        self.suggested |= {key: each.section for key, each in pending_in(pm_of(page)).items()}

    def keep(self, label: str, *, kind: VersionKind, author: User, at: datetime) -> None:
        """A version of what was written by then."""
        written = [each for each in self._moments if each[0] <= at] or self._moments[:1]
        _at, seq, state = written[-1]
        reading = Reading(seq, state, pm=doc(), html="", text="")
        version = add_version(self.document, reading, label=label, kind=kind, actor=author)
        version.at = at

    def settle(self) -> Document:
        """Let the readable text follow, so that nobody waits for the background work."""
        replica: Doc[Any] = Doc()
        replica.apply_update(self._state)
        plain = without_suggestions(pm_of(replica))
        write_derived(
            self.document,
            seq=self.document.head_seq,
            html=html_of(plain, credits_of(self.document.id)),
            text=text_of(plain),
        )
        return self.document

    def _store(self, contribution: Contribution, client: int, data: bytes) -> None:
        self.document.head_seq += 1
        number, author = self.document.id, contribution.author.id
        db.session.add(DocumentClient(document_id=number, client_id=client, user_id=author))
        db.session.add(
            DocumentUpdate(
                document_id=number,
                seq=self.document.head_seq,
                author_id=author,
                client_id=client,
                data=data,
                at=contribution.at,
            )
        )
        db.session.flush()


def remark_in_margin(step: str, words: str) -> Change:
    """Write into the last column (复备) of a step in the table of the lesson."""

    def change(fragment: XmlFragment) -> None:
        row = next(row for row in _rows(fragment) if _words(_cells(row)[0]) == step)
        margin = _cells(row)[-1]
        if _words(margin):
            margin.children.append(XmlElement("paragraph"))
        _write(list(_elements(margin))[-1], words)

    return change


def open_minutes() -> Change:
    """The empty table in which the discussion is written down (研讨记录)."""

    def change(fragment: XmlFragment) -> None:
        heading = XmlElement("heading", SECTION)
        fragment.children.append(heading)
        heading.children.append(XmlText(MINUTES_HEADING))
        table = XmlElement("table")
        fragment.children.append(table)
        _append_row(table, "tableHeader", MINUTES_COLUMNS)

    return change


def speak(words: str, speaker: str) -> Change:
    """One more line of the minutes: what was said, by whom; the last cell waits for the lead."""
    return lambda fragment: _append_row(_minutes(fragment), "tableCell", (words, speaker, ""))


def decide(words: str, outcome: str) -> Change:
    """The lead preparer says what becomes of a suggestion."""

    def change(fragment: XmlFragment) -> None:
        row = next(row for row in _elements(_minutes(fragment)) if _words(_cells(row)[0]) == words)
        _write(next(_elements(_cells(row)[-1])), outcome)

    return change


def _minutes(fragment: XmlFragment) -> XmlElement:
    return list(_elements(fragment))[-1]


def _append_row(table: XmlElement, kind: str, texts: tuple[str, ...]) -> None:
    row = XmlElement("tableRow")
    table.children.append(row)
    for text in texts:
        cell = XmlElement(kind)
        row.children.append(cell)
        paragraph = XmlElement("paragraph")
        cell.children.append(paragraph)
        _write(paragraph, text)


def _write(paragraph: XmlElement, text: str) -> None:
    if text:
        paragraph.children.append(XmlText(text))


def _rows(fragment: XmlFragment) -> Iterator[XmlElement]:
    for table in _elements(fragment):
        if table.tag == "table":
            yield from _elements(table)


def _cells(row: XmlElement) -> list[XmlElement]:
    return list(_elements(row))


def _elements(parent: XmlFragment | XmlElement) -> Iterator[XmlElement]:
    return (child for child in parent.children if isinstance(child, XmlElement))


def _words(element: XmlElement) -> str:
    own = "".join(str(child) for child in element.children if isinstance(child, XmlText))
    return (own + "".join(_words(child) for child in _elements(element))).strip()
