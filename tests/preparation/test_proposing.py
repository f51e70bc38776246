"""A preparation begins: topic, first text, people."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.blueprints.org.models import Affiliation, Role
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.templates import filled, templates, templates_for
from app.blueprints.preparation.states import State, Visibility
from app.core import clock
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import (
    LONG_AGO,
    World,
    fields,
    make_person,
    make_preparation,
    make_topic,
    make_topic_beside,
)


def test_topics_of_my_grade_are_offered_first(browser: Browser, world: World, lin: User) -> None:
    page = browser.login(lin).get("/preparations/new")

    assert f'href="/preparations/new?node_id={world.topic.id}"' in page.text
    assert "认识几分之一" in browser.get("/preparations/new?q=rsjfzy").text


def test_all_my_grades_are_offered_as_the_years_go_and_the_one_that_is_due_is_open(
    browser: Browser, make: Make, world: World, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.store(Affiliation(user_id=lin.id, unit_id=world.fourth.id, role=Role.TEACHER, from_date=LONG_AGO))
    make_topic(make, "平均分", volume="second")
    make_topic(make, "大数的认识", grade="g4", volume="first")
    make_topic(make, "倍数与因数", grade="g5", volume="first")

    def page_in(month: int, asked: str = "") -> str:
        day = date(2026, month, 10)
        monkeypatch.setattr(clock, "today", lambda: day)
        page = browser.get(f"/preparations/new{asked}").text
        assert "五年级" not in page
        places = [page.index(name) for name in ("三年级上册", "三年级下册", "四年级上册")]
        assert places == sorted(places)
        return page

    def offered(page: str) -> list[str]:
        return [name for name in ("认识几分之一", "平均分", "大数的认识") if name in page]

    browser.login(lin)
    autumn = page_in(10)
    assert offered(autumn) == ["认识几分之一"]
    assert offered(page_in(3)) == ["平均分"]
    fourth = re.findall(r'href="/preparations/new(\?volume=\d+)#', autumn)[-1]
    assert offered(page_in(10, fourth)) == ["大数的认识"]
    assert offered(page_in(10, "?volume=999999")) == ["认识几分之一"]


def test_the_unit_that_comes_next_is_unfolded(browser: Browser, make: Make, world: World, lin: User) -> None:
    first = make_topic(make, "位置与方向", volume="second")
    make_topic_beside(make, first, "除法", "口算除法")
    make_topic_beside(make, first, "统计", "复式统计表")

    def unfolded() -> list[str]:
        page = browser.login(lin).get(f"/preparations/new?volume={first.volume_id}").text
        return re.findall(r'<details class="picker-unit" open>\s*<summary><span>([^<]+)<', page)

    assert unfolded() == ["分数的初步认识"]
    make_preparation(make, world.third, lin, topic=first, state=State.PLANNED)
    assert unfolded() == ["分数的初步认识"], "only planned"
    make_preparation(make, world.third, lin, topic=first)
    assert unfolded() == ["除法"]


def test_a_topic_that_is_prepared_already_is_named(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    address = f"/preparations/new?node_id={world.topic.id}"
    assert "次备课" not in browser.login(lin).get(address).text

    long_ago = clock.now() - timedelta(days=500)
    own = make_preparation(make, world.third, lin, topic=world.topic)
    others = [
        make_preparation(make, world.fourth, lin, topic=world.topic, visibility=Visibility.SCHOOL)
        for _number in range(3)
    ]
    colleague = make_person(make, world.fourth)
    hidden = {"visibility": Visibility.PRIVATE}
    make_preparation(make, world.fourth, colleague, topic=world.topic, **hidden)
    make_preparation(make, world.third, lin, topic=world.topic, created_at=long_ago)
    make_preparation(make, world.third, lin, topic=world.topic, state=State.CANCELLED)
    page = browser.get(address).text

    assert "这个课题已有 4 次备课" in page
    linked = [int(number) for number in re.findall(r'<a href="/preparations/(\d+)">', page)]
    assert linked == [own.id, others[2].id, others[1].id]


@pytest.mark.parametrize("asked", ["999999", "x"])
def test_an_unknown_topic_is_not_found(browser: Browser, lin: User, asked: str) -> None:
    assert browser.login(lin).get(f"/preparations/new?node_id={asked}").status_code == 404


def test_the_banner_names_what_needs_a_change(browser: Browser, world: World, lin: User) -> None:
    answer = browser.login(lin).post("/preparations/new", data=fields(world, lin, title="", source="word"))

    assert answer.status_code == 422
    assert '<a href="#title">课题</a>、<a href="#word">Word 文件（.docx）</a>' in answer.text


def test_three_clicks_are_enough(
    browser: Browser, make: Make, world: World, lin: User, session: Session, work: Callable[[], int]
) -> None:
    """发起, the topic, 开始备课: everything else has a default."""
    colleague = make_person(make, world.third)
    page = browser.login(lin).get(f"/preparations/new?node_id={world.topic.id}")
    assert f'<option selected value="{world.third.id}">' in page.text
    assert f'selected value="{lin.id}">{lin.name}' in page.text

    answer = browser.post("/preparations/new", data=fields(world, lin))

    row = make.find(JointPreparation, title="认识几分之一")
    assert answer.location == f"/preparations/{row.id}/edit", "straight to the paper"
    assert row.state is State.DRAFTING
    assert {each.user_id for each in row.participants} == {lin.id, colleague.id}
    assert (row.subject, row.grade, row.edition, row.volume) == ("mathematics", "g3", "pep", "first")
    assert row.template_key == "lesson_plan-mathematics@1"
    assert row.group_id == world.group.group_id
    assert "分数的初步认识" in browser.get(f"/preparations/{row.id}").text, (
        "to be read before any worker comes"
    )
    work()
    session.expire_all()
    text = make.find(Document, id=row.document_id).text
    assert "分数的初步认识" in text, "the header is filled in"
    assert "青禾实验小学" in text, "in full: it is printed"
    assert "复备" in text


def test_pressed_twice_it_begins_once(browser: Browser, world: World, lin: User, session: Session) -> None:
    send = browser.login(lin).post
    first, second = (send("/preparations/new", data=fields(world, lin)) for _time in range(2))

    assert first.location == second.location
    assert session.scalar(select(func.count(JointPreparation.id))) == 1
    other = browser.post("/preparations/new", data=fields(world, lin, title="再认识几分之一"))
    assert other.location != first.location


def test_the_same_lesson_may_begin_again_later(
    browser: Browser, make: Make, world: World, lin: User, session: Session
) -> None:
    first = browser.login(lin).post("/preparations/new", data=fields(world, lin))
    row = make.find(JointPreparation, title="认识几分之一")
    row.created_at -= timedelta(minutes=5)
    make.store(row)

    second = browser.post("/preparations/new", data=fields(world, lin))

    assert first.location != second.location


def test_a_blank_page_and_another_lead_preparer(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    colleague, guest = make_person(make, world.third), make_person(make, world.member_third)
    chosen = fields(world, colleague, source="blank", whole_unit="", invited_ids=[guest.id])

    assert browser.login(lin).post("/preparations/new", data=chosen).status_code == 303

    row = make.find(JointPreparation, title="认识几分之一")
    assert row.lead_preparer_id == colleague.id
    assert {each.user_id for each in row.participants} == {lin.id, colleague.id, guest.id}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "请填写课题"),
        ({"title": "课" * 81}, "课题最多 80 个字"),
        ({"source": "word"}, "请选择一份 .docx 文件"),
        ({"circulate_due": "2026-11-20", "finalize_due": "2026-11-19"}, "定稿日期不能早于"),
        ({"periods": "99"}, "课时数应在"),
        ({"unit_id": "999"}, "需要修改："),
        ({"lead_preparer_id": "999"}, "需要修改："),
        ({"template": "nothing"}, "需要修改："),
    ],
)
def test_a_wrong_form_comes_back_with_a_sentence(
    browser: Browser, world: World, lin: User, session: Session, wrong: dict[str, str], sentence: str
) -> None:
    page = browser.login(lin).post("/preparations/new", data=fields(world, lin, **wrong))

    assert page.status_code == 422
    assert sentence in page.text
    assert session.scalar(select(func.count(JointPreparation.id))) == 0
    assert session.scalar(select(func.count(Document.id))) == 0


def test_strangers_are_not_invited_whatever_a_form_says(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    stranger = make_person(make, world.stranger)

    page = browser.login(lin).post("/preparations/new", data=fields(world, lin, invited_ids=[stranger.id]))

    assert page.status_code == 303
    assert stranger.id not in {
        each.user_id for each in make.find(JointPreparation, title="认识几分之一").participants
    }


def test_somebody_without_a_unit_is_told_what_to_do(browser: Browser, make: Make, world: World) -> None:
    head = make_person(make, world.school, Role.SCHOOL_HEAD)

    page = browser.login(head).get("/preparations/new")

    assert page.status_code == 403
    assert "联系教务处" in page.text


def test_templates_are_valid_documents_with_the_tables_of_the_schools(browser: Browser, lin: User) -> None:
    browser.login(lin)

    for key, template in templates().items():
        pm = filled(template, {"title": "认识<几分之一>"})
        assert "{" not in str(pm).replace("{'", ""), "every placeholder is known"
        page = browser.get(f"/preparations/templates/{key}")
        assert page.status_code == 200
        assert "<table>" in page.text
        assert ("复备" in page.text) is (key != "study_guide")
    assert browser.get("/preparations/templates/unknown").status_code == 404


def test_the_subjects_own_template_comes_first() -> None:
    assert templates_for("physics")[0].key == "lesson_plan-science"
    assert templates_for("labor")[0].key == "lesson_plan"
