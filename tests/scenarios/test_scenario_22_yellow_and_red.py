"""A member school gets 黄牌: recorded with reason, no change of access; 红牌: access ends, history stays."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.org.history_models import MembershipChange, Step
from app.blueprints.org.models import OrgUnit, Role, UnitKind
from app.blueprints.preparation.states import State
from app.core import clock
from app.core.audit import AuditEntry
from tests.conftest import Browser
from tests.factories import Make
from tests.org.test_affiliations import another, narrowed
from tests.org.world import World, make_unit, make_world
from tests.preparation.factories import make_preparation, make_topic


def test_scenario_22_yellow_and_red_card(
    browser: Browser, make: Make, session: Session, deliver: Callable[[], int]
) -> None:
    world = make_world(make)
    address = f"/admin/memberships/{world.membership.id}"
    partner, office = world.people["partner"], world.people["group office"]
    colleague = another(browser).login(world.people["teacher"])
    browser.login(office)
    assert browser.get(address).status_code == 200

    card = {"status": "yellow", "reason": "两次没有参加集体备课", "counts_from": clock.today().isoformat()}
    assert browser.post(f"{address}/status", data=card | {"reason": ""}).status_code == 422
    assert browser.post(f"{address}/status", data=card).status_code == 303
    deliver()
    assert colleague.get(f"/admin/people/{partner.id}").status_code == 200
    assert narrowed(session) == []
    assert "两次没有参加集体备课" in browser.get(address).text

    red = {"status": "red", "reason": "年检不合格", "counts_from": clock.today().isoformat()}
    assert browser.post(f"{address}/status", data=red).status_code == 303

    assert colleague.get(f"/admin/people/{partner.id}").status_code == 404
    assert browser.post(f"{address}/status", data=card | {"status": "active"}).status_code == 403
    deliver()
    assert {partner.id, office.id, world.people["teacher"].id} <= set(narrowed(session))
    assert world.people["stranger"].id not in narrowed(session)
    history = session.scalars(select(MembershipChange.status).order_by(MembershipChange.id)).all()
    assert history == [Step.YELLOW, Step.RED]
    browser.login(world.people["installation admin"])
    assert browser.post(f"{address}/status", data=card | {"status": "active"}).status_code == 303
    assert colleague.get(f"/admin/people/{partner.id}").status_code == 200


def make_joint_lesson_group(make: Make, world: World, *people: User) -> OrgUnit:
    group_id = world.group.group_id
    joint = make_unit(make, UnitKind.LESSON_GROUP, "三年级数学联合备课组", world.group, group_id=group_id)
    for person in people:
        world.affiliate(person, joint)
    return joint


def test_scenario_22_past_co_authored_work_stays(browser: Browser, make: Make) -> None:
    world = make_world(make)
    partner, host = world.people["partner"], world.people["teacher"]
    joint = make_joint_lesson_group(make, world, partner, host)
    fields: dict[str, Any] = {"group_id": world.group.group_id, "title": "一起写完的课"}
    plan = make_preparation(make, joint, host, partner, state=State.FINALIZED, **fields)

    browser.login(world.people["group head"])
    red = {"status": "red", "reason": "年检不合格", "counts_from": clock.today().isoformat()}
    address = f"/admin/memberships/{world.membership.id}/status"
    assert browser.post(address, data=red | {"with_places": "y"}).status_code == 303

    browser.login(partner)
    for page in (f"/preparations/{plan.id}", f"/preparations/{plan.id}/text"):
        assert browser.get(page).status_code == 200
    assert plan.title in browser.get("/").text
    assert browser.get(f"/preparations/{plan.id}/edit").status_code != 200


def test_scenario_22_places_in_joint_lesson_groups_end_with_the_school(
    browser: Browser, make: Make, session: Session, deliver: Callable[[], int]
) -> None:
    """联合备课组 and studios belong to no school: teachers hold places in them directly."""
    world = make_world(make)
    partner, host, roving = world.people["partner"], world.people["teacher"], world.person(world.member)
    world.affiliate(roving, world.lead)
    joint = make_joint_lesson_group(make, world, partner, host, roving)
    world.affiliate(partner, world.group, Role.GROUP_OFFICE)
    lesson = make_preparation(make, joint, host, partner, roving, group_id=world.group.group_id)
    editing, proposing = f"/preparations/{lesson.id}/edit", f"/preparations/new?node_id={make_topic(make).id}"
    theirs, rovings = another(browser).login(partner), another(browser).login(roving)
    assert theirs.get(editing).status_code == 200
    assert joint.name in theirs.get(proposing).text

    browser.login(world.people["group head"])
    address = f"/admin/memberships/{world.membership.id}"
    assert "2 项任职同时结束" in browser.get(address).text
    red = {"status": "red", "reason": "年检不合格", "counts_from": clock.today().isoformat()}
    asked = browser.post(f"{address}/status", data=red)
    assert (asked.status_code, theirs.get(editing).status_code) == (422, 200)
    assert "要由管理员恢复" in asked.text
    assert browser.post(f"{address}/status", data=red | {"with_places": "y"}).status_code == 303

    refused = theirs.get(editing)
    assert refused.status_code == 403
    assert "你的学校已退出" in refused.text
    assert joint.name not in theirs.get(proposing).text
    assert theirs.get(f"/admin/people/{host.id}").status_code == 404
    assert rovings.get(editing).status_code == 200, "also works at the core school"
    assert partner.id in narrowed(session)
    entries = session.scalars(select(AuditEntry).filter_by(action="org.affiliation_ended")).all()
    assert {(entry.target_id, entry.actor_name) for entry in entries} == {
        (partner.id, world.people["group head"].name)
    }
    assert partner.name in another(browser).login(host).get(f"/preparations/{lesson.id}").text

    browser.login(world.people["installation admin"])
    out = browser.get(address).text
    assert "不会自动恢复" in out
    assert "学校回到集团以后，可以在这里一次恢复" in out
    assert browser.post(f"{address}/places").status_code == 409
    assert browser.post(f"{address}/status", data=red | {"status": "active"}).status_code == 303
    deliver()
    assert joint.name not in theirs.get(proposing).text

    assert "恢复 2 项任职" in browser.get(address).text
    assert browser.post(f"{address}/places").status_code == 303
    assert joint.name in theirs.get(proposing).text
    assert theirs.get(editing).status_code == 200
    assert "随学校离开结束的任职" not in browser.get(address).text, "given back once"
    assert browser.post(f"{address}/places").status_code == 409
