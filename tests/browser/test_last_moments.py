"""A page that goes while the disk of the device is slow: what was written last is there, and counted."""

import re

import pytest

from tests.browser.test_away import wait_kept
from tests.browser.test_suggestions import NOW, Desk, open_plan
from tests.browser.town import Town

pytestmark = pytest.mark.browser

# As a disk that takes nothing for as long as this page lives: what others want to write waits behind it.
HOLD_COPY = """async () => {
    const { name } = (await indexedDB.databases()).find(copy => copy.name.startsWith('qinglan-doc-'))
    const copy = await new Promise(opened => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => opened(opening.result)
    })
    const store = copy.transaction(['updates', 'custom'], 'readwrite').objectStore('custom')
    const again = () => { store.get('role').onsuccess = again }
    await new Promise(begun => { store.get('role').onsuccess = () => { again(); begun() } })
}"""


def pass_time(desk: Desk, milliseconds: int) -> None:
    since = desk.page.evaluate(NOW) + milliseconds
    desk.page.wait_for_function("until => performance.now() > until", arg=since)


@pytest.mark.parametrize("mode", ["free", "suggest"])
def test_what_a_slow_disk_has_not_taken_outlasts_a_reload_and_is_counted(town: Town, mode: str) -> None:
    han = open_plan(town, "hanjinyue")
    if mode == "suggest":
        han.suggest_from_now_on()
    wait_kept(han.page, han.page.url)
    town.installation.server.kill()
    han.expect_status("离线")
    han.page.evaluate(HOLD_COPY)

    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    pass_time(han, 4_000)  # longer than anybody would think a disk takes
    han.select("谁是标准")
    han.press("Delete")
    han.page.reload()

    han.expect_words("先不说答案，")
    if mode == "suggest":
        han.expect_added("先不说答案，")
        han.expect_struck("谁是标准")
    else:
        han.expect_nothing_of("谁是标准")
    han.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    town.installation.server.start()
    han.expect_saved()
    cheng = open_plan(town, "chengyian")
    cheng.expect_words("先不说答案，")
    if mode == "suggest":
        cheng.expect_struck("谁是标准")
