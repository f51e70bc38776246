"""Before a plan becomes final it says which sections nobody has written in."""

import re
from collections.abc import Callable

import pytest

from app.blueprints.accounts.models import User
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.templates import FOLDER
from app.blueprints.preparation.states import State
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_document, make_preparation

WithText = Callable[[str], JointPreparation]
LAYOUT = "lesson_plan-mathematics"


def told(browser: Browser, preparation: JointPreparation) -> str:
    page = browser.get(f"/preparations/{preparation.id}/finalization").text
    said = re.search(r"还有 (\d+) 个栏目没有写内容：([^<。]*)。", page)
    return f"{said[1]} {said[2]}" if said else ""


@pytest.fixture
def with_text(make: Make, world: World, lin: User) -> WithText:
    def begun(html: str) -> JointPreparation:
        return make_preparation(
            make,
            world.third,
            lin,
            group_id=group_id_of(world),
            state=State.REVISING,
            document=make_document(make, lin, html),
            template_key=f"{LAYOUT}@1",
        )

    return begun


def test_an_empty_layout_is_no_plan(browser: Browser, lin: User, with_text: WithText) -> None:
    layout = (FOLDER / f"{LAYOUT}.html").read_text()
    browser.login(lin)

    said = told(browser, with_text(layout))

    named = re.findall("data-section", layout)
    assert said.startswith(f"{len(named) - 1} ")  # the reflection is written when the lesson was given
    assert "教学目标" in said
    assert "教学过程" in said
    assert "教学反思" not in said


def test_words_below_a_heading_fill_it(browser: Browser, lin: User, with_text: WithText) -> None:
    html = """<h2 data-section="objectives">教学目标</h2><h3>知识</h3><p>会认。</p>
      <h2 data-section="board_design">板书设计</h2><h2>随想</h2><p>没有栏目的话。</p>
      <h2 data-section="homework">作业设计</h2><p> </p>"""
    browser.login(lin)

    assert told(browser, with_text(html)) == "2 板书设计、作业设计"


def test_headings_of_ones_own_count_too(browser: Browser, lin: User, with_text: WithText) -> None:
    """A plan that came as a Word file has no sections of a layout."""
    html = """<h2>认识分数</h2><h2>一、教学准备</h2><h2>二、教学过程</h2><h3>（一）导入</h3><p>分月饼。</p>
      <h3>（二）新授</h3><h2>三、教学反思</h2>"""
    browser.login(lin)

    assert told(browser, with_text(html)) == "2 一、教学准备、（二）新授"
