"""Real yjs pages against a real server while everything goes wrong, in any order."""

import random
import time
from collections.abc import Callable
from itertools import count

import pytest

from tests.coedit.browsers import Page, wait_until
from tests.coedit.conftest import Office, Premises

pytestmark = pytest.mark.live

STEPS = 100
SECONDS = 60.0  # for as many courses as that is enough for; two at least


def test_every_page_and_the_database_agree_and_nothing_acknowledged_is_missing(premises: Premises) -> None:
    started = time.monotonic()
    for seed in count():
        if seed >= 2 and time.monotonic() - started > SECONDS:
            break
        office = Office(premises)
        try:
            run_course(office, seed)
        finally:
            office.close()


def run_course(office: Office, seed: int) -> None:
    course = Course(office, random.Random(seed))
    for _ in range(STEPS):
        course.step()
    course.end()


class Course:
    """Three teachers, a bad line, a server that is killed, and somebody who sends rubbish."""

    def __init__(self, office: Office, dice: random.Random) -> None:
        self.office, self.dice = office, dice
        self.pages = [
            office.page("author"),
            office.page("second"),
            office.page("author", transports=["polling"]),
        ]
        self.rubbish = office.page("second")
        self.written: list[str] = []
        self.erased: set[str] = set()
        self.away: set[Page] = set()

    def step(self) -> None:
        often: list[Callable[[], None]] = [self.write] * 9 + [self.erase] * 2 + [self.change] * 3
        seldom = [self.leave, self.come_back, self.lose, self.overtake, self.repeat, self.disturb]
        self.dice.choice(often + seldom + ([self.kill] if self.dice.random() < 0.15 else []))()

    def write(self) -> None:
        words = f"<{len(self.written)}>"
        page = self.dice.choice(self.pages)
        page.type(words, at=0 if self.dice.random() < 0.5 else None)
        self.written.append(words)

    def erase(self) -> None:
        if self.written:
            words = self.dice.choice(self.written)
            if self.dice.choice(self.pages).do("erase", words=words)["found"]:
                self.erased.add(words)

    def leave(self) -> None:
        page = self.dice.choice(self.pages)
        page.do("offline")
        self.away.add(page)

    def come_back(self) -> None:
        if self.away:
            self.away.pop().do("online")

    def lose(self) -> None:
        """An update that never arrives: the next one does not fit."""
        words = f"<{len(self.written)}>"
        self.dice.choice(self.pages).do("silently", words=words)
        self.written.append(words)

    def overtake(self) -> None:
        """Two updates of one page that arrive in the wrong order: the first to come does not fit."""
        words = [f"<{len(self.written) + number}>" for number in range(2)]
        self.dice.choice(self.pages).do("overtake", words=words[0], later=words[1])
        self.written += words

    def change(self) -> None:
        """Marks, quotes and tables."""
        page = self.dice.choice(self.pages)
        match self.dice.randrange(3):
            case 0 if self.written:
                page.do(
                    "mark", words=self.dice.choice(self.written), name=self.dice.choice(["bold", "italic"])
                )
            case 1:
                page.do("build", kind=self.dice.choice(["table", "blockquote"]), words="格")
            case _:
                page.do("remove")

    def repeat(self) -> None:
        self.dice.choice(self.pages).do("repeat")

    def disturb(self) -> None:
        """Frames that no page sends."""
        noise = [self.dice.randrange(256) for _ in range(self.dice.randrange(60))]
        payloads: list[object] = [
            {"doc": self.office.document, "mid": 1, "data": noise},
            {"doc": self.office.document, "sv": noise, "client_id": self.dice.randrange(2**60), "schema": 1},
            {"doc": self.dice.choice([0, -1, 2**70, "x", None]), "data": noise},
            {"data": [noise, {"deep": [[[[noise]]]]}]},
        ]
        for event in ("update", "join", "awareness", "leave"):
            self.rubbish.do("raw", event=event, payload=self.dice.choice(payloads))

    def kill(self) -> None:
        acknowledged = [words for page in self.pages for words in page.acked]
        self.office.server.kill()
        stored = self.office.act("text", self.office.document)
        missing = [words for words in acknowledged if words not in stored and words not in self.erased]
        assert missing == []
        self.office.server.start()

    def end(self) -> None:
        for page in self.pages:
            page.do("online")
        for page in self.pages:  # whatever was lost shows with the next word
            page.type(f"<end {self.pages.index(page)}>")
        wait_until(self._agree, lambda: [(page.text[-60:], page.told[-4:]) for page in self.pages])
        text = self.pages[0].text
        fresh = self.office.page("second")
        structures = {page.do("structure")["xml"] for page in [fresh, *self.pages]}
        assert len(structures) == 1, structures
        assert self.office.act("structure", self.office.document) == fresh.do("content")["paragraphs"]
        wanted = {words for words in self.written if words not in self.erased}
        assert {words for words in self.written if words in text} == wanted

    def _agree(self) -> bool:
        stored = self.office.act("structure", self.office.document)
        return all(page.is_saved() and page.paragraphs == stored for page in self.pages)
