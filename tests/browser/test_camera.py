"""A picture from a teacher's phone in another teacher's text: upright, and without where it was taken."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import School

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
ORIENTATION, PLACE = 0x0112, 0x8825
TURNED = 6


def photo(folder: Path) -> Path:
    """As a phone held upright takes it: lying, with a note how to turn it, and where it was."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    exif.get_ifd(PLACE)[1] = "N"
    place = folder / "IMG_2041.jpg"
    Image.effect_noise((640, 480), 60).convert("RGB").save(place, "JPEG", exif=exif)
    return place


def test_a_photo_from_the_camera_of_a_phone_reaches_the_other(school: School, tmp_path: Path) -> None:
    zhou, chen = school.window("author", **PHONE), school.window("second")
    zhou.write("板书照片：")
    with zhou.page.expect_file_chooser() as chooser:
        zhou.tool("camera").tap()
    assert chooser.value.element.get_attribute("capture") == "environment"
    chooser.value.set_files(photo(tmp_path))

    for window in (chen, zhou):
        picture = window.paper.locator('img[src^="/documents/"]')
        expect(picture).to_have_js_property("naturalWidth", 480)
        expect(picture).to_have_js_property("naturalHeight", 640)
        window.expect_saved()
    assert zhou.page.evaluate("document.documentElement.scrollWidth") <= 360
    source = chen.paper.locator('img[src^="/documents/"]').get_attribute("src")
    stored = Image.open(io.BytesIO(chen.page.request.get(f"{school.server.url}{source}").body()))
    assert stored.size == (480, 640)
    assert dict(stored.getexif()) == {}

    chen.write("好")
    zhou.expect_words("好")


def test_a_photo_larger_than_the_limit_is_refused_on_the_phone_with_a_sentence(
    school: School, tmp_path: Path
) -> None:
    zhou = school.window("author", **PHONE)
    large = tmp_path / "大图.jpg"
    large.write_bytes(bytes(20 * 2**20 + 1))
    zhou.write("板书照片：")

    zhou.page.set_input_files('[data-coedit="camera-file"]', large)

    expect(zhou.page.locator('[data-coedit="notice"]')).to_contain_text("最多 20 MB")
    expect(zhou.paper.locator("img, .picture-waiting")).to_have_count(0)
    zhou.write("还能写")
    zhou.expect_saved()
