"""Pictures as people may see them: decoded and written anew, so that nothing else travels inside."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from flask_babel import gettext as _
from PIL import Image, ImageOps

from app.core.errors import Invalid

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000
JPEG_QUALITY = 85
Image.init()  # registers WebP, which is not loaded by itself
Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # a warning above it, an error above twice of it: both refused below

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
        raise Invalid(_("图片超过 %(most)d MB,请缩小后再上传。", most=MOST_BYTES // 1024 // 1024))
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Invalid(_("这是苹果手机的 HEIC 图片,请在手机上改为“兼容性最佳”或转成 JPG 后再上传。"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=_FORMATS)
            return _written(_upright(opened), is_lossless=opened.format in _LOSSLESS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Invalid(_("图片的像素太多,请缩小后再上传。")) from error
    except _UNREADABLE as error:
        raise Invalid(_("这不是能显示的图片,请上传 JPG、PNG、GIF 或 WebP 文件。")) from error


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
    png, jpeg = io.BytesIO(), io.BytesIO()
    has_alpha = plain.mode == "RGBA"
    if has_alpha or is_lossless:
        plain.save(png, "PNG", optimize=True)
    if not has_alpha:
        plain.save(jpeg, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    # A drawing stays sharp as PNG unless that costs much more: then it is a photo.
    is_png = has_alpha or (is_lossless and png.tell() <= 1.5 * jpeg.tell())
    content, media_type = (png, "image/png") if is_png else (jpeg, "image/jpeg")
    return Picture(content.getvalue(), media_type, *plain.size)
