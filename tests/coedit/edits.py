"""Edits of every kind on a plan, drawn by dice: words, marks, blocks and tables, and taking them away."""

import random
import re
from collections.abc import Callable
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.coedit.text.schema import FRAGMENT
from tests.coedit.plans import words_in

TOKEN = re.compile(rb"<\d+>")


class Editor:
    """Words that must not be lost stand in the first paragraph, as `<number>`; whatever is built below it
    comes and goes."""

    def __init__(self, plan: "Doc[Any]", dice: random.Random) -> None:
        self._plan, self._dice = plan, dice

    def insert(self, token: str) -> None:
        """Between two of the tokens that stand there, or around them."""
        words = words_in(self._plan)
        places = [0, *(found.end() for found in TOKEN.finditer(self._raw(words)))]
        words.insert(self._dice.choice(places), token)

    def erase(self) -> str | None:
        """One whole token. Returns it."""
        words = words_in(self._plan)
        tokens = list(TOKEN.finditer(self._raw(words)))
        if not tokens:
            return None
        found = self._dice.choice(tokens)
        del words[found.start() : found.end()]
        return found[0].decode()

    def _raw(self, words: XmlText) -> bytes:
        """As pycrdt counts: marks are no part of it."""
        return "".join(str(part) for part, _marks in words.diff()).encode()

    def change_something(self) -> None:
        """Anything but the words that count."""
        kinds: list[Callable[[], None]] = [self.mark, self.build, self.build_table, self.remove, self.fill]
        with self._plan.transaction():
            self._dice.choice(kinds)()

    def mark(self) -> None:
        words = words_in(self._plan)
        tokens = list(TOKEN.finditer(self._raw(words)))
        if tokens:
            found = self._dice.choice(tokens)
            name = self._dice.choice(["bold", "italic", "underline"])
            words.format(found.start(), found.end(), {name: self._dice.choice([{}, None])})

    def build(self) -> None:
        kind = self._dice.choice(["paragraph", "heading", "bulletList", "blockquote"])
        attributes: dict[str, Any] = {"level": 2} if kind == "heading" else {}
        block = XmlElement(kind, attributes)
        self._blocks.insert(self._dice.randrange(1, len(self._blocks) + 1), block)
        if kind == "bulletList":
            block = self._put(block, "listItem")
        if kind in {"bulletList", "blockquote"}:
            block = self._put(block, "paragraph")
        self._say(block)

    def build_table(self) -> None:
        table = XmlElement("table")
        self._blocks.insert(self._dice.randrange(1, len(self._blocks) + 1), table)
        for _ in range(self._dice.randrange(1, 3)):
            row = self._put(table, "tableRow")
            for _ in range(2):
                cell = self._put(row, "tableCell")
                cell.attributes["colspan"] = 1
                self._say(self._put(cell, "paragraph"))

    def remove(self) -> None:
        if len(self._blocks) > 1:
            del self._blocks[self._dice.randrange(1, len(self._blocks))]

    def fill(self) -> None:
        """Write in, or empty, some paragraph below the first."""
        texts = [text for place in range(1, len(self._blocks)) for text in _texts(self._blocks[place])]
        if texts:
            text = self._dice.choice(texts)
            if len(text) and self._dice.random() < 0.4:
                text.clear()
            else:
                text.insert(0, self._dice.choice("甲乙丙丁"), self._dice.choice([{}, {"bold": {}}]))

    @property
    def _blocks(self) -> Any:
        return self._plan.get(FRAGMENT, type=XmlFragment).children

    def _put(self, parent: XmlElement, name: str) -> XmlElement:
        child = XmlElement(name)
        parent.children.append(child)
        return child

    def _say(self, block: XmlElement) -> None:
        words = XmlText()
        block.children.append(words)
        words.insert(0, self._dice.choice(["一", "二", "三"]))


def _texts(block: object) -> list[XmlText]:
    if isinstance(block, XmlText):
        return [block]
    assert isinstance(block, XmlElement)
    return [text for child in block.children for text in _texts(child)]
