"""Attributes of any type in a document: it stays readable, and what is read can be stored."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.coedit.text.content import headings_of, html_of, text_of, to_pm
from app.blueprints.coedit.text.schema import FRAGMENT, MARKS, NODES
from tests.coedit_content.documents import PICTURE

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-(2**52), 2**52)
    | st.sampled_from(["x\0y", "", "a<b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)
NAMES = sorted({name for names in NODES.values() for name in names} | {"text", "label", "onclick"})
ATTRIBUTES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)
MARK_VALUES = VALUES | st.dictionaries(st.sampled_from(["href", "onclick"]), VALUES, max_size=2)
ELEMENTS = st.lists(
    st.tuples(
        st.sampled_from([*NODES, "callout"]),
        ATTRIBUTES,
        st.dictionaries(st.sampled_from([*MARKS, "other"]), MARK_VALUES, max_size=2),
    ),
    max_size=4,
)


def state_of(elements: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> bytes:
    """Each element below the one before, the last with a marked word in it."""
    replica: Doc[Any] = Doc()
    parent: Any = replica.get(FRAGMENT, type=XmlFragment)
    for name, attributes, marks in elements:
        element = XmlElement(name, {key: value for key, value in attributes.items() if value is not None})
        parent.children.append(element)
        words = XmlText()
        element.children.append(words)
        words.insert(0, "hi\0", marks)
        parent = element
    return replica.get_update()


@settings(max_examples=300, deadline=None)
@given(ELEMENTS)
def test_no_attribute_makes_a_document_unreadable(
    elements: list[tuple[str, dict[str, Any], dict[str, Any]]],
) -> None:
    pm = to_pm(state_of(elements))

    headings = [heading.text for heading in headings_of(pm)]
    assert "\0" not in "".join([html_of(pm), text_of(pm), *headings])
    assert "\0" not in repr(pm)


def test_what_is_of_the_wrong_type_is_dropped_and_the_rest_stays() -> None:
    attributes: dict[str, Any] = {"src": PICTURE, "alt": 5.0, "title": "a\0b", "width": 2.0, "onclick": "x"}

    [picture] = to_pm(state_of([("image", attributes, {})]))["content"]

    assert picture["attrs"] == {"src": PICTURE, "title": "ab", "width": 2}


def test_column_widths_that_are_no_list_are_none() -> None:
    pm = to_pm(state_of([("table", {}, {}), ("tableRow", {}, {}), ("tableCell", {"colwidth": 5.0}, {})]))

    assert "<td>" in html_of(pm)
