"""Text boxes and pictures where the converter keeps them; a note where something drawn cannot come along.

Measured with pandoc 3.9: it drops a paragraph that holds a text box, the words that share a run with a
picture, and without a word every chart, drawing and picture that it cannot find.
"""

import copy
from collections.abc import Collection, Iterator

from lxml import etree

from app.blueprints.coedit.text.html_read import UNKNOWN_PICTURE
from app.blueprints.coedit.word.xml import NS, W, all_of, remove, replace, text_run

_GRAPHIC = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_SHOWS = ".//w:txbxContent|.//a:blip|.//v:imagedata|.//v:textpath|.//m:oMath|.//w:t"
_PICTURES = ".//a:blip|.//v:imagedata"
_SHAPES = ".//wps:wsp[not(wps:txbx)]|.//v:group//v:*[not(v:textbox)][not(self::v:group)]"
_STRAIGHT = frozenset({"line", "straightConnector1"})
_V = f"{{{NS['v']}}}"
_LINE = f"{_V}line"
_DRAWN = frozenset({f"{{{NS['wps']}}}wsp", _LINE}) | {
    f"{_V}{name}" for name in ("shape", "rect", "roundrect", "oval", "arc", "curve", "polyline")
}
_EMBEDDED, _IMAGE = f"{{{NS['r']}}}embed", f"{{{NS['r']}}}id"
_IS_RULE = f"{{{NS['o']}}}hr"


def choose_alternatives(part: etree._Element) -> None:
    """Of what is written for several programs the first version that shows something we can read."""
    for either in reversed(all_of(part, "//mc:AlternateContent")):
        versions = all_of(either, "mc:Choice|mc:Fallback")
        chosen = next((each for each in versions if all_of(each, _SHOWS)), next(iter(versions), None))
        replace(either, *(list(chosen) if chosen is not None else []))


def take_text_out_of_boxes(part: etree._Element) -> None:
    """The paragraphs of a text box follow the paragraph that it is anchored in."""
    emptied: dict[etree._Element, None] = {}
    for box in reversed(all_of(part, "//w:txbxContent")):  # the innermost first
        anchor = next(box.iterancestors(f"{W}p"), None)
        if anchor is None:
            continue
        for block in reversed(list(box)):
            anchor.addnext(copy.deepcopy(block))
        emptied |= dict.fromkeys(_graphics_around(box, anchor))
        remove(box)
    for graphic in emptied:
        if not _is_drawn(graphic) and not all_of(graphic, _PICTURES):
            remove(graphic)


def note_what_is_lost(part: etree._Element, pictures: Collection[str]) -> None:
    """`pictures`: the ids of those that are in the file. One note in a paragraph says enough."""
    for paragraph in list(part.iter(f"{W}p")):
        noted = False
        for graphic in [each for each in paragraph.iter(*_GRAPHIC) if _is_own(each, paragraph)]:
            if any(_picture_of(each) in pictures for each in all_of(graphic, _PICTURES)):
                continue
            words = "".join(each.get("string") or "" for each in all_of(graphic, ".//v:textpath"))
            if words:
                replace(graphic, *text_run(words))
            elif _is_lost(graphic):
                replace(graphic, *(() if noted else text_run(UNKNOWN_PICTURE)))
                noted = True


def give_pictures_their_own_runs(part: etree._Element) -> None:
    for run in all_of(part, "//w:r[w:t and (w:drawing or w:pict or w:object)]"):
        style = run.find(f"{W}rPr")
        for child in reversed(list(run)):
            if child is style:
                continue
            alone = etree.Element(f"{W}r")
            if style is not None:
                alone.append(copy.deepcopy(style))
            alone.append(child)
            run.addnext(alone)
        remove(run)


def _is_own(graphic: etree._Element, paragraph: etree._Element) -> bool:
    """Not in another graphic, and not of a paragraph within this one."""
    around = next(graphic.iterancestors(f"{W}p", *_GRAPHIC), None)
    return around is paragraph


def _picture_of(element: etree._Element) -> str:
    return element.get(_EMBEDDED) or element.get(_IMAGE) or ""


def _is_drawn(graphic: etree._Element) -> bool:
    """Whether there are shapes in it beside text boxes."""
    return any(each.tag in _DRAWN for each in all_of(graphic, _SHAPES))


def _is_lost(graphic: etree._Element) -> bool:
    """A rule is kept by the converter, and a lone line says little."""
    if all_of(graphic, ".//*[@o:hr]"):
        return False
    if graphic.tag == f"{W}pict":
        return any(each.tag in _DRAWN - {_LINE} for each in graphic.iter())
    kinds = {each.get("prst") for each in all_of(graphic, ".//a:prstGeom")}
    return not kinds or not kinds <= _STRAIGHT or len(all_of(graphic, ".//wps:wsp")) > 1


def _graphics_around(box: etree._Element, anchor: etree._Element) -> list[etree._Element]:
    """The outermost, if there is one."""
    found = [each for each in _ancestors_below(box, anchor) if each.tag in _GRAPHIC]
    return found[-1:]


def _ancestors_below(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for ancestor in element.iterancestors():
        if ancestor is top:
            return
        yield ancestor
