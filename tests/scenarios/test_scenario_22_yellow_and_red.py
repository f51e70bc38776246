"""A member school gets 黄牌: recorded with reason, no change of access; 红牌: access ends, history stays."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.history_models import MembershipChange
from app.blueprints.org.models import MembershipStatus
from app.core import clock
from tests.conftest import Browser
from tests.factories import Make
from tests.org.test_affiliations import another, narrowed
from tests.org.world import make_world


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
    assert history == [MembershipStatus.YELLOW, MembershipStatus.RED]
    browser.login(world.people["installation admin"])
    assert browser.post(f"{address}/status", data=card | {"status": "active"}).status_code == 303
    assert colleague.get(f"/admin/people/{partner.id}").status_code == 200
