"""What a document may consist of: the names shared with the editor (app/static/src/editor/schema.ts).

Both sides must agree, because the browser's binding deletes nodes it cannot build. A change of
these names is a new SCHEMA_VERSION, and a page with another version may not join.
"""

from typing import Any

SCHEMA_VERSION = 3
FRAGMENT = "default"  # the name of the shared XML fragment, TipTap's default

Node = dict[str, Any]  # a ProseMirror node as JSON: {"type", "attrs"?, "content"?, "text"?, "marks"?}

NODES: dict[str, tuple[str, ...]] = {
    "doc": (),
    "paragraph": ("suggestion",),
    "heading": ("level", "section", "suggestion"),
    "text": (),
    "bulletList": (),
    "orderedList": ("start",),
    "listItem": (),
    "taskList": (),
    "taskItem": ("checked",),
    "blockquote": (),
    "codeBlock": ("language", "suggestion"),
    "horizontalRule": ("suggestion",),
    "hardBreak": ("suggestion",),
    "image": ("src", "alt", "title", "width", "height", "suggestion"),
    "table": ("suggestion",),
    "tableRow": ("suggestion",),
    "tableHeader": ("colspan", "rowspan", "colwidth"),
    "tableCell": ("colspan", "rowspan", "colwidth"),
    "inlineMath": ("latex", "suggestion"),
    "blockMath": ("latex", "suggestion"),
}

# In the order in which the editor nests them, outermost first.
MARKS: dict[str, tuple[str, ...]] = {
    "suggestedInsertion": ("key",),  # see text/pending.py
    "suggestedDeletion": ("key",),
    "adopted": ("key",),
    "link": ("href",),
    "bold": (),
    "italic": (),
    "strike": (),
    "underline": (),
    "code": (),
    "subscript": (),
    "superscript": (),
    "ruby": ("text",),  # what stands over the characters: pinyin
}
SUGGESTION_MARKS = frozenset({"suggestedInsertion", "suggestedDeletion", "adopted"})  # excluded by nothing

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
LODGINGS = LISTS | {"table": "tableRow", "tableRow": "tableCell"}  # where what stands in them may stand
CELLS = frozenset({"tableCell", "tableHeader"})

_MARK_RANK = {name: rank for rank, name in enumerate(MARKS)}


def text_node(text: str, marks: list[Node] | None = None) -> Node:
    """A run of text; `code` excludes every look, as in the editor."""
    marks = marks or []
    if any(mark["type"] == "code" for mark in marks):
        marks = [mark for mark in marks if mark["type"] == "code" or mark["type"] in SUGGESTION_MARKS]
    ordered = sorted(marks, key=lambda mark: _MARK_RANK[mark["type"]])
    return {"type": "text", "text": text} | ({"marks": ordered} if ordered else {})


def paragraph(*content: Node) -> Node:
    return {"type": "paragraph"} | ({"content": list(content)} if content else {})


def doc(*content: Node) -> Node:
    """A whole document: never without a block, or the editor would add one by itself."""
    return {"type": "doc", "content": list(content) or [paragraph()]}
