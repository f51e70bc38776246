"""Lesson plans of one paragraph, built as the editor builds them, for tests that only need some words."""

from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.schema import FRAGMENT, doc, paragraph, text_node


def plan_of(words: str, *, client_id: int = 1) -> bytes:
    """The state of a plan that says this."""
    return from_pm(doc(paragraph(text_node(words))), client_id=client_id)


def words_in(plan: "Doc[Any]") -> XmlText:
    """The text of the first paragraph, to be read and written in."""
    element = plan.get(FRAGMENT, type=XmlFragment).children[0]
    assert isinstance(element, XmlElement)
    words = element.children[0]
    assert isinstance(words, XmlText)
    return words


def words_of(state: bytes) -> str:
    plan: Doc[Any] = Doc()
    plan.apply_update(state)
    return str(words_in(plan))
