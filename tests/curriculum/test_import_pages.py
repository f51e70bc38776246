"""What the pages of an import say: what it is called, where it led, and what became of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.org.models import Role
from tests.conftest import Browser
from tests.curriculum.factories import World, make_person, make_world
from tests.curriculum.importing import GOOD, confirm, excel, last_import, take_back, upload
from tests.factories import Make


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


@pytest.fixture
def person(make: Make, world: World) -> User:
    return make_person(make, world.office, Role.ACADEMIC_DIRECTOR)


@pytest.fixture
def director(browser: Browser, person: User) -> Browser:
    return browser.login(person)


def volume_of(session: Session) -> CurriculumNode:
    session.expire_all()
    return session.scalars(select(CurriculumNode).filter_by(kind=NodeKind.VOLUME)).one()


def reads_english(person: User, session: Session) -> None:
    person.language = "en"
    session.commit()


def test_an_imported_volume_is_named_by_its_book_in_the_readers_language(
    director: Browser, world: World, person: User, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)
    address = f"/curriculum/volumes/{volume_of(session).id}"

    assert "数学 四年级下册 · 苏教版" in director.get(address).text
    reads_english(person, session)
    assert "Mathematics Grade 4 Volume 2 · Jiangsu Education" in director.get(address).text

    director.post(f"/curriculum/nodes/{volume_of(session).id}", data={"name": "四下数学（校本）"})
    assert "四下数学（校本）" in director.get(address).text, "its own name stays"


def test_the_own_imports_are_listed_newest_first_with_what_they_hold(
    browser: Browser, make: Make, world: World, person: User, session: Session
) -> None:
    browser.login(make_person(make, world.office, Role.ACADEMIC_DIRECTOR))
    assert "还没有导入过" in browser.get("/curriculum/imports/new").text
    upload(browser, world.lead, excel(GOOD), "别人的.xlsx")
    browser.login(person)
    upload(browser, world.lead, excel(GOOD), "先传的.xlsx")
    confirm(browser, session)
    upload(browser, world.lead, excel([*GOOD, ["", "", "", "", "", "", 1, ""]]), "后传的.xlsx")

    page = browser.get("/curriculum/imports/new").text

    assert page.index("后传的.xlsx") < page.index("先传的.xlsx")
    assert "共 3 行 · 新增 3 行" in page
    assert "共 4 行 · 要改正 1 行" in page
    assert page.count("已检查") == page.count("已导入") == 1
    assert f"/curriculum/imports/{last_import(session).id}" in page
    assert "别人的.xlsx" not in page


def test_an_import_leads_to_its_volume(director: Browser, world: World, session: Session) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)

    page = director.get(f"/curriculum/imports/{last_import(session).id}").text

    assert f"/curriculum/volumes/{volume_of(session).id}" in page


def test_the_page_of_an_import_says_that_it_was_undone(
    director: Browser, world: World, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)
    take_back(director, session)

    page = director.get(f"/curriculum/imports/{last_import(session).id}").text

    assert "新增的课题已归档" in page
    assert ">新增<" not in page
    assert page.count(">已撤销<") == 4, "the state, and each row"


def test_a_refused_undo_says_so_on_the_page_of_the_import_and_leads_to_the_volume(
    director: Browser, world: World, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)
    volume = volume_of(session)
    director.post(f"/curriculum/nodes/{volume.id}", data={"name": "四下数学"})

    answer = director.post(f"/curriculum/imports/{last_import(session).id}/reversal", follow_redirects=True)

    assert answer.status_code == 200
    assert "没有撤销" in answer.text
    assert f"/curriculum/volumes/{volume.id}?editing=1" in answer.text
    assert "撤销这次导入</" not in answer.text, "nothing to press that would be refused"
