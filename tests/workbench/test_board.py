"""The first page: what is under way, what waits, what is new; nothing to fill in, nothing ranked."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.org.models import Term, Week
from app.blueprints.preparation.states import State, Visibility
from app.core import clock
from app.core.clock import SCHOOL_ZONE
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_person, make_preparation, make_world
from tests.queries import max_queries


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


@pytest.fixture
def lin(make: Make, world: World) -> User:
    return make_person(make, world.third, name="林知远")


def test_a_newcomer_is_shown_how_to_begin(browser: Browser, lin: User) -> None:
    page = browser.login(lin).get("/")

    assert "林知远老师" in page.text
    assert "从一份现成的 Word 教案开始" in page.text
    assert "没有待办" in page.text


def test_guests_go_to_the_sign_in_page(browser: Browser) -> None:
    assert "/sign-in" in browser.get("/").location


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "你好"), (7, "早上好"), (9, "上午好"), (12, "中午好"), (16, "下午好"), (20, "晚上好"), (23, "你好")],
)
def test_the_greeting_follows_the_clock_at_school(
    browser: Browser, lin: User, monkeypatch: pytest.MonkeyPatch, hour: int, words: str
) -> None:
    browser.login(lin)
    at = clock.now().astimezone(SCHOOL_ZONE).replace(hour=hour)
    monkeypatch.setattr(clock, "now", lambda: at)

    assert f"{words}，林知远老师" in browser.get("/").text


def test_the_week_of_the_groups_calendar(browser: Browser, make: Make, world: World, lin: User) -> None:
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    term = Term(
        group_id=group_id_of(world),
        school_year="2026—2027",
        no=1,
        start_date=monday - timedelta(days=70),
        end_date=monday + timedelta(days=70),
    )
    term.weeks = [Week(week_no=11, starts_on=monday - timedelta(days=7)), Week(week_no=12, starts_on=monday)]
    make.store(term)

    assert "第 12 周" in browser.login(lin).get("/").text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"state": State.CIRCULATED}, "初案已发布，还没看过"),
        ({"state": State.DRAFTING}, "邀请你一起备课"),
        ({"state": State.FINALIZED}, None),
    ],
)
def test_what_waits_for_somebody_who_takes_part(
    browser: Browser, make: Make, world: World, lin: User, given: dict[str, Any], words: str | None
) -> None:
    lead = make_person(make, world.third)
    preparation = make_preparation(make, world.third, lead, lin, **given)
    browser.login(lin)

    page = browser.get("/").text
    assert (words in page) if words else ("没有待办" in page)

    browser.get(f"/preparations/{preparation.id}")
    assert "没有待办" in browser.get("/").text, "looking at it was enough"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"state": State.REVISING}, "等你定稿"),
        ({"state": State.PLANNED}, "轮到你主备"),
        ({"state": State.PLANNED, "circulate_due": 30}, "没有待办"),
        ({"state": State.DRAFTING, "circulate_due": -1}, "发布初案，已过期限"),
        ({"state": State.REVISING, "finalize_due": -1}, "定稿，已过期限"),
        ({"state": State.DRAFTING, "circulate_due": 1}, "没有待办"),
    ],
)
def test_what_waits_for_the_lead_preparer(
    browser: Browser, make: Make, world: World, lin: User, given: dict[str, Any], words: str
) -> None:
    dues = {
        name: clock.today() + timedelta(days=value) for name, value in given.items() if name.endswith("_due")
    }
    make_preparation(make, world.third, lin, **(given | dues))

    assert words in browser.login(lin).get("/").text


def test_discussions_of_this_week(browser: Browser, make: Make, world: World, lin: User) -> None:
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    at = datetime.combine(monday + timedelta(days=2), datetime.min.time(), SCHOOL_ZONE).replace(hour=15)
    lead = make_person(make, world.third)
    make_preparation(make, world.third, lead, title="本周三的课", discuss_at=at, place="三楼")
    make_preparation(make, world.third, lead, title="下周的课", discuss_at=at + timedelta(days=7))
    early = at - timedelta(days=1)
    make_preparation(make, world.third, lead, title="停了的课", discuss_at=early, state=State.CANCELLED)

    page = browser.login(lin).get("/").text

    assert "周三 15:00" in page
    assert "本周三的课" in page
    assert "下周的课" not in page
    assert page.index("本周三的课") < page.index("已取消") < page.index("停了的课"), (
        "nobody goes there in vain"
    )


def test_what_is_planned_stands_below_what_is_written(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    make_preparation(make, world.third, lin, title="下一课", state=State.PLANNED)
    page = browser.login(lin).get("/").text

    assert "下一课" in page
    assert "还没有参加集体备课" not in page


def test_what_is_planned_for_later_stands_apart(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    in_days = {"写了没定时间": None, "后天的计划": 2, "下个月的计划": 30}
    for title, days in in_days.items():
        at = clock.now() + timedelta(days=days) if days else None
        state = State.PLANNED if days else State.DRAFTING
        make_preparation(make, world.third, lin, title=title, state=state, discuss_at=at)

    page = browser.login(lin).get("/").text

    places = [
        page.index(words) for words in ("写了没定时间", "后天的计划", "以后的计划（1 次）", "下个月的计划")
    ]
    assert places == sorted(places)


def test_new_common_plans_of_my_subject(browser: Browser, make: Make, world: World, lin: User) -> None:
    final: dict[str, Any] = {
        "state": State.FINALIZED,
        "visibility": Visibility.GROUP,
        "group_id": group_id_of(world),
    }
    lead = make_person(make, world.member_third)
    make_preparation(make, world.member_third, lead, title="柳溪的分数课", **final)
    make_preparation(make, world.member_third, lead, title="柳溪的语文课", subject="chinese", **final)

    page = browser.login(lin).get("/").text

    assert "柳溪的分数课" in page
    assert "柳溪的语文课" not in page


def test_who_writes_now_is_seen(browser: Browser, make: Make, world: World, lin: User) -> None:
    colleague = make_person(make, world.third, name="叶知秋")
    preparation = make_preparation(make, world.third, lin, colleague)
    document = make.find(Document, id=preparation.document_id)
    document.head_seq = 2
    make.store(
        DocumentUpdate(document_id=document.id, seq=2, author_id=colleague.id, client_id=7, data=b"\0\0")
    )

    page = browser.login(lin).get("/").text

    assert "1 人刚刚写过" in page
    assert 'title="叶知秋"' in page


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_asks_the_database_the_same_for_any_number(
    browser: Browser, make: Make, world: World, lin: User, count: int
) -> None:
    lead = make_person(make, world.third)
    for number in range(count):
        make_preparation(make, world.third, lead, lin, title=f"第{number}课", discuss_at=clock.now())
        make_preparation(make, world.third, lead, title=f"定稿{number}", state=State.FINALIZED)
    browser.login(lin)

    with max_queries(21):
        assert browser.get("/").status_code == 200
