"""Our Yjs encoding is the editor's: proven against the binding itself, and kept by golden updates."""

import atexit
import base64
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.coedit.text.content import from_pm, html_of, pm_of, text_of, to_pm
from app.blueprints.coedit.text.schema import MARKS, NODES, Node, doc, paragraph
from tests.coedit_content.documents import DOCUMENTS, EVERYTHING, block, text

HERE = Path(__file__).parent / "node"
GOLDEN = HERE / "golden.json"
ROOT = Path(__file__).parents[2]
needs_binding = pytest.mark.skipif(
    not (shutil.which("node") and (ROOT / "node_modules/@tiptap/y-tiptap").exists()),
    reason="needs Node and `npm ci`",
)


@cache
def _bundle() -> Path:
    """The binding together with the editor's schema, which is TypeScript."""
    folder = Path(mkdtemp(prefix="qinglan-binding-"))
    atexit.register(shutil.rmtree, folder)
    target = folder / "binding.mjs"
    options = ["--bundle", "--platform=node", "--format=esm", "--loader:.css=empty", "--loader:.woff2=empty"]
    options += ["--loader:.woff=empty", "--loader:.ttf=empty", "--log-level=error", f"--outfile={target}"]
    subprocess.run(
        [ROOT / "node_modules/.bin/esbuild", HERE / "binding.mjs", *options], check=True, timeout=60
    )
    return target


def binding(asked: dict[str, Any]) -> list[Any]:
    answer = subprocess.run(
        ["node", _bundle()],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    found: list[Any] = json.loads(answer.stdout)
    return found


def plain(node: Node) -> Node:
    """The binding writes empty mark attributes, every default of a link, and marks in any order."""
    bare = dict(node)
    if "marks" in bare:
        marks = [
            {"type": mark["type"]}
            | ({"attrs": {"href": mark["attrs"]["href"]}} if mark.get("attrs", {}).get("href") else {})
            for mark in bare["marks"]
        ]
        bare["marks"] = sorted(marks, key=lambda mark: list(MARKS).index(mark["type"]))
    if "content" in bare:
        flat: list[Node] = []
        for child in bare["content"]:  # the binding leaves a list where text stands among blocks
            flat += child if isinstance(child, list) else [child]
        bare["content"] = [plain(child) for child in flat]
    return bare


def test_what_we_write_is_what_we_read() -> None:
    assert to_pm(from_pm(EVERYTHING)) == EVERYTHING


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_survives_the_round_trip(pm: Node) -> None:
    assert to_pm(from_pm(pm)) == pm


def test_updates_of_the_real_binding_are_read() -> None:
    for case in json.loads(GOLDEN.read_text()):
        assert plain(to_pm(base64.b64decode(case["update"]))) == case["document"]


@needs_binding
def test_the_editors_schema_has_our_nodes_marks_and_attributes() -> None:
    nodes, marks = binding({})

    assert {name: set(attrs) for name, attrs in nodes.items()} == {
        name: set(attrs) for name, attrs in NODES.items()
    }
    assert {name: set(attrs) for name, attrs in marks.items()} == {
        name: set(attrs) for name, attrs in MARKS.items()
    }


@needs_binding
def test_the_real_binding_reads_what_we_write() -> None:
    sample = [EVERYTHING, *(case["document"] for case in json.loads(GOLDEN.read_text()))]
    updates = [base64.b64encode(from_pm(pm)).decode() for pm in sample]

    answers = binding({"read": updates})

    for pm, answer in zip(sample, answers, strict=True):
        assert plain(answer["shown"]) == pm
        assert answer["kept"]  # it deleted nothing: all of it is valid for the schema
        assert not answer["needsRepair"]


@needs_binding
def test_we_read_what_the_real_binding_writes() -> None:
    (update,) = binding({"write": [EVERYTHING]})

    assert plain(to_pm(base64.b64decode(update))) == EVERYTHING


def test_an_empty_state_is_one_empty_paragraph() -> None:
    assert to_pm(Doc[Any]().get_update()) == doc(paragraph())
    assert to_pm(from_pm({"type": "doc"})) == doc(paragraph())


def fragment_of(replica: "Doc[Any]", *children: XmlElement | XmlText) -> "Doc[Any]":
    fragment = replica.get("default", type=XmlFragment)
    for child in children:
        fragment.children.append(child)
    return replica


def test_unknown_nodes_and_marks_leave_their_words() -> None:
    mention = XmlElement("mention", {"label": "周若溪"})
    line = XmlElement("paragraph", contents=[mention])
    unknown = XmlElement("callout", {"tone": "red"}, [XmlElement("paragraph", contents=[XmlText("要点")])])
    replica = fragment_of(Doc(), line, unknown, XmlElement("poll", contents=[XmlText("投票")]))
    noted = XmlText()
    replica.get("default", type=XmlFragment).children.append(noted)
    noted.insert(0, "重点", {"comment--Abc123+/": {"id": 1}, "bold--Abc123+/": {}})

    assert pm_of(replica) == doc(
        paragraph(text("周若溪")),
        paragraph(text("要点")),
        paragraph(text("投票")),
        paragraph(text("重点", "bold")),
    )


def test_endless_nesting_ends_as_text() -> None:
    replica: Doc[Any] = Doc()
    inner: XmlFragment | XmlElement = replica.get("default", type=XmlFragment)
    for _ in range(400):
        inner = inner.children.append(XmlElement("blockquote"))
    inner.children.append(XmlElement("paragraph", contents=[XmlText("最里面")]))

    assert "最里面" in json.dumps(pm_of(replica), ensure_ascii=False)


def test_tables_nested_too_deep_lose_no_words() -> None:
    inner = paragraph(text("第60层"))
    for depth in range(59, 0, -1):
        row = block("tableRow", block("tableCell", paragraph(text(f"第{depth}层")), inner))
        inner = block("table", row)
    words = [f"第{depth}层" for depth in range(1, 61)]

    shown = to_pm(from_pm(doc(inner)))

    assert text_of(shown).split() == words
    assert re.findall("第[0-9]+层", html_of(shown)) == words


@pytest.mark.parametrize("place", ["table", "tableRow", "bulletList", "taskList"])
def test_words_of_a_node_of_a_newer_schema_are_shown_wherever_it_stands(place: str) -> None:
    replica: Doc[Any] = Doc()
    fragment = replica.get("default", type=XmlFragment)
    holder = fragment.children.append(XmlElement(place))
    holder.children.append(XmlElement("fromTomorrow")).children.append(XmlText("还在"))

    shown = to_pm(replica.get_update())

    assert text_of(shown) == "还在"
    assert "还在" in html_of(shown)


def test_characters_no_database_takes_are_left_out() -> None:
    assert to_pm(from_pm(doc(paragraph(text("a\x00b\ud800c"))))) == doc(paragraph(text("abc")))


def test_numbers_come_back_whole() -> None:
    pm = doc(
        block("table", block("tableRow", block("tableCell", paragraph(), colspan=2, colwidth=[120, 80])))
    )

    assert json.dumps(to_pm(from_pm(pm)), sort_keys=True) == json.dumps(pm, sort_keys=True)
