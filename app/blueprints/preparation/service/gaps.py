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
BEYOND_WORDS = {"image", "blockMath", "inlineMath"}


def empty_sections(preparation: JointPreparation) -> list[str]:
    """As their headings call them. Takes a while: not inside a unit of work."""
    pm = without_suggestions(off_the_loop(to_pm, load_state(preparation.document_id or 0)))
    layout = templates().get((preparation.template_key or "").partition("@")[0])
    printed = {key: _words(blocks) for key, _label, blocks in _parts(filled(layout, {}))} if layout else {}
    return [
        label
        for key, label, blocks in _parts(pm)
        if key != AFTERWARDS and not _has_more(blocks, than=printed.get(key, ""))
    ]


def _parts(pm: Node) -> Iterator[tuple[str, str, list[Node]]]:
    """Each section: its key, its heading, what stands below it up to the next heading of its rank."""
    blocks = pm.get("content", [])
    for at, heading in enumerate(blocks):
        key = heading.get("attrs", {}).get("section") if heading["type"] == "heading" else None
        if not key:
            continue
        below: list[Node] = []
        for block in blocks[at + 1 :]:
            if block["type"] == "heading" and level_of(block) <= level_of(heading):
                break
            below.append(block)
        yield key, inline_text(heading).strip(), below


def _has_more(blocks: list[Node], *, than: str) -> bool:
    """More than what the layout prints there: “重点：” alone says nothing."""
    if any(node["type"] in BEYOND_WORDS for block in blocks for node in walk(block)):
        return True
    return _words(blocks) not in ("", than)


def _words(blocks: list[Node]) -> str:
    return "".join("".join(text_of(block) for block in blocks).split())
