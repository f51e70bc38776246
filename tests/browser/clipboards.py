"""What Word, WPS and web pages put on the clipboard, and how it comes into the text."""

import base64
import io
from pathlib import Path

from PIL import Image

from tests.browser.windows import Window

HERE = Path(__file__).parent
FROM_WORD = (HERE / "from_word.html").read_text()

PASTE = """(paper, {html, words, rtf, files}) => {
    const transfer = new DataTransfer()
    transfer.setData('text/plain', words)
    if (html) transfer.setData('text/html', html)
    if (rtf) transfer.setData('text/rtf', rtf)
    for (const {name, type, size} of files) transfer.items.add(new File([new Uint8Array(size)], name, {type}))
    const how = { clipboardData: transfer, bubbles: true, cancelable: true }
    paper.dispatchEvent(new ClipboardEvent('paste', how))
}"""


def paste(
    window: Window,
    html: str = "",
    *,
    words: str = "",
    rtf: str = "",
    files: tuple[dict[str, object], ...] = (),
) -> None:
    window.paper.click()
    window.paper.evaluate(PASTE, {"html": html, "words": words, "rtf": rtf, "files": list(files)})


def drawing(width: int, height: int, kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), (width, height, 99)).save(target, kind)
    return target.getvalue()


def enclosed(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _pict(kind: str, content: bytes, width: int, height: int) -> str:
    lines = "\r\n".join(content.hex()[at : at + 128] for at in range(0, len(content.hex()), 128))
    size = f"\\picw{width * 26}\\pich{height * 26}\\picwgoal{width * 15}\\pichgoal{height * 15}"
    return (
        r"{\pict{\*\picprop\shplid1025{\sp{\sn shapeType}{\sv 75}}}\picscalex100\picscaley100"
        rf"{size}\{kind}\bliptag-1{{\*\blipuid 0a1b2c3d}}" + "\r\n" + lines + "}"
    )


def in_text(kind: str, content: bytes, width: int, height: int) -> str:
    """As Word writes a picture that stands in the line: once for itself, once for older programs."""
    older = _pict("wmetafile8", b"\x01\x00\x09\x00", width, height)
    return rf"{{\*\shppict{_pict(kind, content, width, height)}}}{{\nonshppict{older}}}"


def as_shape(kind: str, content: bytes, width: int, height: int) -> str:
    """As Word writes a picture with text flowing around it."""
    inner = _pict(kind, content, width, height)
    older = _pict("wmetafile8", b"\x01\x00", width, height)
    return rf"{{\shp{{\*\shpinst\shpleft0{{\sp{{\sn pib}}{{\sv {inner}}}}}}}{{\shprslt{older}}}}}"


def rtf(*pictures: str) -> str:
    bullets = in_text("pngblip", drawing(9, 9), 9, 9)
    return (
        r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 \'cb\'ce\'cc\'e5;}}"
        rf"{{\*\listtable{{\*\listpicture{bullets}}}}}\pard\plain \u25945?\'d1"
        + r"\par \{".join(pictures)
        + r"\par}"
    )
