"""A text as one page of HTML for a printer: formulas as MathML, pictures beside it, no script."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from markupsafe import escape

from app.blueprints.coedit.exporting.formula_lines import pieces_of
from app.blueprints.coedit.exporting.formulas import Formulas, formulas_in
from app.blueprints.coedit.exporting.paper import Paper
from app.blueprints.coedit.exporting.table_grid import grid_of
from app.blueprints.coedit.exporting.table_sums import line_under
from app.blueprints.coedit.exporting.word_xml import fit
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.plain_text import walk
from app.blueprints.coedit.text.schema import Node
from app.core.richtext import cleaned
from app.ports.converter import Notation

_POLICY = "default-src 'none'; img-src file:; style-src 'unsafe-inline'"
_SMALL = 'font: 9pt "SimSun", "宋体", "Noto Serif CJK SC", serif; color: #555;'
_AT_NO_LINE_START = "。，、；：！？）》”’」』,.;:!?)"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_HARMLESS = frozenset({
    "accent", "accentunder", "columnalign", "columnspacing", "display", "displaystyle", "fence", "form",
    "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "notation", "rowspacing", "rspace",
    "scriptlevel", "separator", "stretchy", "width",
})  # fmt: skip


def page_of(paper: Paper, form: str = "", signatures: str = "") -> tuple[bytes, Mapping[str, bytes]]:
    """The page, and the files it names. `form` and `signatures`: HTML above and below the text."""
    formulas = formulas_in(paper.pm, Notation.WEB)
    root = lxml_html.fragment_fromstring(str(cleaned(html_of(paper.pm))), create_parent="main")
    files = _place_pictures(root, paper)
    _place_formulas(root, formulas)
    _set_columns(root, paper.pm)
    _place_sums(root, paper)
    _trim_code(root)
    text = lxml_html.tostring(root, encoding="unicode")
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    page = (
        f'<!doctype html><html lang="zh-CN"><head>{head}<title>{escape(paper.title)}</title>'
        f"<style>{_style()}{_edges(paper)}</style></head><body>{form}{text}{signatures}</body></html>"
    )
    return page.encode("utf-8", "replace"), files


def _edges(paper: Paper) -> str:
    """What stands above and below each page: the same words as in the default Word form."""
    above = "　".join(value for name in ("备课组", "学年学期") if (value := paper.value(name)))
    below = "　".join(filter(None, (paper.title, paper.value("版本"))))
    return (
        f"@page {{ @top-right {{ content: {_quoted(above)}; {_SMALL} }} @bottom-center {{"
        f' content: {_quoted(below)} "　第 " counter(page) " 页，共 " counter(pages) " 页"; {_SMALL} }} }}'
    )


def _quoted(words: str) -> str:
    """A string of CSS: every sign is written by its number, none can end the string or the sheet."""
    return '"' + "".join(each if each.isalnum() else f"\\{ord(each):x} " for each in words) + '"'


@cache
def _style() -> str:
    return (Path(__file__).parent / "print_page.css").read_text("utf-8")


def _place_pictures(root: Any, paper: Paper) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for picture in list(root.iter("img")):
        src = picture.get("src") or ""
        stored = paper.pictures.get(src)
        if stored is None:
            picture.drop_tag()
            continue
        name = names.setdefault(src, f"picture-{len(names) + 1}{stored.suffix}")
        files[name] = stored.content
        picture.set("src", name)
        picture.attrib.pop("loading", None)  # a printer does not scroll
    return files


def _place_formulas(root: Any, formulas: Formulas) -> None:
    for place in list(root.iter("span", "div")):
        latex = place.get("data-latex")
        if latex is None:
            continue
        formula = _checked(formulas.get(latex))
        is_block = place.tag == "div"
        if formula is None:
            place.text = fit(latex)
            continue
        place.text = None
        formula.set("display", "block" if is_block else "inline")
        if is_block:
            place.append(formula)
        else:
            _place_in_line(place, pieces_of(formula))


def _place_in_line(place: Any, pieces: list[Any]) -> None:
    """No line begins with the 。 or ， that follows a formula."""
    tail = place.tail or ""
    rest = tail.lstrip(_AT_NO_LINE_START)
    place.extend(pieces[:-1])
    kept = lxml_html.Element("span", {"class": "kept"})
    kept.append(pieces[-1])
    pieces[-1].tail, place.tail = tail[: len(tail) - len(rest)], rest
    place.append(kept)


def _checked(xml: str | None) -> Any | None:
    """The formula without anything but MathML; None if there is more in it than that."""
    if xml is None:
        return None
    formula = etree.fromstring(xml)
    etree.strip_elements(formula, f"{_MATHML}annotation", with_tail=False)
    for element in formula.iter():
        if not isinstance(element.tag, str) or not element.tag.startswith(_MATHML):
            return None
        for name in set(element.attrib) - _HARMLESS:
            del element.attrib[name]
        element.tag = element.tag.removeprefix(_MATHML)
    etree.cleanup_namespaces(formula)
    return formula


def _set_columns(root: Any, pm: Node) -> None:
    """The same widths as in the Word file."""
    tables = list(root.iter("table"))
    grids = [grid_of(node) for node in walk(pm) if node["type"] == "table"]
    if len(tables) != len(grids):
        return
    for table, grid in zip(tables, grids, strict=True):
        for old in table.findall("colgroup"):
            table.remove(old)
        if grid is None:
            continue
        columns = lxml_html.Element("colgroup")
        for share in grid.shares():
            columns.append(lxml_html.Element("col", style=f"width: {100 * share:.2f}%"))
        table.insert(0, columns)
        table.set("class", "fixed")


def _place_sums(root: Any, paper: Paper) -> None:
    """Behind the box that html_write draws around each table that stands in no other."""
    tables = [block for block in paper.pm.get("content", []) if block["type"] == "table"]
    for box, table in zip(root.xpath("./div[@class='table-wrap']"), tables, strict=False):
        if words := line_under(table, paper.minutes):
            line = lxml_html.Element("p", {"class": "minutes-sum"})
            line.text = words
            box.addnext(line)


def _trim_code(root: Any) -> None:
    """The line breaks that html_write adds for its readers are not the author's."""
    for code in root.iter("code"):
        if code.getparent().tag == "pre" and code.text:
            code.text = code.text.removeprefix("\n").removesuffix("\n")
