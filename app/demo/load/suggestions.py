"""What was suggested in the plans of the demonstration, and what became of it: in text and register."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pycrdt import XmlElement, XmlFragment, XmlText

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.blueprints.coedit.text.content import mark_name
from app.core.db import db
from app.demo.content import Row
from app.demo.load.timeline import awake
from app.demo.load.writing import LARGEST_CLIENT, Change, Contribution

INSERTED, DELETED, ADOPTED = "suggestedInsertion", "suggestedDeletion", "adopted"
PAUSE = timedelta(hours=2, minutes=23)


@dataclass(frozen=True)
class Advice:
    """One suggestion: who made it and when, and the decision about it."""

    row: Row
    author: User
    lead: User
    key: str
    at: datetime
    decided_at: datetime

    @property
    def state(self) -> SuggestionState:
        return SuggestionState(self.row["state"])

    def contributions(self) -> Iterator[Contribution]:
        client = int(self.key.partition("-")[0])
        yield Contribution(self.author, self.at, self._suggest, client)
        if self.state is SuggestionState.ADOPTED:
            yield Contribution(self.lead, self.decided_at, self._settle(INSERTED, ADOPTED, DELETED))
        elif self.state is SuggestionState.REJECTED:
            yield Contribution(self.lead, self.decided_at, self._settle(DELETED, None, INSERTED))

    def register(self, document: Document, school: str, section: str) -> None:
        row = Suggestion(
            document=document,
            key=self.key,
            author=self.author,
            school=school,
            inserted=self.row["insert"],
            deleted=self.row.get("delete", ""),
            section=section,
            created_at=self.at,
        )
        if self.state is not SuggestionState.OPEN:
            row.decide(self.state, by=self.lead, at=self.decided_at, reason=self.row.get("reason", ""))
            row.settled_at = self.decided_at
        db.session.add(row)

    def _suggest(self, fragment: XmlFragment) -> None:
        """As the editor writes it: what is to go is struck, and behind it stands what is to come."""
        behind, struck = self.row["behind"], self.row.get("delete", "")
        text = next(text for text in _texts(fragment) if behind + struck in _words(text))
        place = _size(_words(text).partition(behind)[0] + behind)
        end = place + _size(struck)
        if struck:
            text.format(place, end, self._mark(DELETED))
        text.insert(end, self.row["insert"], self._mark(INSERTED))

    def _settle(self, stays: str, becomes: str | None, goes: str) -> Change:
        def change(fragment: XmlFragment) -> None:
            for text in _texts(fragment):
                end = _size(_words(text))
                for words, marks in reversed(text.diff()):
                    start = end - _size(str(words))
                    if self._name(goes) in (marks or {}):
                        del text[start:end]
                    elif self._name(stays) in (marks or {}):
                        new = self._mark(becomes) if becomes else {}
                        text.format(start, end, {self._name(stays): None} | new)
                    end = start

        return change

    def _name(self, kind: str) -> str:
        return mark_name({"type": kind, "attrs": {"key": self.key}})

    def _mark(self, kind: str) -> dict[str, dict[str, str]]:
        return {self._name(kind): {"key": self.key}}


def advice_about(
    rows: list[Row], people: dict[str, User], lead: User, since: datetime, until: datetime
) -> list[Advice]:
    """Spread between the two moments."""
    pause = (until - since) / (len(rows) + 2)
    found = []
    for number, row in enumerate(rows, start=1):
        client = random.randint(1, LARGEST_CLIENT)  # noqa: S311 - a number, not a secret
        at = min(awake(since + number * pause), until)
        decided = min(awake(at + PAUSE), until)
        found.append(Advice(row, people[row["by"]], lead, f"{client}-1", at, decided))
    return found


def register_advice(document: Document, advice: list[Advice], sections: dict[str, str]) -> None:
    """Before anything is frozen: whose words were adopted is said in it."""
    schools = {person.user_id: person.school for person in host_of(document).colleagues(document.id)}
    for each in advice:
        each.register(document, schools.get(each.author.id, ""), sections.get(each.key, ""))
    db.session.flush()


def _texts(parent: XmlFragment | XmlElement) -> Iterator[XmlText]:
    for child in parent.children:
        if isinstance(child, XmlText):
            yield child
        elif isinstance(child, XmlElement):
            yield from _texts(child)


def _words(text: XmlText) -> str:
    return "".join(str(words) for words, _marks in text.diff())


def _size(words: str) -> int:
    return len(words.encode())  # as pycrdt counts
