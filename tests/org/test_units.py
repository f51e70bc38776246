"""The tree of units: adding, renaming, moving, archiving."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.models import Affiliation, OrgUnit, Role, UnitKind
from app.blueprints.org.service.units import LONGEST_PATH
from app.core import clock
from tests.conftest import Browser
from tests.factories import Make
from tests.org.test_affiliations import another, narrowed
from tests.org.world import World, make_unit
from tests.queries import max_queries

UNIT = {"kind": "lesson_group", "name": "四年级数学备课组", "subject": "mathematics", "grade": "g4"}


def test_a_unit_is_added_and_edited(browser: Browser, world: World, session: Session) -> None:
    browser.login(world.people["academic director"])
    assert browser.get(f"/admin/units/{world.maths.id}/children/new").status_code == 200

    assert browser.post(f"/admin/units/{world.maths.id}/children/new", data=UNIT).status_code == 303
    again = browser.post(f"/admin/units/{world.maths.id}/children/new", data=UNIT)

    unit = session.scalars(select(OrgUnit).filter_by(name="四年级数学备课组")).one()
    assert (unit.path, unit.school_id) == (f"{world.maths.path}{unit.id}/", world.lead.school_id)
    assert (unit.kind, unit.subject, unit.grade) == (UnitKind.LESSON_GROUP, "mathematics", "g4")
    assert "同一级里已经有这个名称" in again.text
    assert browser.get(f"/admin/units/{unit.id}/edit").status_code == 200
    assert browser.post(f"/admin/units/{unit.id}/edit", data=UNIT | {"name": "四年级组"}).status_code == 303
    page = browser.get(f"/admin/units/{world.lead.id}").text
    assert page.index("数学教研组") < page.index("四年级组")
    refused = browser.post(f"/admin/units/{world.maths.id}/children/new", data=UNIT | {"kind": "school"})
    assert refused.status_code == 422


def test_the_district_has_units_of_its_own(browser: Browser, world: World) -> None:
    browser.login(world.person(world.root, Role.ADMIN))
    place = UNIT | {"kind": "department", "name": "教研室", "subject": "", "grade": ""}

    made = browser.post(f"/admin/units/{world.root.id}/children/new", data=place)
    assert made.status_code == 303
    again = browser.post(f"/admin/units/{world.root.id}/children/new", data=place)
    assert "同一级里已经有这个名称" in again.text


def test_moving_a_unit_moves_everything_below_it(
    browser: Browser, world: World, session: Session, make: Make, deliver: Callable[[], int]
) -> None:
    office = make_unit(make, UnitKind.DEPARTMENT, "教务处", world.lead, school_id=world.lead.school_id)
    foreign = make_unit(make, UnitKind.DEPARTMENT, "教务处", world.member, school_id=world.member.school_id)
    browser.login(world.people["school head"])
    address = f"/admin/units/{world.maths.id}/place"
    assert browser.get(address).status_code == 200

    for wrong in (foreign.id, world.third.id, world.maths.id):
        assert browser.post(address, data={"parent": str(wrong)}).status_code == 422
    assert browser.post(address, data={"parent": str(office.id)}).status_code == 303

    session.expire_all()
    assert world.maths.path == f"{office.path}{world.maths.id}/"
    assert world.third.path == f"{office.path}{world.maths.id}/{world.third.id}/"
    deliver()
    leaders = {world.people[name].id for name in ("subject leader", "lesson group leader", "school head")}
    assert leaders <= set(narrowed(session))


def test_no_way_leads_to_two_units_of_one_name_side_by_side(
    browser: Browser, world: World, session: Session, make: Make
) -> None:
    of_school = {"school_id": world.lead.school_id}
    twin = make_unit(make, UnitKind.LESSON_GROUP, world.third.name, world.lead, **of_school)
    browser.login(world.people["school head"])
    moved = browser.post(f"/admin/units/{twin.id}/place", data={"parent": str(world.maths.id)})
    assert (moved.status_code, "同一级里已经有这个名称" in moved.text) == (422, True)

    browser.post(f"/admin/units/{world.third.id}/archive")
    assert browser.post(f"/admin/units/{twin.id}/place", data={"parent": world.maths.id}).status_code == 303
    restored = browser.post(f"/admin/units/{world.third.id}/restoration")

    assert (restored.status_code, "请先给它改名" in restored.text) == (409, True)
    session.expire_all()
    assert world.third.archived_at is not None


def test_units_hang_only_so_deep(browser: Browser, world: World, make: Make) -> None:
    unit = world.maths
    while len(unit.path) <= LONGEST_PATH - 4:
        unit = make_unit(make, UnitKind.DEPARTMENT, "下一级", unit, school_id=world.lead.school_id)
    browser.login(world.people["school head"])

    answer = browser.post(f"/admin/units/{unit.id}/children/new", data=UNIT)

    assert (answer.status_code, "层级太多" in answer.text) == (422, True)


def test_archiving_a_unit_ends_what_its_leader_could_do_and_restoring_brings_it_back(
    browser: Browser, world: World, session: Session
) -> None:
    leader = another(browser).login(world.people["subject leader"])
    appointing = f"/admin/people/{world.people['teacher'].id}/affiliations/new"
    assert leader.get(appointing).status_code == 200
    browser.login(world.people["academic director"])

    assert browser.post(f"/admin/units/{world.maths.id}/archive").status_code == 303

    assert leader.get("/admin/people/new").status_code == 403
    assert leader.get(appointing).status_code in {403, 404}
    assert browser.post(f"/admin/units/{world.maths.id}/archive").status_code == 409
    assert browser.post(f"/admin/units/{world.third.id}/restoration").status_code == 409
    assert "已归档的部门" in browser.get(f"/admin/units/{world.lead.id}").text
    assert "数学教研组" in browser.get(f"/admin/units/{world.lead.id}?archived=1").text
    assert browser.post(f"/admin/units/{world.maths.id}/restoration").status_code == 303
    session.expire_all()
    assert world.third.archived_at is None
    assert leader.get(appointing).status_code == 200


def test_a_unit_keeps_its_kind_while_somebody_holds_a_role_of_that_kind(
    browser: Browser, world: World, session: Session
) -> None:
    leader = world.people["subject leader"]
    seat = session.scalars(select(Affiliation).filter_by(user_id=leader.id)).one()
    world.affiliate(world.people["teacher"], world.maths)
    browser.login(world.people["school head"])
    address = f"/admin/units/{world.maths.id}/edit"
    studio = {"kind": "studio", "name": "数学工作室", "subject": "mathematics", "grade": ""}

    refused = browser.post(address, data=studio)

    assert refused.status_code == 422
    assert f"{leader.name}（教研组长）的职务不能在“名师工作室”担任" in refused.text
    assert world.people["teacher"].name not in refused.text, "teachers are at home everywhere"
    assert browser.post(address, data=studio | {"kind": "subject_group"}).status_code == 303
    browser.post(f"/admin/affiliations/{seat.id}/ending")
    assert browser.post(address, data=studio).status_code == 303
    session.expire_all()
    assert world.maths.kind is UnitKind.STUDIO


def test_what_goes_with_a_unit_is_said_before_it_is_archived(
    browser: Browser, world: World, session: Session
) -> None:
    world.affiliate(world.people["teacher"], world.maths)  # one person, though in two units
    world.person(world.third, name="离开了")
    gone = session.scalars(select(Affiliation).order_by(Affiliation.id.desc())).first()
    assert gone is not None
    gone.ended_at = clock.now()
    session.commit()
    browser.login(world.people["academic director"])
    address = f"/admin/units/{world.maths.id}/archive"
    assert f'<a href="{address}">归档</a>' in browser.get(f"/admin/units/{world.lead.id}").text

    page = browser.get(address).text

    assert "3 人在这里的任职不再有效" in page
    assert "1 个下级部门一起归档：三年级数学备课组" in page
    session.expire_all()
    assert world.maths.archived_at is None
    browser.post(f"/admin/units/{world.third.id}/archive")
    assert "下级部门" not in browser.get(address).text
    assert browser.get(f"/admin/units/{world.third.id}/archive").status_code == 409


def test_units_stand_in_the_order_of_their_grades_and_name_their_school(
    browser: Browser, world: World, make: Make
) -> None:
    for grade, name in (("g2", "二年级数学备课组"), ("g1", "一年级数学备课组")):
        given = {"school_id": world.lead.school_id, "grade": grade}
        make_unit(make, UnitKind.LESSON_GROUP, name, world.maths, **given)
    browser.login(world.people["group office"])

    tree = browser.get(f"/admin/units/{world.maths.id}").text
    options = re.findall(r'<option[^>]*value="([^"]*)"[^>]*>([^<]*)<', browser.get("/admin/people/new").text)

    names = [f"{grade}年级数学备课组" for grade in "一二三"]
    assert sorted(names, key=tree.index) == names
    assert options[0] == ("", "请选择")
    offered = [name.strip("\u3000") for _value, name in options if "年级" in name]
    assert offered == [f"{name} · 青禾" for name in names]


@pytest.mark.parametrize("count", [3, 30])
def test_the_tree_asks_no_more_for_more_units(browser: Browser, world: World, make: Make, count: int) -> None:
    for number in range(count):
        unit = make_unit(make, UnitKind.DEPARTMENT, f"{number}处", world.lead, school_id=world.lead.school_id)
        world.person(unit)
    browser.login(world.people["school head"])

    with max_queries(14):
        assert browser.get(f"/admin/units/{world.lead.id}").status_code == 200
