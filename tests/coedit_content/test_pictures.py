"""Pictures are decoded and written anew: nothing else travels inside, nothing else gets in."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from app.blueprints.coedit.pictures.reencoding import MOST_BYTES, reencoded
from app.core.errors import Invalid
from tests.coedit_content.word_files import picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def photo(width: int = 640, height: int = 480) -> Image.Image:
    """Noise and a gradient: what a camera sees, and PNG cannot shrink."""
    return Image.merge("RGB", [Image.effect_noise((width, height), 60) for _ in range(3)])


def test_place_camera_and_time_are_gone_and_the_picture_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned by the camera
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    content = saved(photo(640, 480), "JPEG", exif=exif, comment=b"secret", icc_profile=b"p" * 200)

    result = reencoded(content)

    clean = opened(result.content)
    assert (result.width, result.height) == clean.size == (480, 640)
    assert dict(clean.getexif()) == {}
    assert {"exif", "icc_profile", "comment", "xmp"} & set(clean.info) == set()
    assert b"Camera" not in result.content
    assert b"secret" not in result.content


def test_long_sides_are_cut_to_2000_pixels() -> None:
    result = reencoded(saved(Image.new("RGB", (6000, 1500), "teal"), "JPEG"))

    assert (result.width, result.height) == (2000, 500)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_the_usual_kinds_are_accepted_by_content(kind: str) -> None:
    result = reencoded(picture(kind=kind))

    assert (result.width, result.height) == (240, 120)
    assert result.media_type in {"image/png", "image/jpeg"}
    assert Image.MIME[opened(result.content).format or ""] == result.media_type


def test_drawings_stay_png_and_photos_become_jpeg() -> None:
    assert reencoded(picture()).media_type == "image/png"
    assert reencoded(saved(photo(), "PNG")).media_type == "image/jpeg"


def test_transparency_is_kept() -> None:
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))

    result = reencoded(saved(clear, "WEBP", lossless=True))

    assert result.media_type == "image/png"
    assert opened(result.content).mode == "RGBA"


def test_the_first_frame_of_an_animation() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]

    result = reencoded(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))

    assert getattr(opened(result.content), "n_frames", 1) == 1
    assert opened(result.content).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_every_colour_mode_is_readable(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"

    assert reencoded(saved(Image.new(mode, (30, 20)), kind)).width == 30


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<html><img></html>",
        b"%PDF-1.7",
        b"\x00\x00\x01\x00" + bytes(60),  # .ico
        b"II*\x00" + bytes(60),  # .tiff
        picture()[:200],
        picture(kind="JPEG")[:300],
        b"GIF89a" + bytes(10),
    ],
)
def test_other_files_are_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Invalid, match="不是能显示的图片"):
        reencoded(content)


def test_heic_is_named() -> None:
    with pytest.raises(Invalid, match="HEIC"):
        reencoded(b"\x00\x00\x00\x18ftypheic" + bytes(100))


def test_too_many_bytes() -> None:
    with pytest.raises(Invalid, match="超过 20 MB"):
        reencoded(bytes(MOST_BYTES + 1))


@pytest.mark.parametrize("side", [7_000, 20_000, 65_000])
def test_a_picture_that_unpacks_to_too_many_pixels_is_refused_unread(side: int) -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))
        )

    header = struct.pack(">LLBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
    started = time.monotonic()

    with pytest.raises(Invalid, match="像素太多"):
        reencoded(bomb + chunk(b"IEND", b""))

    assert time.monotonic() - started < 1


def test_the_same_picture_has_the_same_name() -> None:
    assert reencoded(picture()).digest == reencoded(picture()).digest
