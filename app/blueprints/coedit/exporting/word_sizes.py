"""How large the words of a paragraph style are in a Word file."""

from typing import Any

from docx.document import Document as WordDocument

from app.blueprints.coedit.exporting.word_xml import w

_DEEPEST = 12  # styles that are based on each other
_USUAL = 21  # 五号, where a file says nothing


def half_points_of(document: WordDocument, style_id: str) -> int:
    """In half points: its own, else that of the style it is based on, else that of the file."""
    root = document.styles.element
    styles = {style.get(w("styleId")): style for style in root.findall(w("style"))}
    for _step in range(_DEEPEST):
        style = styles.get(style_id)
        if style is None:
            break
        if (size := _whole(style.find(f"{w('rPr')}/{w('sz')}"))) is not None:
            return size
        base = style.find(w("basedOn"))
        style_id = "" if base is None else base.get(w("val"), "")
    default = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('sz')}")
    return _whole(default) or _USUAL


def _whole(element: Any | None) -> int | None:
    value = "" if element is None else element.get(w("val"), "")
    return int(value) if value.isascii() and value.isdigit() and 8 <= int(value) <= 200 else None
