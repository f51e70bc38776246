"""What the pages of an import say: what it is called, where it led, and what became of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.org.models import Role
from tests.conftest import Browser
from tests.curriculum.factories import World, make_person, make_world
from tests.curriculum.importing import GOOD, confirm, excel, upload
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
