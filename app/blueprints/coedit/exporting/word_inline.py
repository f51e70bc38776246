"""What stands in a line: words with their marks, formulas, links."""

from app.blueprints.coedit.exporting.formulas import Formulas
from app.blueprints.coedit.exporting.pinyin import reading_over, word_ruby
from app.blueprints.coedit.exporting.word_parts import WordParts
from app.blueprints.coedit.exporting.word_xml import run
from app.blueprints.coedit.text.addresses import is_safe_link
from app.blueprints.coedit.text.plain_text import latex_of
from app.blueprints.coedit.text.schema import Node

_CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
# In the order in which the schema of Word wants them.
_MARKS = (
    ("code", _CODE),
    ("bold", "<w:b/><w:bCs/>"),
    ("italic", "<w:i/><w:iCs/>"),
    ("strike", "<w:strike/>"),
    ("link", '<w:color w:val="0563C1"/>'),
    ("underline", '<w:u w:val="single"/>'),
    ("subscript", '<w:vertAlign w:val="subscript"/>'),
    ("superscript", '<w:vertAlign w:val="superscript"/>'),
)


class InlineWriter:
    def __init__(self, parts: WordParts, formulas: Formulas) -> None:
        self._parts = parts
        self._formulas = formulas

    def line(self, node: Node, *, style: str = "", bold: bool = False) -> str:
        """The runs of a textblock in the paragraph style with this id."""
        return "".join(self._one(child, style, bold) for child in node.get("content", []))

    def formula(self, node: Node) -> str:
        """An equation; what cannot be read as one stays as it was typed, for everybody to see."""
        latex = latex_of(node)
        return self._formulas.get(latex) or run(latex, _CODE)

    def equation(self, node: Node) -> str:
        """The same on a line of its own."""
        latex = latex_of(node)
        written = self._formulas.get(latex)
        return f"<m:oMathPara>{written}</m:oMathPara>" if written else run(latex, _CODE)

    def _one(self, node: Node, style: str, bold: bool) -> str:
        if node["type"] == "inlineMath":
            return self.formula(node)
        if node["type"] == "hardBreak":
            return "<w:r><w:br/></w:r>"
        if node["type"] != "text":
            return self.line(node, style=style, bold=bold)
        return self._text(node, style, bold)

    def _text(self, node: Node, style: str, bold: bool) -> str:
        marks = {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", [])}
        href = marks.pop("link", {}).get("href")
        names = set(marks) | ({"bold"} if bold else set())
        if not is_safe_link(href):
            return self._words(node, _properties(names), style)
        linked = self._words(node, _properties(names | {"link", "underline"}), style)
        return f'<w:hyperlink r:id="{self._parts.link(str(href))}" w:history="1">{linked}</w:hyperlink>'

    def _words(self, node: Node, properties: str, style: str) -> str:
        if over := reading_over(node):
            return word_ruby(node["text"], over, properties, self._parts.half_points(style))
        return run(node["text"], properties)


def _properties(names: set[str]) -> str:
    return "".join(written for name, written in _MARKS if name in names)
