"""Whoever may only suggest: what they write stands there as a suggestion of theirs, or not at all."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from pycrdt import XmlElement, XmlFragment, XmlText

from app.blueprints.coedit.room.members import Role
from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.schema import FRAGMENT, doc, paragraph, text_node
from tests.coedit.house_rig import Rig, Writer

ADVISER = "顾问"
INSERTED, STRUCK, ADOPTED = "suggestedInsertion", "suggestedDeletion", "adopted"
Deed = Callable[[Writer], None]


@pytest.fixture
def rig(own_app: Flask) -> Iterator[Rig]:
    with own_app.app_context():
        rig = Rig()
        yield rig
        rig.close()


@pytest.fixture
def colleague(rig: Rig) -> Writer:
    """Wrote a plan, in which a word is suggested and another one struck out."""
    writer = Writer(rig, "周若溪")
    writer.send(from_pm(doc(paragraph(text_node("先折纸再讨论"))), client_id=11))
    rig.flush()
    writer.join()
    do(writer, suggest("反例", at=0, client=writer.doc.client_id))
    do(writer, lambda each: words(each).format(6, 12, {STRUCK: {"key": f"{each.doc.client_id}-2"}}))
    return writer


@pytest.fixture
def adviser(rig: Rig, colleague: Writer) -> Writer:
    return Writer(rig, ADVISER, role=Role.SUGGEST)


def do(writer: Writer, deed: Deed) -> None:
    """All of it in one update."""
    writer.made.clear()
    with writer.doc.transaction():
        deed(writer)
    writer.send(writer.made[-1])
    writer.rig.flush()


def plan(writer: Writer) -> XmlElement:
    element = writer.doc.get(FRAGMENT, type=XmlFragment).children[1]
    assert isinstance(element, XmlElement)
    return element


def words(writer: Writer) -> XmlText:
    text = plan(writer).children[0]
    assert isinstance(text, XmlText)
    return text


def suggest(said: str, *, at: int, client: int | None = None) -> Deed:
    def deed(writer: Writer) -> None:
        key = f"{client or writer.doc.client_id}-1"
        words(writer).insert(at, said, {INSERTED: {"key": key}})

    return deed


def strike(writer: Writer) -> None:
    """Across what another one struck: the binding gives marks that overlap a name of their own."""
    words(writer).format(0, 18, {f"{STRUCK}--abcdefg=": {"key": f"{writer.doc.client_id}-3"}})


def begin_a_paragraph(writer: Writer) -> None:
    """As the binding writes Enter: the rest goes, and comes again behind a suggested boundary."""
    del words(writer)[18:24]
    new = XmlElement("paragraph", {"suggestion": f"insert:{writer.doc.client_id}-4"}, [XmlText("讨论")])
    writer.doc.get(FRAGMENT, type=XmlFragment).children.insert(2, new)


ALLOWED: dict[str, Deed] = {
    "words": suggest("先问", at=6),
    "words inside somebody's suggestion": suggest("大", at=3),
    "striking out": strike,
    "a paragraph of its own": begin_a_paragraph,
}

REFUSED: dict[str, Deed] = {
    "plain words": lambda writer: words(writer).insert(6, "白写", {}),
    "words under another's number": suggest("冒名", at=6, client=11),
    "deleting": lambda writer: words(writer).__delitem__(slice(9, 12)),
    "deleting what another suggests": lambda writer: words(writer).__delitem__(slice(0, 6)),
    "adopting by oneself": lambda writer: words(writer).format(
        0, 6, {INSERTED: None, ADOPTED: {"key": "11-1"}}
    ),
    "rejecting by oneself": lambda writer: words(writer).format(6, 12, {STRUCK: None}),
    "looks": lambda writer: words(writer).format(9, 12, {"bold": {}}),
    "a plain paragraph": lambda writer: writer.doc.get(FRAGMENT, type=XmlFragment).children.append(
        XmlElement("paragraph", {}, [XmlText("新的一段")])
    ),
    "hiding what stands there": lambda writer: words(writer).format(
        9, 12, {INSERTED: {"key": f"{writer.doc.client_id}-9"}}
    ),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_suggestions_are_taken_in(adviser: Writer, name: str) -> None:
    do(adviser, ALLOWED[name])

    assert (adviser.refusals(), adviser.acked()) == ([], adviser.mid)


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_refused_and_nobody_sees_it(
    rig: Rig, colleague: Writer, adviser: Writer, name: str
) -> None:
    before, heard = rig.rows(), len(rig.board.told(colleague.sid, "update"))

    do(adviser, REFUSED[name])

    assert adviser.refusals() == ["suggest_only"]
    assert rig.rows() == before
    assert len(rig.board.told(colleague.sid, "update")) == heard


def test_what_was_refused_cannot_come_in_by_a_comparison_of_states(rig: Rig, adviser: Writer) -> None:
    do(adviser, REFUSED["plain words"])
    adviser.send(adviser.doc.get_update(rig.room.replica.state_vector()))
    rig.flush()

    assert adviser.refusals() == ["suggest_only"] * 2


def test_one_takes_back_what_one_suggested(adviser: Writer) -> None:
    do(adviser, suggest("先问", at=6))
    do(adviser, lambda writer: words(writer).__delitem__(slice(6, 12)))

    assert (adviser.refusals(), adviser.acked()) == ([], 2)


def test_nonsense_on_a_copy_leaves_the_room_as_it_was(rig: Rig, colleague: Writer, adviser: Writer) -> None:
    adviser.send(b"\x01\x02nonsense")
    rig.flush()
    do(colleague, lambda writer: words(writer).insert(6, "还在", {}))

    assert adviser.refusals() == ["invalid"]
    assert colleague.acked() == colleague.mid
