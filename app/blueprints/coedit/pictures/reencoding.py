"""Pictures as people may see them: decoded and written anew, so that nothing else travels inside."""

import hashlib
import io
from dataclasses import dataclass

from flask_babel import gettext as _
from PIL import Image, ImageOps

from app.core.errors import Invalid

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000
JPEG_QUALITY = 85
DRAWING_COLOURS = 4096  # of a sample of 65,536 pixels; photos have tens of thousands
Image.init()  # registers WebP, which is not loaded by itself
Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # also for what a header hides: frames, thumbnails

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_LOSSLESS = {"PNG", "GIF", "BMP"}
_HEIC_BRANDS = {b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1"}
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, MemoryError)


@dataclass(frozen=True)
class Picture:
    """A picture that was made here from what somebody handed in."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def reencoded(content: bytes) -> Picture:
    """The picture upright, at most 2000 pixels long, without place, time and camera. Raises Invalid."""
    if len(content) > MOST_BYTES:
        raise Invalid(_("图片超过 %(most)d MB，请缩小后再上传。", most=MOST_BYTES // 1024 // 1024))
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Invalid(_("这是苹果手机的 HEIC 图片，请在手机上改为“兼容性最佳”或转成 JPG 后再上传。"))
    try:
        opened = Image.open(io.BytesIO(content), formats=_FORMATS)
        if opened.width * opened.height > MOST_PIXELS:  # known from the header: nothing is decoded yet
            raise _too_many_pixels()
        return _written(_upright(opened), is_lossless=opened.format in _LOSSLESS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_many_pixels() from error
    except _UNREADABLE as error:
        raise Invalid(_("这不是能显示的图片，请上传 JPG、PNG、GIF 或 WebP 文件。")) from error


def _too_many_pixels() -> Invalid:
    return Invalid(_("图片的像素太多，请缩小后再上传。"))


def _upright(opened: Image.Image) -> Image.Image:
    """The first frame, turned as the camera meant it, small enough, in plain colours."""
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at half its size or less
    picture = ImageOps.exif_transpose(opened)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    lowest, _highest = clear.getchannel("A").getextrema()
    return clear if lowest != 255 else clear.convert("RGB")


def _written(picture: Image.Image, *, is_lossless: bool) -> Picture:
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)  # pixels only: colour profiles and comments stay behind
    target = io.BytesIO()
    if plain.mode == "RGBA" or (is_lossless and _is_drawing(plain)):
        plain.save(target, "PNG")
        return Picture(target.getvalue(), "image/png", *plain.size)
    plain.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return Picture(target.getvalue(), "image/jpeg", *plain.size)


def _is_drawing(picture: Image.Image) -> bool:
    """Few colours: lines and letters that JPEG would blur, and that PNG keeps small."""
    sample = picture.resize((256, 256), Image.Resampling.NEAREST)
    return sample.getcolors(maxcolors=DRAWING_COLOURS) is not None
