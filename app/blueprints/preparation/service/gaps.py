"""Which sections of a plan nobody has written in yet: said before it becomes final."""

from collections.abc import Iterator

from app.blueprints.coedit.service import load_state
from app.blueprints.coedit.text.content import to_pm
from app.blueprints.coedit.text.pending import without_suggestions
from app.blueprints.coedit.text.plain_text import inline_text, level_of, text_of, walk
from app.blueprints.coedit.text.schema import Node
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.templates import filled, templates
from app.core.threads import off_the_loop

AFTERWARDS = "reflection"  # is written when the lesson was given
REFLECTION = "反思"  # what headings say that came with a Word file instead
BEYOND_WORDS = {"image", "blockMath", "inlineMath"}


def empty_sections(preparation: JointPreparation) -> list[str]:
    """As their headings call them. Takes a while: not inside a unit of work."""
    pm = without_suggestions(off_the_loop(to_pm, load_state(preparation.document_id or 0)))
    printed = _printed_by(preparation.template_key or "")
    return [
        label
        for key, label, blocks in _parts(pm)
        if not _is_for_later(key, label) and not _has_more(blocks, than=printed.get(key, ""))
    ]


def _printed_by(template_key: str) -> dict[str, str]:
    """The words that stand in each section of the layout before anybody writes."""
    layout = templates().get(template_key.partition("@")[0])
    return {key: _words(below) for key, _label, below in _parts(filled(layout, {}))} if layout else {}


def _is_for_later(key: str, label: str) -> bool:
    return key == AFTERWARDS or (not key and REFLECTION in label)


def _parts(pm: Node) -> Iterator[tuple[str, str, list[Node]]]:
    """Each heading: its section's key or "", its words, what stands below it up to the next of its rank."""
    blocks = pm.get("content", [])
    for at, heading in enumerate(blocks):
        label = inline_text(heading).strip()
        if heading["type"] != "heading" or not label:
            continue
        key = heading.get("attrs", {}).get("section") or ""
        if at == 0 and not key:
            continue  # the title
        below: list[Node] = []
        for block in blocks[at + 1 :]:
            if block["type"] == "heading" and level_of(block) <= level_of(heading):
                break
            below.append(block)
        yield key, label, below


def _has_more(blocks: list[Node], *, than: str) -> bool:
    """More than what the layout prints there: “重点：” alone says nothing."""
    if any(node["type"] in BEYOND_WORDS for block in blocks for node in walk(block)):
        return True
    return _words(blocks) not in ("", than)


def _words(blocks: list[Node]) -> str:
    return "".join("".join(text_of(block) for block in blocks).split())
