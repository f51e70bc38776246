"""Pasting: what comes from Word and WPS arrives whole, and what is bad or too much never harms the text."""

import pytest
from playwright.sync_api import expect

from tests.browser.clipboards import FROM_WORD, HERE, as_shape, drawing, enclosed, in_text, paste, rtf
from tests.browser.conftest import School
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

FROM_WPS = (HERE / "from_wps.html").read_text().replace("@PNG@", enclosed(drawing(24, 24)))
SMALL = in_text("pngblip", drawing(40, 20), 40, 20)
NATURAL = "images => images.map(each => [each.naturalWidth, each.naturalHeight])"

KINDS = """paper => [...paper.children].map(each => {
    if (each.querySelector('table')) return 'TABLE'
    return each.matches('img') || each.querySelector('img') ? 'IMG' : each.textContent
})"""


def said(window: Window, words: str) -> None:
    expect(window.page.locator('[data-coedit="notice"]')).to_contain_text(words)


def sizes(window: Window, count: int) -> object:
    pictures = window.paper.locator('img[src^="/documents/"]')
    expect(pictures).to_have_count(count)
    for number in range(count):
        expect(pictures.nth(number)).not_to_have_js_property("naturalWidth", 0)
    return pictures.evaluate_all(NATURAL)


def test_pictures_from_word_come_out_of_the_rtf_to_their_own_places(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    first = '<p class=MsoNormal>图一<img width=40 height=20 src="file:///C:/T/clip_image001.png">图一之后</p>'
    cell = '<table><tr><td>甲</td><td><p><img width=30 height=60 src="file:///C:/T/clip_image002.jpg"></p></td></tr></table>'
    drawn = '<p><img width=50 height=50 src="file:///C:/T/clip_image003.gif"></p><p>最后</p>'
    pictures = [
        SMALL,
        as_shape("jpegblip", drawing(30, 60, "JPEG"), 30, 60),
        in_text("emfblip", b"emf", 50, 50),
    ]
    paste(
        zhou,
        f"<html><body><!--StartFragment-->{first}{cell}{drawn}<!--EndFragment--></body></html>",
        rtf=rtf(*pictures),
    )

    said(zhou, "有 1 张图片没能一起粘贴")
    assert sizes(chen, 2) == [[40, 20], [30, 60]]
    expect(chen.paper.locator("td").nth(1).locator("img")).to_have_count(1)
    assert zhou.words() == ["图一", "图一之后", "甲", "最后"]
    order = zhou.paper.evaluate(KINDS)
    assert order[:4] == ["图一", "IMG", "图一之后", "TABLE"]
    zhou.expect_saved()
    assert "pasted:" not in str(school.shelf("content", school.document))


def test_lists_tables_and_pictures_come_from_wps(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    pictures = [SMALL, in_text("jpegblip", drawing(30, 60, "JPEG"), 30, 60)]
    paste(zhou, FROM_WPS, rtf=rtf(*pictures))

    assert sizes(chen, 3) == [[40, 20], [30, 60], [24, 24]]
    expect(chen.paper.locator("h3")).to_have_text("二、教学过程")
    expect(chen.paper.locator("ol > li")).to_have_count(2)
    expect(chen.paper.locator("ol > li ul > li")).to_have_text("同桌互读")
    expect(chen.paper.locator('td[rowspan="2"]')).to_have_text("环节")
    expect(chen.paper.locator("td").nth(2).locator("img")).to_have_count(1)
    zhou.expect_saved()


def test_words_and_lists_from_word_stay_when_its_pictures_cannot_be_read(school: School) -> None:
    zhou = school.window("author")
    paste(zhou, FROM_WORD, rtf=rtf(in_text("emfblip", b"emf", 50, 50)))
    said(zhou, "1 张图片没能一起粘贴")
    expect(zhou.paper.locator("ol > li")).to_have_count(3)
    expect(zhou.paper.locator("img, .picture-waiting")).to_have_count(0)
    zhou.expect_saved()
