"""A document as HTML to read: every text escaped, only the tags written here, no script needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from markupsafe import escape

from app.blueprints.coedit.text.addresses import is_own_picture, is_safe_link
from app.blueprints.coedit.text.pending import adopted_keys, open_kinds
from app.blueprints.coedit.text.plain_text import latex_of, level_of, readable_latex
from app.blueprints.coedit.text.schema import CELLS, MARKS, SUGGESTION_MARKS, Node
from app.blueprints.coedit.text.suggested_looks import LOOK, with_look_changes

_MARK_TAGS = {
    "bold": "strong", "italic": "em", "underline": "u", "strike": "s", "code": "code",
    "subscript": "sub", "superscript": "sup",
}  # fmt: skip
_SUGGESTION_TAGS = {
    "suggestedInsertion": ("ins", "suggested-insertion"),
    "suggestedDeletion": ("del", "suggested-deletion"),
}
_WIDEST = 2000
_MOST_SPANNED = 1000
_WHOLE = frozenset({"image", "table", "blockMath", "horizontalRule"})
ADOPTED_ID = "adopted-"  # before the key, at the first thing that came from it
_SUGGESTED = {"insert": "suggested-insertion", "delete": "suggested-deletion"}


@dataclass(frozen=True)
class Credits:
    """Whose suggestions were which, by key: `柳溪小学 苏屿`."""

    adopted: Mapping[str, str] = field(default_factory=dict)  # as decided, whatever marks the text bears
    suggested: Mapping[str, str] = field(default_factory=dict)  # whatever became of it


def html_of(pm: Node, named: Credits | None = None) -> str:
    """The HTML of a document, with who suggested what. Headings carry the ids that headings_of names."""
    return _Writer(named or Credits()).children(pm)


_TAGS = {"paragraph": "p", "bulletList": "ul", "listItem": "li", "blockquote": "blockquote"}


class _Writer:
    def __init__(self, named: Credits) -> None:
        self._named = named
        self._section = count(1)
        self._credited: set[str] = set()
        self._writers: dict[str, Callable[[Node], str]] = {
            "text": self._text,
            "hardBreak": lambda _: "<br>",
            "horizontalRule": lambda _: "<hr>",
            "inlineMath": self._formula,
            "blockMath": lambda node: _math(node, "div", "block-math"),
            "image": _image,
            "heading": self._heading,
            "codeBlock": self._code,
            "orderedList": self._ordered,
            "taskList": lambda node: f'<ul data-type="taskList">{self.children(node)}</ul>',
            "taskItem": self._task,
            "table": self._table,
            "tableRow": self._row,
            "tableCell": lambda node: self._cell(node, "td"),
            "tableHeader": lambda node: self._cell(node, "th"),
        } | {name: self._in(tag) for name, tag in _TAGS.items()}

    def children(self, node: Node) -> str:
        return "".join(self._write(child) for child in with_look_changes(node.get("content", [])))

    def _write(self, node: Node) -> str:
        html = self._writers.get(node["type"], self.children)(node)
        if node["type"] not in _WHOLE:
            return html
        look = _look_of(node)
        html = f'<div class="{look}">{html}</div>' if look else html
        for key in adopted_keys(node):
            html = self._credit(key, html, "div")
        return html

    def _text(self, node: Node) -> str:
        html = _looks(node)
        for mark in reversed(node.get("marks", [])):
            key = mark.get("attrs", {}).get("key", "")
            if mark["type"] == "adopted":
                html = self._credit(key, html)
            elif mark["type"] in _SUGGESTION_TAGS:
                html = self._suggested(mark["type"], key, html, is_look=key == node.get(LOOK))
        return html

    def _suggested(self, mark: str, key: str, html: str, *, is_look: bool) -> str:
        tag, sign = _SUGGESTION_TAGS[mark]
        if is_look:
            sign += " suggested-look" if tag == "ins" else " suggested-look-before"
        credit = self._named.suggested.get(key)
        what = "建议改格式" if is_look else "建议"
        title = f' title="{escape(credit)} {what}"' if credit else ""
        return f'<{tag} class="{sign}"{title}>{html}</{tag}>'

    def _credit(self, key: str, html: str, tag: str = "span") -> str:
        """Only who was really adopted is credited, whatever the text says."""
        signs = self._signs(key, "adopted")
        return f"<{tag}{signs}>{html}</{tag}>" if signs else html

    def _signs(self, key: str, look: str) -> str:
        credit = self._named.adopted.get(key)
        if credit is None:
            return ""
        place = "" if key in self._credited else f' id="{ADOPTED_ID}{key}"'
        self._credited.add(key)
        return f'{place} class="{look}" title="采纳自 {escape(credit)}"'

    def _formula(self, node: Node) -> str:
        html = _math(node, "span", "inline-math")
        for key in adopted_keys(node):
            html = self._credit(key, html)
        return html

    def _row(self, node: Node) -> str:
        look = _look_of(node)
        suggested = f' class="{look}"' if look else ""
        adopted = next((signs for key in adopted_keys(node) if (signs := self._signs(key, "adopted"))), "")
        return f"<tr{suggested or adopted}>{self.children(node)}</tr>"

    def _lines(self, node: Node) -> str:
        """The words of a block; whoever only suggested to begin it here is named by an empty sign."""
        within = {key for child in node.get("content", []) for key in adopted_keys(child)}
        begun = [self._signs(key, "adopted-break") for key in adopted_keys(node) if key not in within]
        return "".join(f"<span{signs}></span>" for signs in begun if signs) + self.children(node)

    def _in(self, tag: str) -> Callable[[Node], str]:
        return lambda node: f"<{tag}>{self._lines(node)}</{tag}>"

    def _heading(self, node: Node) -> str:
        tag = f"h{level_of(node)}"
        key = node.get("attrs", {}).get("section")
        named = f' data-section="{escape(key)}"' if isinstance(key, str) and key else ""
        return f'<{tag} id="section-{next(self._section)}"{named}>{self._lines(node)}</{tag}>'

    def _code(self, node: Node) -> str:
        language = node.get("attrs", {}).get("language")
        named = f' class="language-{escape(language)}"' if isinstance(language, str) and language else ""
        # Readers drop one line break at either end of a <pre>.
        return f"<pre><code{named}>\n{self.children(node)}\n</code></pre>"

    def _ordered(self, node: Node) -> str:
        start = _whole(node.get("attrs", {}).get("start"), 1_000_000)
        first = f' start="{start}"' if start not in {None, 1} else ""
        return f"<ol{first}>{self.children(node)}</ol>"

    def _task(self, node: Node) -> str:
        done = node.get("attrs", {}).get("checked") is True
        sign, words = ("☑", "已完成") if done else ("☐", "未完成")
        box = f'<span class="task-box" role="img" aria-label="{words}">{sign}</span>'
        return f'<li data-checked="{str(done).lower()}">{box}<div>{self.children(node)}</div></li>'

    def _table(self, node: Node) -> str:
        rows = node.get("content", [])
        names = _naming_rows(rows)
        head = f"<thead>{''.join(map(self._write, rows[:names]))}</thead>" if names else ""
        body = f"<tbody>{''.join(map(self._write, rows[names:]))}</tbody>"
        return f'<div class="table-wrap"><table>{_columns(node)}{head}{body}</table></div>'

    def _cell(self, node: Node, tag: str) -> str:
        attrs = node.get("attrs", {})
        spans = ((name, _whole(attrs.get(name), _MOST_SPANNED)) for name in ("colspan", "rowspan"))
        written = "".join(f' {name}="{number}"' for name, number in spans if number not in {None, 1})
        return f"<{tag}{written}>{self.children(node)}</{tag}>"


def _look_of(node: Node) -> str | None:
    """Of what is suggested as a whole."""
    return next((_SUGGESTED[kind] for kind in open_kinds(node) if kind in _SUGGESTED), None)


def _looks(node: Node) -> str:
    html = str(escape(node["text"]))
    marks = {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", [])}
    for name in reversed(MARKS):
        if name not in marks or name in SUGGESTION_MARKS:
            continue
        if name == "ruby":
            html = _ruby(html, marks[name].get("text"))
        elif name != "link":
            html = f"<{_MARK_TAGS[name]}>{html}</{_MARK_TAGS[name]}>"
        elif is_safe_link(href := marks[name].get("href")):
            html = f'<a href="{escape(href)}" rel="noopener noreferrer nofollow" target="_blank">{html}</a>'
    return html


def _ruby(html: str, over: Any) -> str:
    over = over.strip() if isinstance(over, str) else ""
    return f"<ruby>{html}<rt>{escape(over)}</rt></ruby>" if over else html


def _math(node: Node, tag: str, kind: str) -> str:
    latex = latex_of(node)
    readable = escape(readable_latex(latex))
    return f'<{tag} class="math" data-type="{kind}" data-latex="{escape(latex)}">{readable}</{tag}>'


def _image(node: Node) -> str:
    attrs = node.get("attrs", {})
    alt = attrs.get("alt") or ""
    if not is_own_picture(attrs.get("src")):
        return f"<p>{escape(f'[图片:{alt}]' if alt else '[图片]')}</p>"
    title = f' title="{escape(attrs["title"])}"' if attrs.get("title") else ""
    sizes = ((name, _whole(attrs.get(name), _WIDEST)) for name in ("width", "height"))
    size = "".join(f' {name}="{number}"' for name, number in sizes if number)
    return f'<img src="{escape(attrs["src"])}" alt="{escape(alt)}"{title}{size} loading="lazy">'


def _naming_rows(rows: Sequence[Node]) -> int:
    """How many rows at the top only name the columns: on paper they are repeated on each page."""
    for number, row in enumerate(rows):
        cells = row.get("content", [])
        reaches_down = any(
            (_whole(cell.get("attrs", {}).get("rowspan"), _MOST_SPANNED) or 1) > 1 for cell in cells
        )
        if not cells or reaches_down or any(cell["type"] != "tableHeader" for cell in cells):
            return number
    return 0  # a table of nothing but names


def _columns(table: Node) -> str:
    """Column widths, where the first row knows all of them."""
    rows = table.get("content", [])
    cells = [cell for cell in rows[0].get("content", []) if cell["type"] in CELLS] if rows else []
    widths: list[int | None] = []
    for cell in cells:
        attrs = cell.get("attrs", {})
        known = attrs.get("colwidth") or [None] * (_whole(attrs.get("colspan"), _MOST_SPANNED) or 1)
        widths += [_whole(width, _WIDEST) for width in known]
    if not widths or not all(widths):
        return ""
    return "<colgroup>" + "".join(f'<col width="{width}">' for width in widths) + "</colgroup>"


def _whole(value: Any, most: int) -> int | None:
    """A positive whole number not above `most`, or nothing: attributes come from anywhere."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 < value <= most else None
