"""One lesson from a Word file to the plan that all find: three teachers' windows, one server, some bad luck.

That such a test notices a loss: `test_a_pump_that_acknowledges_early_is_found_out` (tests/coedit).
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.town import Town
from tests.browser.windows import Window
from tests.coedit.browsers import wait_until
from tests.installation import Installation
from tests.live import ROOT

pytestmark = pytest.mark.browser

WORD_FILE = ROOT / "app/demo/files/认识分数教案.docx"
TITLE = "认识分数:几校合备"
MOST_BYTES = 200 * 1024


def test_from_a_word_file_to_the_plan_that_others_find(town: Town) -> None:
    han = town.come("hanjinyue")  # 白鹭湾
    address = start_from_word(han)
    for guest in ("何嘉言", "苏屿"):
        invite(han, address, guest)

    su = town.come("suyu")  # 柳溪
    open_from_the_list(su)
    ye = town.come("yezhiqiu")  # 青禾, leads the lesson group
    open_from_the_list(ye)
    han.goto(f"{address}/edit")
    windows = [Window(page) for page in (han, su, ye)]
    write_together(*windows)
    lose_the_network(*windows)
    document = int(str(han.locator("[data-document-id]").get_attribute("data-document-id")))
    lose_the_server(town.installation, document, *windows)

    finalize(ye, address, *windows[:2])
    for window in windows[:2]:
        read_the_final_text(window, address)
    read_without_scripts(town, address)
    find_by_a_word_of_the_text(town.come("qinlang"), address)  # 石桥村, took no part


def start_from_word(page: Page) -> str:
    page.get_by_role("link", name="集体备课").first.click()
    page.get_by_role("link", name="发起集体备课").first.click()
    page.get_by_label("查找课题").fill("rsfs")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="认识分数（几分之一）").first.click()
    page.locator("[name=title]").fill(TITLE)
    page.set_input_files("input[type=file]", WORD_FILE)
    expect(page.get_by_label("用一份现成的 Word 教案")).to_be_checked()
    page.get_by_role("button", name="开始备课").click()
    page.wait_for_url("**/edit")
    expect(page.get_by_text("已从 Word 文件建立备课")).to_be_visible()
    address = page.url.removesuffix("/edit")
    page.goto(address)
    preview = page.locator("main .prose")
    for part in ("table", "img", "[data-latex]"):
        expect(preview.locator(part).first).to_be_attached()
    expect(page.get_by_text("阮星河").first).to_be_visible()  # of the lesson group
    return address


def invite(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/participants")
    page.get_by_label("姓名、拼音、工号或备课组").fill(name)
    page.locator("#found-people").get_by_role("button", name=re.compile(f"邀请.*{name}")).click()
    expect(page.get_by_text("已邀请 1 位老师")).to_be_visible()


def open_from_the_list(page: Page) -> None:
    page.get_by_role("link", name="集体备课").first.click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="一起编辑").click()


def write_together(han: Window, su: Window, ye: Window) -> None:
    for window in (han, su, ye):
        window.expect_saved()
    han.write("韩:先折纸。")
    su.expect_words("韩:先折纸。")
    su.write("苏:加一个歪着折的反例。")
    ye.expect_words("歪着折的反例。")
    ye.write("叶:都好。")
    for window in (han, su, ye):
        window.expect_saved()
        for words in ("先折纸", "反例", "都好"):
            window.expect_words(words)
    expect(han.paper.locator(".caret-label", has_text="苏屿 · 柳溪")).to_be_attached()
    expect(su.paper.locator(".caret-label", has_text="韩今越 · 白鹭湾")).to_be_attached()


def lose_the_network(han: Window, su: Window, ye: Window) -> None:
    han.go_offline()
    han.expect_status("离线")
    han.write("韩离线时写的。")
    han.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    su.write("苏同时写的石榴籽。")
    su.expect_saved()
    han.come_back()
    for window in (han, su, ye):
        window.expect_words("韩离线时写的。")
        window.expect_words("苏同时写的石榴籽。")
        window.expect_saved()
    assert han.words() == su.words() == ye.words()


def lose_the_server(installation: Installation, document: int, han: Window, su: Window, ye: Window) -> None:
    su.write("\n苏的一段。")
    han.expect_words("苏的一段。")
    han.put_caret_behind("韩:先折纸。")
    for time in ("一", "二"):
        han.type(f"〔韩{time}〕")
        su.type(f"〔苏{time}〕")
        han.expect_saved()
        su.expect_saved()
        han.type(f"〔韩正打着{time}〕")
        su.type(f"〔苏正打着{time}〕")
        installation.server.kill()
        stored = installation.stored_text(document)
        assert f"〔韩{time}〕" in stored
        assert f"〔苏{time}〕" in stored
        han.type(f"〔韩没有服务器{time}〕")
        for window in (han, su):
            window.expect_status("离线")
        installation.server.start()
        for window in (han, su, ye):
            window.expect_saved()
            window.expect_words(f"〔韩没有服务器{time}〕")
    stored = installation.stored_text(document)
    for who in ("韩", "苏", "韩正打着", "苏正打着", "韩没有服务器"):
        for time in ("一", "二"):
            assert who + time in stored
    wait_until(lambda: han.words() == su.words() == ye.words())


def finalize(page: Page, address: str, han: Window, su: Window) -> None:
    """Han may move it on as well, Su not; the pages of both are open and follow."""
    expect_stage(han, "初备", next_step="发布初案")
    page.goto(address)
    for move, state, next_step in (
        ("发布初案", "已发布初案", "开始研讨"),
        ("开始研讨", "研讨中", "结束研讨"),
    ):
        page.get_by_role("button", name=move).click()
        expect_stage(han, state, next_step=next_step)
        expect_stage(su, state)
    page.locator("summary", has_text="结束研讨").press("Enter")
    page.get_by_role("button", name="结束研讨").press("Enter")
    expect_stage(han, "修改定稿", next_step="定稿")
    expect_stage(su, "修改定稿")
    page.get_by_role("link", name="定稿", exact=True).click()
    page.locator(".audience", has_text="全集团").locator("input").check()
    page.get_by_role("button", name="定稿").click()
    expect(page.get_by_text("已定稿。")).to_be_visible()


def expect_stage(window: Window, state: str, *, next_step: str = "") -> None:
    """As the header says it, without the page being loaded again."""
    expect(window.page.locator('[data-coedit="state"]')).to_have_text(state)
    step = window.page.locator('[data-coedit="next"]').locator("button, summary, a").first
    if next_step:
        expect(step).to_have_text(next_step)
    else:
        expect(step).to_have_count(0)


def read_the_final_text(window: Window, address: str) -> None:
    """Nothing is wrong: who has just written is told why that is over, and where the text stands now."""
    expect(window.paper).to_have_attribute("contenteditable", "false")
    expect_stage(window, "已定稿")
    bar = window.page.locator('[data-coedit="bar"]')
    expect(bar).to_contain_text("这份文档已经定稿，不能再修改。")
    expect(bar).to_have_attribute("data-state", "readonly")
    expect(bar.locator(":scope > .icon")).to_be_hidden()  # the sign of an alarm
    way = bar.get_by_role("link", name="看定稿")
    expect(bar.locator(".btn:visible")).to_have_count(1)
    way.click()
    window.page.wait_for_url(f"**{address}/text")


def read_without_scripts(town: Town, address: str) -> None:
    page = town.come("hejiayan", java_script_enabled=False)
    answer = page.goto(f"{address}/edit")
    assert answer is not None
    assert page.url == f"{address}/text"
    assert len(answer.body()) < MOST_BYTES
    expect(page.get_by_text("校验码", exact=True)).to_be_visible()
    paper = page.locator("article")
    for words in (
        "先折纸",
        "韩离线时写的。",
        "石榴籽",
        "〔韩没有服务器二〕",
        "韩今越（白鹭湾）",
        "苏屿（柳溪）",
    ):
        expect(paper).to_contain_text(words)
    for part in ("table", "img", "td[colspan], th[colspan]"):
        expect(paper.locator(part).first).to_be_attached()


def find_by_a_word_of_the_text(page: Page, address: str) -> None:
    def found() -> bool:
        page.locator(".top-search input").fill("石榴籽")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/search"))
        shown = page.get_by_role("link", name=TITLE).count() == 1
        if not shown:
            page.goto("/")
        return shown

    wait_until(found, page.content)
    expect(page.locator("mark").first).to_contain_text("石榴")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("article")).to_contain_text("石榴籽")
    assert page.url == f"{address}/text"
