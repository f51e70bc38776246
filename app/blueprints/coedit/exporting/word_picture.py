"""A picture in a line of its own, as large as it was set in the editor, never larger than its place."""

from app.blueprints.coedit.exporting.paper import PaperPicture
from app.blueprints.coedit.exporting.word_frame import Frame
from app.blueprints.coedit.exporting.word_xml import quoted
from app.blueprints.coedit.text.schema import Node

_EMU_PER_PIXEL = 9525
_EMU_PER_TWIP = 635


def drawing(relation: str, picture: PaperPicture, attrs: Node, frame: Frame, number: int) -> str:
    width, height = _size(picture, attrs, frame)
    words = quoted(str(attrs.get("alt") or attrs.get("title") or ""))
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="图片 {number}" descr={words}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="图片 {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _size(picture: PaperPicture, attrs: Node, frame: Frame) -> tuple[int, int]:
    """In EMU. One side alone decides about the other; without any, the picture's own pixels."""
    wide, high = _positive(attrs.get("width")), _positive(attrs.get("height"))
    ratio = picture.height / picture.width
    width = wide or (high / ratio if high else picture.width)
    height = high if wide and high else width * ratio
    widest = frame.room * _EMU_PER_TWIP / _EMU_PER_PIXEL
    highest = frame.height * _EMU_PER_TWIP / _EMU_PER_PIXEL
    scale = min(1, widest / width, highest / height)
    return max(1, int(width * scale)) * _EMU_PER_PIXEL, max(1, int(height * scale)) * _EMU_PER_PIXEL


def _positive(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 1 <= value <= 4000 else None
