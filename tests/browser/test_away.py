"""The server is away: what a teacher's device still can, and what it keeps for whom."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clipboards import drawing
from tests.browser.town import Town
from tests.browser.windows import Window
from tests.coedit.browsers import wait_until

pytestmark = pytest.mark.browser

PLAN = "周长是什么"
KEPT = """async address => {
    for (const name of await caches.keys()) {
        if (name.startsWith('qinglan-pages-') && await (await caches.open(name)).match(address)) return true
    }
    return false
}"""
PAGES = "async () => (await caches.keys()).filter(name => name.startsWith('qinglan-pages-')).length"
PICTURES = "async () => (await caches.keys()).filter(name => name.startsWith('qinglan-pictures-')).length"
COPIES = """async () => {
    const copies = await indexedDB.databases()
    return copies.filter(copy => copy.name.startsWith('qinglan-doc-')).length
}"""


OFFLINE_PAGE = "async () => (await (await caches.open('qinglan-state')).match('/offline')).text()"
ASSET = """async ([name, there]) => {
    const found = await (await caches.open('qinglan-assets')).match(`/static/dist/${name}`)
    return (found !== undefined) === there
}"""


def wait_kept(page: Page, address: str) -> None:
    wait_until(lambda: page.evaluate(KEPT, address))


def wait_forgotten(page: Page) -> None:
    wait_until(lambda: page.evaluate(COPIES) == 0 and page.evaluate(PAGES) == 0)


def open_plan(page: Page) -> Window:
    """By the way everybody goes: workbench, list, plan, editor; each of them is kept from then on."""
    wait_kept(page, page.url)
    page.get_by_role("link", name="集体备课").first.click()
    page.get_by_role("link", name=PLAN, exact=True).click()
    page.get_by_role("link", name="一起编辑").click()
    window = Window(page)
    window.expect_saved()
    wait_kept(page, page.url)
    return window


def test_the_page_is_reloaded_and_found_again_while_the_server_is_away(town: Town) -> None:
    su, lin = open_plan(town.come("suyu")), open_plan(town.come("linzhiyuan"))
    su.write("在线写的。")
    lin.expect_words("在线写的。")
    su.expect_saved()
    town.installation.server.kill()
    su.page.reload()
    su.expect_status("离线")
    su.expect_words("在线写的。")
    su.write("重新载入后写的。")
    su.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    expect(su.page).to_have_title(re.compile(r"^● \d+ 处未同步 · 周长是什么"))

    su.page.close(run_before_unload=False)
    page = town.open(su.page.context)
    page.goto("/")  # another day, still no server
    expect(page.locator(".kept-note")).to_contain_text("现在连不上服务器")
    here = page.locator(".unsent-here")
    expect(here).to_contain_text(re.compile(r"本机有 \d+ 处修改未同步"))
    page.get_by_role("link", name="集体备课").first.click()
    expect(page.locator(".unsent-here")).to_contain_text(PLAN)
    page.locator(".unsent-here").get_by_role("link", name=PLAN).click()
    again = Window(page)
    again.expect_words("重新载入后写的。")
    again.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    expect(page.locator(".kept-note")).to_contain_text("现在连不上服务器")

    town.installation.server.start()
    again.expect_saved()
    expect(page.locator(".kept-note")).to_be_hidden()
    lin.expect_words("重新载入后写的。")
    expect(page).to_have_title(re.compile(r"^周长是什么"))
    page.goto("/")
    expect(page.locator(".kept-note")).to_be_hidden()
    expect(page.locator(".unsent-here")).to_be_hidden()


def test_pictures_are_there_too_and_go_with_the_person(town: Town) -> None:
    su = open_plan(town.come("suyu"))
    file = {"name": "1.png", "mimeType": "image/png", "buffer": drawing(60, 40)}
    su.page.set_input_files('[data-coedit="picture-file"]', [file])  # type: ignore[arg-type]
    picture = su.paper.locator('img[src^="/documents/"]')
    expect(picture).to_have_js_property("naturalWidth", 60)
    su.expect_saved()
    su.page.reload()  # from now on the worker answers
    expect(picture).to_have_js_property("naturalWidth", 60)
    wait_until(lambda: su.page.evaluate(PICTURES) == 1)

    town.installation.server.kill()
    su.page.reload()
    su.expect_status("离线")
    expect(picture).to_have_js_property("naturalWidth", 60)

    town.installation.server.start()
    su.expect_saved()
    su.page.goto("/")
    su.page.locator(".top-person").click()
    su.page.get_by_role("button", name="退出登录").click()
    wait_until(lambda: su.page.evaluate(PICTURES) == 0)


def test_a_page_never_opened_says_so_and_lists_what_is_here(town: Town) -> None:
    su = open_plan(town.come("suyu"))
    town.installation.server.kill()
    page = town.open(su.page.context)
    page.goto("/preparations/7/text")
    expect(page.get_by_role("heading", name="现在连不上服务器")).to_be_visible()
    expect(page.locator("[data-shelf]")).to_contain_text("苏屿")
    page.get_by_role("link", name=PLAN).click()
    window = Window(page)
    window.expect_status("离线")
    expect(window.paper).to_have_attribute("contenteditable", "true")


def test_the_page_for_offline_times_speaks_the_teachers_language(town: Town) -> None:
    page = town.come("suyu")
    wait_kept(page, page.url)
    page.locator(".top-person summary").click()
    page.get_by_role("button", name="English").click()
    wait_until(lambda: 'lang="en"' in page.evaluate(OFFLINE_PAGE))
    town.installation.server.kill()
    page.goto("/search")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading")).not_to_have_text(re.compile("现在"))


def test_signing_out_takes_pages_and_copies_along(town: Town) -> None:
    su = open_plan(town.come("suyu"))
    page = su.page
    page.goto("/")
    page.locator(".top-person summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/sign-in"))
    wait_forgotten(page)
    town.installation.server.kill()
    page.goto("/")
    expect(page.get_by_role("heading", name="现在连不上服务器")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("苏屿")


def test_signing_out_without_a_server_is_made_up_for(town: Town) -> None:
    su = open_plan(town.come("suyu"))
    page = su.page
    page.goto("/")
    town.installation.server.kill()
    page.locator(".top-person summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("退出登录没有送到服务器")).to_be_visible()
    wait_forgotten(page)
    page.goto("/")
    expect(page.get_by_role("heading", name="现在连不上服务器")).to_be_visible()
    town.installation.server.start()
    page.goto("/")
    page.wait_for_url(re.compile("/sign-in"))


def test_the_next_person_finds_nothing_but_words_that_were_not_sent(town: Town) -> None:
    su = open_plan(town.come("suyu"))
    context = su.page.context
    town.installation.server.kill()
    su.expect_status("离线")
    su.write("苏屿没送到的话。")
    su.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    su.page.wait_for_timeout(800)  # the browser writes its copy a moment after each key
    su.page.close(run_before_unload=False)
    context.clear_cookies()
    town.installation.server.start()

    page = town.sign_in(context, "linzhiyuan")
    wait_kept(page, page.url)
    assert page.evaluate(PAGES) == 1
    expect(page.locator(".unsent-here")).to_be_hidden()
    town.installation.server.kill()
    page.goto("/account/devices")
    expect(page.locator("[data-shelf]")).to_contain_text("苏屿 的，请本人登录后同步")
    assert page.locator("[data-shelf]").get_by_role("link").count() == 0
    page.close()  # it looks for the server by itself, and its answer would bring the cookie back
    town.installation.server.start()

    context.clear_cookies()
    back = town.sign_in(context, "suyu")
    expect(back.locator(".unsent-here")).to_contain_text(PLAN)
    back.locator(".unsent-here").get_by_role("link", name=PLAN).click()
    window = Window(back)
    window.expect_words("苏屿没送到的话。")
    window.expect_saved()


def test_what_must_not_be_kept_is_not(town: Town) -> None:
    page = town.come("suyu")
    wait_kept(page, page.url)
    for address in ("/account/devices", "/sign-in", "/preparations/999999", "/search?q=x"):
        page.goto(address)
        page.wait_for_timeout(300)
        assert not page.evaluate(KEPT, address), address
    workbench = town.installation.server.url + "/"
    assert page.evaluate(KEPT, workbench)
    page.context.clear_cookies()
    page.goto("/")  # the session is over: a redirect is no workbench
    page.wait_for_url(re.compile("/sign-in"))
    wait_forgotten(page)


def test_a_form_sent_into_the_void_says_so(town: Town) -> None:
    page = town.come("suyu")
    wait_kept(page, page.url)
    town.installation.server.kill()
    page.locator(".top-person summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("刚才的表单没有送出去")).to_be_visible()


def test_the_token_of_a_page_from_the_device_is_renewed(town: Town) -> None:
    page = open_plan(town.come("suyu")).page
    address, context = page.url, page.context
    page.close()
    town.installation.server.kill()
    kept = town.open(context)
    kept.goto(address)
    old = kept.locator('meta[name="csrf-token"]').get_attribute("content")
    town.installation.server.start()
    Window(kept).expect_saved()
    expect(kept.locator('meta[name="csrf-token"]')).not_to_have_attribute("content", old or "")


def test_a_new_release_removes_old_files_and_shows_new_pages(town: Town) -> None:
    page = town.come("suyu")
    wait_kept(page, page.url)
    page.evaluate(
        """async () => {
            const cache = await caches.open('qinglan-assets')
            await cache.put('/static/dist/main-OLDOLDOL.js', new Response('old'))
            const registrations = await navigator.serviceWorker.getRegistrations()
            for (const registration of registrations) await registration.unregister()
        }"""
    )
    page.reload()
    wait_until(lambda: page.evaluate(ASSET, ["main-OLDOLDOL.js", False]))
    expect(page.locator(".kept-note")).to_be_hidden()
