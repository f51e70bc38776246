"""What a document may consist of: the names shared with the editor (app/static/src/editor/schema.ts).

Both sides must agree, because the browser's binding deletes nodes it cannot build. A change of
these names is a new SCHEMA_VERSION, and a page with another version may not join.
"""

from typing import Any

SCHEMA_VERSION = 2
FRAGMENT = "default"  # the name of the shared XML fragment, TipTap's default

Node = dict[str, Any]  # a ProseMirror node as JSON: {"type", "attrs"?, "content"?, "text"?, "marks"?}

NODES: dict[str, tuple[str, ...]] = {
    "doc": (),
    "paragraph": (),
    "heading": ("level", "section"),
    "text": (),
    "bulletList": (),
    "orderedList": ("start",),
    "listItem": (),
    "taskList": (),
    "taskItem": ("checked",),
    "blockquote": (),
    "codeBlock": ("language",),
    "horizontalRule": (),
    "hardBreak": (),
    "image": ("src", "alt", "title", "width", "height"),
    "table": (),
    "tableRow": (),
    "tableHeader": ("colspan", "rowspan", "colwidth"),
    "tableCell": ("colspan", "rowspan", "colwidth"),
    "inlineMath": ("latex",),
    "blockMath": ("latex",),
}

# In the order in which the editor nests them, outermost first.
MARKS: dict[str, tuple[str, ...]] = {
    "link": ("href",),
    "bold": (),
    "code": (),
    "italic": (),
    "strike": (),
    "underline": (),
    "subscript": (),
    "superscript": (),
    "ruby": ("text",),  # what stands over the characters: pinyin
}

_BLOCKS = frozenset(
    {
        "paragraph", "heading", "bulletList", "orderedList", "taskList", "blockquote", "codeBlock",
        "horizontalRule", "image", "table", "blockMath",
    }
)  # fmt: skip
_CELLS = ("tableHeader", "tableCell")
_WORDS = frozenset({"text", "hardBreak", "inlineMath"})

# Which nodes may stand in which, whatever their number and order.
CONTENTS: dict[str, frozenset[str]] = (
    dict.fromkeys(NODES, frozenset[str]())
    | dict.fromkeys(("doc", "listItem", "taskItem", "blockquote", *_CELLS), _BLOCKS)
    | dict.fromkeys(("paragraph", "heading"), _WORDS)
    | dict.fromkeys(("bulletList", "orderedList"), frozenset({"listItem"}))
    | {
        "codeBlock": frozenset({"text"}),
        "taskList": frozenset({"taskItem"}),
        "table": frozenset({"tableRow"}),
        "tableRow": frozenset(_CELLS),
    }
)

HEADING_LEVELS = (1, 2, 3, 4)
INLINE = frozenset({"text", "hardBreak", "inlineMath"})
TEXTBLOCKS = frozenset({"paragraph", "heading", "codeBlock"})  # whose content is inline
LISTS = {"bulletList": "listItem", "orderedList": "listItem", "taskList": "taskItem"}
CELLS = frozenset({"tableCell", "tableHeader"})

_MARK_RANK = {name: rank for rank, name in enumerate(MARKS)}


def text_node(text: str, marks: list[Node] | None = None) -> Node:
    """A run of text; `code` excludes every other mark, as in the editor."""
    code = [mark for mark in marks or [] if mark["type"] == "code"]
    ordered = code or sorted(marks or [], key=lambda mark: _MARK_RANK[mark["type"]])
    return {"type": "text", "text": text} | ({"marks": ordered} if ordered else {})


def paragraph(*content: Node) -> Node:
    return {"type": "paragraph"} | ({"content": list(content)} if content else {})


def doc(*content: Node) -> Node:
    """A whole document: never without a block, or the editor would add one by itself."""
    return {"type": "doc", "content": list(content) or [paragraph()]}
