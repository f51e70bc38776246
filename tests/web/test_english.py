"""In English, everything that is not written by people is English."""

import re

import pytest
from flask import Flask, g

from app.blueprints.preparation.results import links
from app.blueprints.preparation.service.templates import templates
from app.demo import accounts
from app.web.reference_filters import term_no
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import make_person, make_preparation, make_world

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_templates_and_demo_roles_have_english_names() -> None:
    names = [template.name_in("en") for template in templates().values()]
    roles = [account["role_en"] for account in accounts.shown_accounts()]

    assert [name for name in names + roles if CHINESE.search(name) or not name] == []


def test_one_is_not_many(browser: Browser, make: Make) -> None:
    world = make_world(make)
    person = make_person(make, world.third, name="Lin", language="en")
    page = browser.login(person).get(f"/admin/units/{world.third.id}").text

    assert "1 person" in page
    assert "1 people" not in page


def test_what_was_found_is_described_in_english(app: Flask, make: Make) -> None:
    world = make_world(make)
    person = make_person(make, world.third, name="Lin", language="en")
    found = make_preparation(make, world.third, person)

    with app.test_request_context():
        g.user = person
        [link] = links(person, [found.id]).values()

        assert "Mathematics · Grade 3" in link.subtitle
        assert [term_no(1), term_no(2)] == ["1", "2"]


@pytest.mark.parametrize(
    "path", ["/", "/preparations", "/preparations/new", "/search?q=x", "/admin/", "/account"]
)
def test_pages_speak_english(browser: Browser, make: Make, path: str) -> None:
    """Nothing in this little world has a Chinese name but units, schools and topics."""
    world = make_world(make)
    person = make_person(make, world.third, name="Lin", language="en")
    page = browser.login(person).get(path).text
    page = re.sub(r"<(script|button lang).*?</(script|button)>", "", page, flags=re.DOTALL)

    written = {"青蓝", "中文", "分数的初步认识", "认识几分之一"}
    seen = set(re.findall(r"[\u4e00-\u9fff]{2,}", page))
    assert seen <= written


def test_the_name_of_the_product_can_be_said_in_english(browser: Browser, make: Make) -> None:
    english = browser.login(make.user(language="en")).get("/").text
    chinese = browser.login(make.user()).get("/").text

    assert "· Qinglan 青蓝</title>" in english
    assert "· 青蓝</title>" in chinese
