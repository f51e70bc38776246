"""Pasting: what comes from Word and WPS arrives whole, and what is bad or too much never harms the text."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.clipboards import FROM_WORD, HERE, PASTE, as_shape, drawing, enclosed, in_text, paste, rtf
from tests.browser.conftest import School
from tests.browser.town import Town
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

FROM_WPS = (HERE / "from_wps.html").read_text().replace("@PNG@", enclosed(drawing(24, 24)))
SMALL = in_text("pngblip", drawing(40, 20), 40, 20)
NATURAL = "images => images.map(each => [each.naturalWidth, each.naturalHeight])"

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

KINDS = """paper => [...paper.children].map(each => {
    if (each.querySelector('table')) return 'TABLE'
    const picture = 'img:not(.ProseMirror-separator)'
    return each.matches(picture) || each.querySelector(picture) ? 'IMG' : each.textContent
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


def test_pictures_are_suggested_in_their_places_too(town: Town) -> None:
    han, cheng = (Window(town.open_plan(name, "百分数的意义")) for name in ("hanjinyue", "chengyian"))
    han.page.locator('[data-mode-choice="suggest"]').click()
    expect(han.page.locator('.coedit[data-mode="suggest"]')).to_be_visible()
    han.put_caret_behind("谁是标准”。")
    html = '<p>图前</p><p><img width=40 height=20 src="file:///C:/T/a.png"></p><p>图后</p>'
    han.paper.evaluate(PASTE, {"html": html, "words": "", "rtf": rtf(SMALL), "files": []})

    for window in (han, cheng):
        expect(window.paper.locator("img.suggested-insertion, .suggested-insertion img")).to_have_count(1)
        order = window.paper.evaluate(KINDS)
        at = order.index("IMG")
        assert (order[at - 1][-6:], order[at + 1][:2]) == ("标准”。图前", "图后")
        window.expect_saved()


NEST = "<table><tr><td>第{n}层"
NESTED = "".join(NEST.format(n=n) for n in range(1, 51)) + "</td></tr></table>" * 50
DEEPER = "".join(NEST.format(n=n) for n in range(1, 91)) + "</td></tr></table>" * 90
ROWS = "<table>" + "".join(f"<tr><td>{n}</td><td>甲</td><td>乙</td></tr>" for n in range(10_000)) + "</table>"
SVG = '<svg onload="window.hurt=1"><script>window.hurt=1</script><text>图</text></svg>'
HURTS = "javascript:window.hurt=1"


@dataclass
class Bad:
    """Something bad on the clipboard, and what is left of it: a sentence, and words."""

    html: str = ""
    words: str = ""
    said: str | None = None
    kept: str = "前面的话"
    files: tuple[dict[str, object], ...] = ()


BAD = {
    "svg": Bad(f"<p>字</p>{SVG}", said="1 张图片没能一起粘贴", kept="字"),
    "data html link": Bad(
        '<p><a href="data:text/html,<script>window.hurt=1</script>">看</a></p>',
        said="不安全的链接",
        kept="看",
    ),
    "data svg": Bad('<p>字</p><img src="data:image/svg+xml,<svg/>">', said="1 张图片没能一起粘贴", kept="字"),
    "script": Bad("<p>字<script>window.hurt=1</script></p>", said="脚本", kept="字"),
    "script link": Bad(f'<p><a href=" {HURTS}" onclick="{HURTS}">点</a></p>', said="不安全的链接", kept="点"),
    "event": Bad(
        '<p onmouseover="window.hurt=1">字<img src=x onerror="window.hurt=1"></p>', said="1 张图片", kept="字"
    ),
    "frame": Bad(
        f'<p>字</p><iframe srcdoc="<script>top.hurt=1</script>" src="{HURTS}"></iframe>',
        said="脚本",
        kept="字",
    ),
    "large picture": Bad(
        said="太大了，最多 20 MB", files=({"name": "大图.png", "type": "image/png", "size": 50 * 2**20},)
    ),
    "words": Bad(words="很长的话。" * 200_000, said="只放进了前面一部分", kept="很长的话。"),
    "lines": Bad(words="一行\n" * 30_000, said="只放进了前面一部分", kept="一行"),
    "nested": Bad(NESTED, said="嵌套的层数太多", kept="第50层"),
    "nested deeper": Bad(DEEPER, said="嵌套的层数太多", kept="第90层"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_what_is_bad_or_too_much_is_cut_and_said(school: School, bad: Bad) -> None:
    zhou = school.window("author")
    zhou.write("前面的话")
    zhou.expect_saved()
    sent: list[str] = []
    zhou.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    paste(zhou, bad.html, words=bad.words, files=bad.files)

    zhou.expect_words(bad.kept)
    zhou.expect_words("前面的话")
    if bad.said:
        said(zhou, bad.said)
    else:
        expect(zhou.page.locator('[data-coedit="notice"]')).to_be_hidden()
    zhou.expect_saved()
    assert zhou.page.evaluate("window.hurt") is None
    expect(
        zhou.paper.locator("script, iframe, svg, img, .picture-waiting, a[href^='data'], a[href*='script']")
    ).to_have_count(0)
    assert not [address for address in sent if "/images" in address]
    words = zhou.words()

    zhou.page.reload()
    zhou.expect_saved()
    assert zhou.words() == words
    zhou.write("后面的话")
    zhou.expect_saved()
    assert "后面的话" in school.stored()


def test_tables_too_deep_in_others_leave_paragraphs(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    paste(zhou, NESTED)
    for window in (zhou, chen):
        window.expect_words("第50层")
        expect(window.paper.locator("table")).to_have_count(4)
        lines = window.paper.locator("table table table td > p")
        assert lines.all_inner_texts()[-48:] == [f"第{n}层" for n in range(3, 51)]

    zhou.put_caret_behind("第3层")  # the cells of the outermost become cells there
    zhou.paper.evaluate(PASTE, {"html": NESTED, "words": "", "rtf": "", "files": []})
    expect(chen.paper.locator("table")).to_have_count(3)
    expect(chen.paper.locator("table table table td > p")).to_have_count(50)


def test_what_was_left_out_is_said_until_somebody_closes_it(school: School) -> None:
    zhou = school.window("author", **PHONE)
    notice = zhou.page.locator('[data-coedit="notice"]')
    paste(zhou, f"{SVG}{NESTED}<script>1</script>")
    for words in ("嵌套的层数太多", "脚本", "1 张图片没能一起粘贴"):
        said(zhou, words)
    zhou.put_caret_behind("第1层")
    zhou.page.locator('[data-coedit="table-toggle"]').tap()
    zhou.tool("deleteTable").tap()
    said(zhou, "已删除表格")
    expect(notice).not_to_contain_text("已删除表格")  # such sentences go by themselves

    for words in ("嵌套的层数太多", "脚本", "1 张图片没能一起粘贴"):
        said(zhou, words)
    box = notice.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert 300 <= box["width"] <= 360 - box["x"]
    notice.get_by_role("button", name="关闭提示").tap()
    expect(notice).to_be_hidden()


def test_a_wide_picture_keeps_its_proportions_and_its_column(school: School) -> None:
    zhou = school.window("author", **PHONE)
    source = f"data:image/png;base64,{enclosed(drawing(2000, 500))}"
    wide = f'<img src="{source}" width="2000" height="500">'
    paste(
        zhou,
        f'<p>图</p>{wide}<ul><li>项{wide}</li></ul><p>长<img src="{source}" width="2000" height="1900"></p>',
    )
    assert sizes(zhou, 3) == [[2000, 500]] * 3
    column = zhou.paper.evaluate("paper => paper.clientWidth")
    for picture in zhou.paper.locator('img[src^="/documents/"]').all():
        box = picture.bounding_box()
        assert box is not None
        assert 0 < box["width"] <= column
        assert box["width"] / box["height"] == pytest.approx(4, rel=0.02)
    assert zhou.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_table_of_ten_thousand_rows_stays_a_table_for_both(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("前面的话")
    paste(zhou, ROWS)

    said(zhou, "有 10000 行，只粘贴了前 300 行")
    for window in (zhou, chen):
        expect(window.paper.locator("tr")).to_have_count(300)
        expect(window.paper.locator("tr").last.locator("td")).to_contain_text(["299", "甲", "乙"])
        window.expect_words("前面的话")
    zhou.expect_saved()
    chen.put_caret_behind("299")
    chen.type("号")
    expect(zhou.paper.locator("tr").last).to_contain_text("299号")


def test_a_change_larger_than_an_update_is_saved_in_pieces(school: School) -> None:
    """Several pastes without a network are one difference of more than the room takes at once."""
    zhou = school.window("author")
    zhou.write("前面的话")
    zhou.expect_saved()
    zhou.go_offline()
    zhou.expect_status("离线")
    for _ in range(3):
        paste(zhou, words="很长的话。" * 100_000)
    zhou.come_back()
    zhou.expect_saved()
    chen = school.window("second")
    chen.expect_words("很长的话。")
    assert chen.words() == zhou.words()
    zhou.write("后面的话")
    zhou.expect_saved()
    chen.expect_words("后面的话")
