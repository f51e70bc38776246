"""HTML (pandoc's, a template's) into a document that is valid for our schema.

What the schema does not know degrades to its words. Whitespace is read as a browser would, except
that a line break between two Chinese characters is nothing.
"""

import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from app.blueprints.coedit.text import ruby, schema, table_read
from app.blueprints.coedit.text.addresses import is_own_picture, is_safe_link
from app.blueprints.coedit.text.attributes import proper
from app.blueprints.coedit.text.paper import PAPER_PIXELS
from app.blueprints.coedit.text.schema import INLINE, LISTS, Node, paragraph, text_node

Element = lxml_html.HtmlElement
PictureOf = Callable[[str], str | None]  # an address in the HTML -> the address in the document, or drop it

UNKNOWN_PICTURE = "[图片:不支持的格式]"
_DEEPEST = 60
_UNREAD = {"task-box", "footnote-back", "suggested-insertion"}  # what is only suggested is not in the text

_MARK_OF = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strike", "del": "strike", "strike": "strike", "code": "code", "kbd": "code", "samp": "code",
    "sub": "subscript", "sup": "superscript",
}  # fmt: skip
_SILENT = {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "input",
           "button", "select", "colgroup", "rp", "svg", "math"}  # fmt: skip
_BLOCK = {"p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "figure", "body",
          "figcaption", "dl", "dt", "dd", "details", "summary", "address", "center", "form", "fieldset",
          "legend", "caption"}  # fmt: skip
_CJK = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
_BREAK_IN_CHINESE = re.compile(f"(?<={_CJK})[ \t\r\f]*\n[ \t\r\n\f]*(?={_CJK})")
_SPACES = re.compile("[ \t\r\n\f]+")  # not the ideographic space: it indents Chinese paragraphs
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d+)?)\s*(in|cm|mm|pt|px)?")
_PIXELS = {"in": 96.0, "cm": 37.8, "mm": 3.78, "pt": 1.333, "px": 1.0, None: 1.0}


def own_pictures(src: str) -> str | None:
    return src if is_own_picture(src) else None


def read_html(source: str, picture_of: PictureOf = own_pictures) -> Node:
    """The document in an HTML page or fragment."""
    if not source.strip():
        return schema.doc()
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but comments
        return schema.doc()
    return schema.doc(*_Reader(picture_of).blocks(root, depth=0))


class _Reader:
    def __init__(self, picture_of: PictureOf) -> None:
        self._picture_of = picture_of

    def blocks(self, element: Element, depth: int) -> list[Node]:
        """The content of a container, every run of inline nodes in a paragraph of its own."""
        return as_blocks(self._flow(element, [], depth))

    def cell(self, element: Element, depth: int) -> list[Node]:
        return self.blocks(element, depth) or [paragraph()]

    def _flow(self, element: Element, marks: list[Node], depth: int) -> list[Node]:
        """Inline and block nodes in the order they come; block nodes end a paragraph."""
        nodes = _words(element.text, marks)
        for child in element:
            if isinstance(child.tag, str):
                nodes += self._child(child, marks, depth + 1)
            nodes += _words(child.tail, marks)
        return nodes

    def _child(self, element: Element, marks: list[Node], depth: int) -> list[Node]:
        tag = str(element.tag).lower()
        if depth > _DEEPEST:
            return _words(element.text_content(), marks)
        if latex := _latex(element):
            return [latex]
        if tag in _SILENT or _UNREAD.intersection(element.get("class", "").split()):
            return []
        return self._atom(element, tag, marks, depth) or self._wrapped(element, tag, marks, depth)

    def _atom(self, element: Element, tag: str, marks: list[Node], depth: int) -> list[Node]:
        """What is read as a whole; nothing if the element only wraps its content."""
        match tag:
            case "br" | "hr":
                return [{"type": "hardBreak" if tag == "br" else "horizontalRule"}]
            case "img":
                return self._image(element, marks)
            case "ul" | "ol" | "menu":
                return self._list(element, depth)
            case "table":
                return table_read.read_table(element, lambda cell: self.cell(cell, depth + 1))
            case "pre":
                return [_code_block(element)]
        return []

    def _wrapped(self, element: Element, tag: str, marks: list[Node], depth: int) -> list[Node]:
        if re.fullmatch("h[1-6]", tag):
            level: Node = {"type": "heading", "attrs": {"level": min(int(tag[1]), schema.HEADING_LEVELS[-1])}}
            if key := proper([("section", element.get("data-section"))], ("section",)):
                level["attrs"] |= key
            return as_blocks(self._flow(element, marks, depth), level)
        if tag == "blockquote":
            return [{"type": tag, "content": self.blocks(element, depth) or [paragraph()]}]
        if tag in _BLOCK or tag in {"li", "td", "th", "tr"}:
            found = as_blocks(self._flow(element, marks, depth))
            return found or ([paragraph()] if tag == "p" else [])
        if tag == "ruby":
            return self._ruby(element, marks, depth)
        if tag == "rt":  # over nothing
            return [text_node("(", marks), *self._flow(element, marks, depth), text_node(")", marks)]
        return self._flow(element, _with_mark(marks, element, tag), depth)

    def _ruby(self, element: Element, marks: list[Node], depth: int) -> list[Node]:
        """Characters and what stands over them: every <rt> belongs to what came before it."""
        nodes: list[Node] = []
        base = _words(element.text, marks)
        for child in element:
            tag = str(child.tag).lower()
            if tag in {"rt", "rtc"}:
                nodes += ruby.over(base, child.text_content())
                base = []
            elif tag == "rb":
                base += self._flow(child, marks, depth + 1)
            else:
                base += self._child(child, marks, depth + 1)
            base += _words(child.tail, marks) if (child.tail or "").strip() else []
        return nodes + base

    def _image(self, element: Element, marks: list[Node]) -> list[Node]:
        alt = " ".join((element.get("alt") or "").split())
        src = self._picture_of(element.get("src") or "")
        if src is None:
            return [text_node(UNKNOWN_PICTURE, marks)]
        attrs: dict[str, Any] = {"src": src, "alt": alt or None, "title": element.get("title") or None}
        width, height = _picture_size(element)
        return [_node("image", **attrs, width=width, height=height)]

    def _list(self, element: Element, depth: int) -> list[Node]:
        items = [child for child in element if isinstance(child.tag, str)]
        is_tasks = element.get("data-type") == "taskList" or (
            bool(items) and all(_checkbox(item) is not None for item in items)
        )
        kind = "taskList" if is_tasks else "orderedList" if element.tag == "ol" else "bulletList"
        content: list[Node] = []
        for item in items:
            blocks = self.blocks(item, depth + 1) if item.tag == "li" else self._child(item, [], depth + 1)
            if item.tag != "li" and content:  # a list directly in a list belongs to the item before it
                content[-1]["content"] += as_blocks(blocks)
            elif blocks or item.tag == "li":
                content.append(_item(LISTS[kind], item, as_blocks(blocks)))
        attrs = {"start": _number(element.get("start")) or 1} if kind == "orderedList" else {}
        return [_node(kind, **attrs) | {"content": content}] if content else []


def as_blocks(nodes: Iterable[Node], wrapper: Node | None = None) -> list[Node]:
    """Put every run of inline nodes into a `wrapper` (default: a paragraph); trim its ends."""
    blocks: list[Node] = []
    for is_inline, run in groupby(nodes, key=lambda node: node["type"] in INLINE):
        if not is_inline:
            blocks += run
        elif content := _trimmed(list(run)):
            blocks.append({**(wrapper or {"type": "paragraph"}), "content": content})
    return blocks


def _words(text: str | None, marks: list[Node]) -> list[Node]:
    if not text:
        return []
    words = _SPACES.sub(" ", _BREAK_IN_CHINESE.sub("", text))
    return [text_node(words, marks)] if words else []


def _trimmed(run: list[Node]) -> list[Node]:
    """Equal neighbours joined, doubled spaces between them and spaces at the ends gone."""
    kept: list[Node] = []
    for node in ruby.kept_apart(run):
        if node["type"] != "text":
            kept.append(node)
            continue
        text = node["text"]
        if not kept or kept[-1]["type"] == "hardBreak" or kept[-1].get("text", "").endswith(" "):
            text = text.lstrip(" ")
        if kept and kept[-1]["type"] == "text" and kept[-1].get("marks") == node.get("marks"):
            kept[-1] = kept[-1] | {"text": kept[-1]["text"] + text}
        elif text:
            kept.append(node | {"text": text})
    while kept and kept[-1]["type"] == "text" and not kept[-1]["text"].strip(" "):
        kept.pop()
    if kept and kept[-1]["type"] == "text":
        kept[-1] = kept[-1] | {"text": kept[-1]["text"].rstrip(" ")}
    return kept


def _with_mark(marks: list[Node], element: Element, tag: str) -> list[Node]:
    mark: Node | None = None
    if tag == "a" and is_safe_link(href := (element.get("href") or "").strip()):
        mark = {"type": "link", "attrs": {"href": href}}
    elif tag in _MARK_OF and "suggested-deletion" not in element.get("class", "").split():
        mark = {"type": _MARK_OF[tag]}
    elif element.get("class") == "underline":
        mark = {"type": "underline"}
    if mark is None:
        return marks
    return [other for other in marks if other["type"] != mark["type"]] + [mark]


def _latex(element: Element) -> Node | None:
    """A formula of pandoc (--mathjax) or of the editor."""
    kind, classes = element.get("data-type"), (element.get("class") or "").split()
    if kind in {"inline-math", "block-math"}:
        latex, is_block = element.get("data-latex") or "", kind == "block-math"
    elif element.tag == "span" and "math" in classes:
        latex, is_block = element.text_content().strip(), "display" in classes
        latex = re.sub(r"^\\[\[(]|\\[\])]$", "", latex)
    else:
        return None
    return _node("blockMath" if is_block else "inlineMath", latex=latex.strip())


def _code_block(element: Element) -> Node:
    inner = next(element.iter("code"), element)
    classes = f"{element.get('class', '')} {inner.get('class', '')}".split()
    names = [name.removeprefix("language-") for name in classes if name not in {"sourceCode", "code"}]
    text = element.text_content().removeprefix("\n").removesuffix("\n")
    block = _node("codeBlock", language=names[0] if names else None)
    return block | ({"content": [text_node(text)]} if text else {})


def _item(kind: str, element: Element, blocks: list[Node]) -> Node:
    """A list item begins with a paragraph, whatever came first."""
    if not blocks or blocks[0]["type"] != "paragraph":
        blocks = [paragraph(), *blocks]
    attrs = {"checked": bool(_checkbox(element))} if kind == "taskItem" else {}
    return _node(kind, **attrs) | {"content": blocks}


def _checkbox(item: Element) -> bool | None:
    """Whether the box of a task is ticked; None if the item is no task."""
    if item.get("data-checked") is not None:
        return item.get("data-checked") == "true"
    boxes: list[Element] = item.xpath("./input[@type='checkbox']|./label/input|./p/label/input|./p[1]/input")
    return boxes[0].get("checked") is not None if boxes and item.tag == "li" else None


def _picture_size(element: Element) -> tuple[int | None, int | None]:
    """Width and height in pixels, scaled down to the writing area."""
    style = dict(part.split(":", 1) for part in (element.get("style") or "").split(";") if ":" in part)
    named = {key.strip(): value.strip() for key, value in style.items()}
    width = _pixels(named.get("width") or element.get("width"))
    height = _pixels(named.get("height") or element.get("height"))
    if width and width > PAPER_PIXELS:
        height = height and height * PAPER_PIXELS / width
        width = PAPER_PIXELS
    return (round(width) if width else None, round(height) if height else None)


def _pixels(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * _PIXELS[match[2]] if match else None


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else None


def _node(kind: str, **attrs: Any) -> Node:
    known = {key: value for key, value in attrs.items() if value is not None}
    return {"type": kind} | ({"attrs": known} if known else {})
