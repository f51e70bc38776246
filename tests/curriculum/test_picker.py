"""Choosing a topic for another feature, with links alone and inside a form."""

import re

import pytest
from flask import Flask, render_template_string
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.curriculum.models import CurriculumNode
from tests.conftest import Browser
from tests.curriculum.factories import FRACTIONS, make_person, make_volume, make_world, ship
from tests.factories import Make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def topic(app: Flask, session: Session) -> CurriculumNode:
    ship(app, FRACTIONS, "pep-2012-mathematics-g3-second", "pep-2012-physics-g8-second")
    return session.scalars(select(CurriculumNode).filter_by(source_key=f"{FRACTIONS}/u8/t1")).one()


def test_links_lead_to_a_topic_and_back_to_the_form(
    browser: Browser, make: Make, topic: CurriculumNode
) -> None:
    browser.login(make.user())
    kept = "field=topic&return_to=/preparations/new?step=1"

    volumes = browser.get(f"/curriculum/picker?{kept}&subject=mathematics&grade=g3").text
    tree = browser.get(f"/curriculum/picker?{kept}&subject=mathematics&volume_id={topic.volume_id}").text

    assert "数学 三年级上册 · 人教版" in volumes
    assert "数学 三年级下册 · 人教版" in volumes
    assert "return_to=/preparations/new?step%3D1" in volumes
    assert f'href="/preparations/new?step=1&amp;topic={topic.id}"' in tree
    assert "<html" in tree


def test_inside_a_form_the_panel_is_swapped(browser: Browser, make: Make, topic: CurriculumNode) -> None:
    browser.login(make.user())

    panel = browser.get("/curriculum/picker?subject=physics&grade=g8", headers=HTMX).text
    chosen = browser.get(f"/curriculum/picker/{topic.id}", headers=HTMX).text

    assert "<html" not in panel
    assert 'id="topic-picker"' in panel
    assert 'hx-target="#topic-picker"' in panel
    assert "浮力" in panel
    assert f'<input type="hidden" name="node_id" value="{topic.id}">' in chosen
    assert "分数的初步认识" in chosen


def test_words_find_a_topic(browser: Browser, make: Make, topic: CurriculumNode) -> None:
    page = browser.login(make.user()).get("/curriculum/picker?q=rsfs&return_to=/x").text

    assert f'href="/x?node_id={topic.id}"' in page


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_site(
    browser: Browser, make: Make, topic: CurriculumNode, away: str
) -> None:
    page = browser.login(make.user()).get(
        "/curriculum/picker", query_string={"return_to": away, "volume_id": topic.volume_id}
    )

    assert re.search(r'href="[^"]*evil', page.text) is None


def test_only_visible_topics_can_be_picked(browser: Browser, make: Make) -> None:
    world = make_world(make)
    foreign = make_volume(make, world.stranger)
    browser.login(make_person(make, world.maths))

    assert browser.get(f"/curriculum/picker/{foreign.id + 2}").status_code == 404
    assert browser.get(f"/curriculum/picker/{foreign.id}").status_code == 404


def test_the_macro_stands_in_any_form(app: Flask) -> None:
    with app.test_request_context("/preparations/new"):
        field = render_template_string(
            '{% import "curriculum/_picker.html" as picker with context %}'
            '{{ picker.topic_picker(return_to="/preparations/new", error="请选择课题。") }}'
        )

    assert "选择课题" in field
    assert "请选择课题。" in field
    assert 'hx-get="/curriculum/picker?field=node_id&amp;return_to=/preparations/new"' in field
