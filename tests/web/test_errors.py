"""The pages people see when something is wrong: a sentence in their language, and a way on."""

from tests.conftest import Browser
from tests.factories import Make
from tests.org.world import make_world


def test_whoever_was_too_late_goes_back_to_what_was_typed(browser: Browser, make: Make) -> None:
    world = make_world(make)
    browser.login(world.people["academic director"])
    form = f"/admin/units/{world.maths.id}/children/new"
    assert browser.post(f"/admin/units/{world.maths.id}/archive").status_code == 303
    unit = {"kind": "lesson_group", "name": "四年级数学备课组", "subject": "", "grade": ""}

    answer = browser.post(form, data=unit, headers={"Referer": f"http://localhost{form}"})

    assert (answer.status_code, "这个部门已经归档" in answer.text) == (409, True)
    assert f'<a class="btn btn-primary" href="{form}" data-behavior="go-back">' in answer.text
    assert "data-unsent-form" in answer.text


def test_no_refusal_reads_as_the_library_calls_it(browser: Browser, make: Make) -> None:
    answer = browser.get("/static/favicon.svg", headers={"Range": "bytes=9999999-"})

    assert answer.status_code == 416
    assert "服务器不接受这个请求" in answer.text
    assert "Range" not in answer.text
