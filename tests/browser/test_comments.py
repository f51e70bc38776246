"""Two teachers talk beside a plan: live, through edits and deletions, without network, on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.town import Town
from tests.browser.windows import Window
from tests.coedit.browsers import wait_until

pytestmark = pytest.mark.browser

TITLE = "百分数的意义"
QUOTE = "写成85%千克吗"


class Desk(Window):
    """A teacher's window, with the comments beside the text."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.new: Locator = page.locator('[data-coedit="comments-new"]')
        self.marks: Locator = page.locator(".comment-mark")
        self.waiting: Locator = page.locator(".thread-waiting")

    def comment(self, quote: str, words: str) -> None:
        self.select(quote)
        self.press("Control+Alt+KeyM")
        expect(self.new.locator("textarea")).to_be_focused()
        self.type(words)
        self.press("Control+Enter")

    def thread(self, words: str) -> Locator:
        return self.page.locator(".thread[data-thread]", has_text=words)

    def mark_of(self, words: str) -> Locator:
        return self.page.locator(f'[data-thread-mark="{self.thread(words).get_attribute("data-thread")}"]')

    def expect_marked(self, words: str, quote: str) -> None:
        """Somebody's caret may stand in the middle of the quote and part its mark."""
        expect(self.mark_of(words).first).to_be_visible()
        wait_until(lambda: "".join(self.mark_of(words).all_text_contents()) == quote)

    def filter(self, name: str) -> None:
        self.page.locator(f'[data-filter="{name}"]').click()


def open_plan(town: Town, account: str, **options: object) -> Desk:
    desk = Desk(town.open_plan(account, TITLE, **options))
    desk.expect_saved()
    return desk


def test_a_conversation_arrives_live_and_follows_the_text(town: Town) -> None:
    lin, cheng = open_plan(town, "linzhiyuan"), open_plan(town, "chengyian")

    lin.comment(QUOTE, "这一句先不要给答案")
    expect(cheng.thread("先不要给答案")).to_be_visible()
    cheng.expect_marked("先不要给答案", QUOTE)

    reply(cheng, "先不要给答案", "好的，@lzy", pick="林知远")
    expect(lin.thread("先不要给答案").locator(".mention")).to_have_text("@林知远")
    expect(lin.page.locator(".coedit-head > .bell .bell-count")).to_be_visible()

    cheng.put_caret_behind("写成85%")
    cheng.type("的")
    cheng.put_caret_behind("含棉85%，可以")
    cheng.type("直接")
    lin.expect_marked("先不要给答案", "写成85%的千克吗")

    lin.thread("先不要给答案").get_by_role("button", name="解决").click()
    expect(cheng.thread("先不要给答案")).to_be_hidden()
    expect(cheng.mark_of("先不要给答案")).to_have_count(0)
    cheng.filter("resolved")
    expect(cheng.thread("林知远 已解决")).to_be_visible()


def test_a_settled_conversation_is_opened_again_in_both_windows(town: Town) -> None:
    lin, cheng = open_plan(town, "linzhiyuan"), open_plan(town, "chengyian")
    lin.comment(QUOTE, "先不要给答案")
    cheng.expect_marked("先不要给答案", QUOTE)
    before = cheng.page.locator(".thread[data-state=open]").count()

    cheng.thread("先不要给答案").locator(".thread-quote").click()
    cheng.thread("先不要给答案").get_by_role("button", name="解决").click()
    for desk in (lin, cheng):
        expect(desk.thread("先不要给答案")).to_be_hidden()
        expect(desk.mark_of("先不要给答案")).to_have_count(0)
    lin.filter("resolved")
    expect(lin.thread("先不要给答案")).to_contain_text("程亦安 已解决")
    lin.thread("先不要给答案").locator(".thread-quote").click()
    lin.thread("先不要给答案").get_by_role("button", name="重新打开").click()

    expect(lin.thread("先不要给答案")).to_be_hidden()  # among the settled ones
    expect(cheng.thread("先不要给答案")).to_be_visible()
    expect(cheng.page.locator(".thread[data-state=open]")).to_have_count(before)
    for desk in (lin, cheng):
        desk.filter("open")
        expect(desk.thread("先不要给答案")).to_be_visible()
        expect(desk.thread("先不要给答案")).not_to_contain_text("已解决")
        desk.expect_marked("先不要给答案", QUOTE)


def test_what_a_comment_was_about_is_deleted_and_comes_back(town: Town) -> None:
    lin, cheng = open_plan(town, "linzhiyuan"), open_plan(town, "chengyian")
    quote = "学生缺的不是见过"
    lin.comment(quote, "这句写得好")
    cheng.expect_marked("这句写得好", quote)

    cheng.select(quote)
    cheng.press("Delete")

    gone = lin.thread("这句写得好").get_by_text("原文已删除")
    expect(gone).to_be_visible()
    expect(lin.page.locator(".threads .thread:visible").last).to_contain_text("这句写得好")
    expect(lin.thread("这句写得好").locator(".thread-quote")).to_contain_text(quote)
    cheng.press("Control+z")
    expect(gone).to_be_hidden()
    lin.expect_marked("这句写得好", quote)


def test_everything_is_deleted_and_comes_back_with_its_comments(town: Town) -> None:
    lin, cheng = open_plan(town, "linzhiyuan"), open_plan(town, "chengyian")
    quotes = {"这句写得好": "学生缺的不是见过", "先不要给答案": QUOTE, "哪一位": "程亦安 青禾"}
    for words, quote in quotes.items():
        lin.comment(quote, words)
        cheng.expect_marked(words, quote)
    lin.select("写成85%")
    lin.press("ArrowRight")
    lin.type("的")  # the words are not those of the comment any more
    lin.put_caret_behind("谁是标准")
    quotes["先不要给答案"] = "写成85%的千克吗"
    cheng.expect_marked("先不要给答案", quotes["先不要给答案"])
    gone = lin.page.locator('.thread [data-part="gone"]:visible')
    expect(gone).to_have_count(0)

    cheng.paper.focus()
    cheng.press("Control+a")
    cheng.press("Delete")
    expect(gone).to_have_count(lin.page.locator(".thread:visible").count())
    cheng.press("Control+z")

    expect(gone).to_have_count(0)
    cheng.expect_saved()
    for desk in (lin, cheng):
        desk.page.reload()
        desk.expect_saved()
        for words, quote in quotes.items():
            desk.expect_marked(words, quote)
    expect(gone).to_have_count(0)


def test_a_sentence_that_is_cut_and_pasted_takes_its_comment_along(town: Town) -> None:
    lin, cheng = open_plan(town, "linzhiyuan"), open_plan(town, "chengyian")
    quote = "学生缺的不是见过，而是说清"
    lin.comment(quote, "这句写得好")
    cheng.expect_marked("这句写得好", quote)

    cheng.select(quote)
    cheng.press("Control+x")
    expect(lin.thread("这句写得好").get_by_text("原文已删除")).to_be_visible()
    cheng.put_caret_behind("技巧出发。")
    cheng.press("Control+v")

    for desk in (lin, cheng):
        desk.expect_marked("这句写得好", quote)


def test_text_and_comments_lead_to_each_other(town: Town) -> None:
    lin = open_plan(town, "linzhiyuan")
    thread = lin.page.locator(".thread[data-thread]", has_text="增长率学生没有生活经验")

    thread.locator(".thread-quote").click()
    mark = lin.page.locator(".comment-active")
    expect(mark).to_be_in_viewport()

    other = lin.page.locator(".comment-mark", has_text="一件衣服含棉85%")
    other.click()
    expect(lin.page.locator(".thread[data-active]")).to_contain_text("前测题很好")
    lin.press("Control+Alt+KeyM")
    expect(lin.page.locator(".thread[data-active] .thread-reply textarea").last).to_be_focused()


def test_a_comment_written_without_network_is_sent_once_on_return(town: Town) -> None:
    lin, cheng = open_plan(town, "linzhiyuan"), open_plan(town, "chengyian")
    lin.go_offline()
    lin.expect_status(re.compile("离线"))

    lin.comment(QUOTE, "没有网络也写得下")
    expect(lin.waiting).to_contain_text("恢复后自动发出")
    lin.select("谁是标准")
    lin.press("Control+Alt+KeyM")
    lin.type("只写了一半")

    lin.come_back()
    expect(lin.waiting).to_have_count(0)
    expect(cheng.thread("没有网络也写得下")).to_have_count(1)
    lin.page.reload()
    lin.expect_saved()
    expect(lin.new.locator("textarea")).to_have_value("只写了一半")
    lin.new.get_by_role("button", name="发出").click()
    expect(cheng.thread("只写了一半")).to_have_count(1)
    cheng.expect_marked("只写了一半", "谁是标准")


def test_too_long_a_comment_keeps_its_words(town: Town) -> None:
    lin = open_plan(town, "linzhiyuan")
    lin.select(QUOTE)
    lin.press("Control+Alt+KeyM")
    area = lin.new.locator("textarea")
    area.fill("长" * 2001)

    lin.new.get_by_role("button", name="发出").click()

    expect(lin.new.get_by_role("alert")).to_contain_text("现在有 2001 字")
    expect(area).to_have_value("长" * 2001)


def test_on_a_phone_the_conversation_is_a_sheet_from_below(town: Town) -> None:
    tian = open_plan(
        town, "tianxiaoman", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    sheet = tian.page.locator('[data-coedit="comments"]')
    expect(sheet).to_be_hidden()

    tian.select(QUOTE)
    tian.page.locator('[data-coedit="comment-here"]').tap()
    expect(sheet).to_be_visible()
    tian.type("手机上也能写")
    tian.new.get_by_role("button", name="发出").tap()
    expect(tian.thread("手机上也能写")).to_be_visible()

    tian.thread("手机上也能写").locator(".thread-quote").tap()
    expect(sheet).to_be_hidden()
    expect(tian.page.locator(".comment-active")).to_be_in_viewport()
    assert tian.page.evaluate("document.documentElement.scrollWidth") <= 360


def remove_qin(cheng: Desk) -> None:
    cheng.page.goto(cheng.page.url.replace("/edit", "/participants"))
    row = cheng.page.locator(".row", has_text="秦朗")
    row.get_by_text("移出", exact=True).first.click()
    row.get_by_role("button", name="移出").click()


def test_who_takes_part_no_more_but_may_read_has_no_say(town: Town) -> None:
    qin, cheng = open_plan(town, "qinlang"), open_plan(town, "chengyian")
    qin.select(QUOTE)
    expect(qin.page.locator('[data-coedit="comment-here"]')).to_be_visible()
    expect(qin.page.locator(".thread-reply")).not_to_have_count(0)

    remove_qin(cheng)

    qin.expect_status("只读")
    expect(qin.page.locator(".thread-reply")).to_have_count(0)
    expect(qin.page.locator(".thread[data-thread]").first).to_be_visible()
    qin.select("谁是标准")
    expect(qin.page.locator('[data-coedit="comment-here"]')).to_be_hidden()


def test_who_may_know_of_it_no_more_sees_no_comments(town: Town) -> None:
    qin, cheng = open_plan(town, "qinlang"), open_plan(town, "chengyian")
    expect(qin.page.locator(".thread[data-thread]").first).to_be_visible()
    plan = cheng.page.url
    cheng.page.goto(plan.replace("/edit", "/details"))
    cheng.page.get_by_label("谁可以看到").select_option("private")
    cheng.page.get_by_role("button", name="保存").click()
    cheng.page.goto(plan)

    remove_qin(cheng)

    qin.expect_status("已失去权限")
    expect(qin.page.locator(".thread[data-thread]")).to_have_count(0)
    expect(qin.marks).to_have_count(0)
    expect(qin.paper).to_be_hidden()


def reply(desk: Desk, thread: str, words: str, *, pick: str) -> None:
    """Writes words that end in a beginning of a name, and takes the name that is offered."""
    desk.thread(thread).locator(".thread-quote").click()
    area = desk.thread(thread).locator(".thread-reply textarea")
    area.click()
    desk.type(words)
    expect(desk.page.get_by_role("option", name=pick)).to_be_visible()
    desk.press("Enter")
    desk.press("Control+Enter")
