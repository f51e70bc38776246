"""What was put in stays: the caret stands behind it, and the next words neither replace it nor go astray."""

import pytest
from playwright.sync_api import expect

from tests.browser.clipboards import PASTE, drawing, enclosed
from tests.browser.conftest import School
from tests.browser.town import Town
from tests.browser.windows import FRAME, Window

pytestmark = pytest.mark.browser

OURS = 'img[src^="/documents/"]'
TABLE = "<table><tr><td>{0}甲</td><td>{0}乙</td></tr></table>"
FORMULA = '<div data-type="block-math" data-latex="x^2"></div>'
PICTURE = f'<img src="data:image/png;base64,{enclosed(drawing(40, 20))}">'
PLAN = "百分数的意义"

ORDER = """paper => {
    const name = each => each.querySelector('table') ? 'TABLE' : each.matches('.formula') ? 'FORMULA' :
        each.matches('img') || each.querySelector('img:not(.ProseMirror-separator)') ? 'IMG' : null
    const copy = paper.cloneNode(true)
    copy.querySelectorAll('.caret, .picture-waiting, .ProseMirror-widget').forEach(each => each.remove())
    return [...copy.children].map(each => name(each) ?? each.textContent)
}"""


def paste_here(window: Window, html: str) -> None:
    """Where the caret is: a click would put it elsewhere."""
    window.paper.evaluate(PASTE, {"html": html, "words": "", "rtf": "", "files": []})
    window.page.evaluate(FRAME)


def order(window: Window) -> list[str]:
    found: list[str] = window.paper.evaluate(ORDER)
    return found


def photo(window: Window, slot: str, *, count: int = 1) -> None:
    files = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": drawing(40 + n, 20)} for n in range(count)
    ]
    window.page.set_input_files(f'[data-coedit="{slot}-file"]', files)  # type: ignore[arg-type]


def expect_pictures(window: Window, count: int) -> None:
    expect(window.paper.locator(OURS)).to_have_count(count)
    expect(window.paper.locator(".picture-waiting")).to_have_count(0)


@pytest.mark.parametrize("slot", ["picture", "camera"])
def test_words_typed_behind_a_picture_leave_it_there(school: School, slot: str) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.paper.click()
    photo(zhou, slot)
    expect_pictures(zhou, 1)
    zhou.type("图后的话")

    expect_pictures(zhou, 1)
    assert order(zhou) == ["IMG", "图后的话"]
    chen.expect_words("图后的话")
    assert order(chen) == ["IMG", "图后的话"]


def test_pictures_chosen_together_stay_together_while_somebody_writes_elsewhere(school: School) -> None:
    zhou = school.window("author")
    zhou.write("前面\n")
    zhou.press("Enter")
    photo(zhou, "picture", count=3)
    zhou.type("边传边写")
    zhou.put_caret_behind("前面")
    expect_pictures(zhou, 3)
    zhou.type("的话")

    assert order(zhou) == ["前面的话", "", "IMG", "IMG", "IMG", "边传边写"]


@pytest.mark.parametrize("before", ["", "前面"])
def test_words_typed_behind_what_was_pasted_leave_it_there(school: School, before: str) -> None:
    zhou = school.window("author")
    zhou.paper.click()
    for html in (
        PICTURE,
        f"<p>看图</p>{PICTURE}",
        FORMULA,
        f"<p>看式</p>{FORMULA}",
        "<hr>",
        TABLE.format(""),
    ):
        zhou.press("Control+a")
        zhou.press("Backspace")
        zhou.type(before)
        paste_here(zhou, html)
        expect_pictures(zhou, html.count("<img"))
        pasted = order(zhou)
        zhou.type("后面的话")

        assert order(zhou) == [*pasted[:-1], "后面的话"], html
        has_words = before or html.startswith("<p>")
        assert len(pasted) == (3 if has_words else 2)
    zhou.expect_saved()


def test_a_picture_of_our_own_and_one_in_a_cell(school: School) -> None:
    zhou = school.window("author")
    zhou.paper.click()
    paste_here(zhou, TABLE.format(""))
    zhou.put_caret_behind("甲")
    photo(zhou, "picture")
    expect_pictures(zhou, 1)
    zhou.type("图后")
    cell = zhou.paper.locator("td").first
    expect(cell).to_have_text("甲图后")
    source = zhou.paper.locator(OURS).get_attribute("src")

    zhou.put_caret_behind("乙")
    zhou.press("Shift+Home")
    zhou.page.evaluate(FRAME)
    paste_here(zhou, f'<img src="{source}">')
    zhou.type("又一次")
    expect(zhou.paper.locator("td").nth(1)).to_have_text("又一次")
    expect(zhou.paper.locator("td").nth(1).locator("img")).to_have_count(1)
    assert order(zhou) == ["TABLE", ""]


def test_a_picture_at_the_end_of_a_section_gets_a_paragraph_before_the_next_heading(school: School) -> None:
    zhou = school.window("author")
    zhou.paper.click()
    paste_here(zhou, "<h2>导入</h2><p>问</p><h2>新授</h2><p>讲</p>")
    zhou.put_caret_behind("问")
    zhou.press("Backspace")
    photo(zhou, "picture")
    expect_pictures(zhou, 1)
    zhou.type("图后")
    assert order(zhou) == ["导入", "IMG", "图后", "新授", "讲"]


def test_a_formula_of_its_own_line_stays_when_somebody_writes_on(school: School) -> None:
    zhou = school.window("author")
    zhou.paper.click()
    source = zhou.page.get_by_label("LaTeX")
    zhou.tool("formula").click()
    zhou.page.get_by_label("单独成行").check()
    source.fill("a+b")
    source.press("Control+Enter")
    expect(source).to_be_hidden()
    zhou.expect_caret()
    zhou.type("式后")
    assert order(zhou) == ["FORMULA", "式后"]

    zhou.paper.locator(".formula").dblclick()
    source.fill("a-b")
    source.press("Control+Enter")
    expect(source).to_be_hidden()
    zhou.expect_caret()
    zhou.type("再写")
    assert order(zhou) == ["FORMULA", "再写式后"]
    expect(zhou.paper.locator(".formula annotation")).to_have_text("a-b")


def test_words_behind_a_pasted_table_do_not_go_into_the_next_table(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.paper.click()
    paste_here(zhou, f"<p>前</p>{TABLE.format('一')}{TABLE.format('三')}")
    zhou.put_caret_behind("前")
    paste_here(zhou, TABLE.format("二"))
    zhou.type("表后的话")

    wanted = ["前", "TABLE", "表后的话", "TABLE", "TABLE", ""]
    assert order(zhou) == wanted
    cells = ["二甲", "二乙", "一甲", "一乙", "三甲", "三乙"]
    expect(zhou.paper.locator("td")).to_have_text(cells)
    chen.expect_words("表后的话")
    assert order(chen) == wanted


def test_one_step_back_takes_a_pasted_table_and_only_that(school: School) -> None:
    zhou = school.window("author")
    zhou.paper.click()
    paste_here(zhou, f"<p>前</p>{TABLE.format('一')}")
    zhou.put_caret_behind("前")
    zhou.type("面")
    paste_here(zhou, TABLE.format("二"))
    zhou.type("后")
    assert order(zhou) == ["前面", "TABLE", "后", "TABLE", ""]

    zhou.press("Control+z")
    assert order(zhou) == ["前面", "TABLE", "", "TABLE", ""]
    zhou.press("Control+z")
    assert order(zhou) == ["前面", "TABLE", ""]
    zhou.press("Control+Shift+z")
    assert order(zhou) == ["前面", "TABLE", "", "TABLE", ""]


def test_a_table_before_a_heading_or_between_words_has_its_own_line_behind(school: School) -> None:
    zhou = school.window("author")
    zhou.paper.click()
    paste_here(zhou, "<p>导入语</p><h2>新授</h2><p>讲解</p><p>小结</p>")
    zhou.put_caret_behind("导入语")
    paste_here(zhou, TABLE.format("一"))
    zhou.type("表后一")
    zhou.put_caret_behind("讲解")
    paste_here(zhou, TABLE.format("二"))
    zhou.type("表后二")
    zhou.put_caret_behind("小")
    paste_here(zhou, TABLE.format("三"))
    zhou.type("表后三")

    wanted = ["导入语", "TABLE", "表后一", "新授", "讲解", "TABLE", "表后二", "小", "TABLE", "表后三结"]
    assert order(zhou) == wanted


def test_suggested_tables_and_pictures_stay_when_words_follow(town: Town) -> None:
    han = Window(town.open_plan("hanjinyue", PLAN))
    han.expect_saved()
    han.page.locator('[data-mode-choice="suggest"]').click()
    expect(han.page.locator('.coedit[data-mode="suggest"]')).to_be_visible()
    han.put_caret_behind("谁是标准”。")
    paste_here(han, TABLE.format("二"))
    han.type("表后的话")
    photo(han, "picture")
    expect_pictures(han, 1)
    han.type("图后的话")

    found = order(han)
    at = found.index("表后的话")
    assert (found[at - 1], found[at + 1], found[at + 2]) == ("TABLE", "IMG", "图后的话")
    expect(han.paper.locator("ins, .suggested-insertion").filter(has_text="图后的话").first).to_be_visible()
    han.expect_saved()
