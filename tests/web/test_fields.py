"""Fields of forms: what is said below one is tied to it, so that it is heard where it is seen."""

import re

import pytest

from tests.conftest import Browser
from tests.factories import Make
from tests.org.world import World, make_world

CONTROLS = re.compile(r"<(?:input|select|textarea|fieldset)\b[^>]*>")
SAID = re.compile(r'<p class="(?:hint|error)" id="([^"]+)"')


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


def tied(page: str) -> set[str]:
    """The ids that controls name as what describes them."""
    found = [re.search(r'aria-describedby="([^"]+)"', control) for control in CONTROLS.findall(page)]
    return {each for match in found if match for each in match[1].split()}


def test_hints_and_mistakes_belong_to_their_field(browser: Browser, world: World) -> None:
    browser.login(world.people["installation admin"])
    empty = browser.get("/admin/groups/new").text
    refused = browser.post("/admin/schools/new", data={"stages": [], "group": "", "role": "member"}).text

    assert "short_name-hint" in tied(empty)
    assert {"name-error", "stages-error"} <= tied(refused)
    for page in (empty, refused, browser.get("/admin/people/new").text, browser.get("/account").text):
        assert tied(page) == set(SAID.findall(page))
