"""Inviting across schools, leaving, handing over, and what the search finds."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.notifications.models import Notification
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.states import State, Visibility
from app.core import clock
from app.core.errors import Conflict
from app.ports import realtime
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_person, make_preparation
from tests.queries import max_queries


@pytest.fixture
def preparation(make: Make, world: World, lin: User) -> JointPreparation:
    return make_preparation(make, world.third, lin, group_id=group_id_of(world))


def test_colleagues_of_the_group_are_found_by_name_and_sound(
    browser: Browser, make: Make, world: World, lin: User, preparation: JointPreparation
) -> None:
    make_person(make, world.member_third, name="苏屿", account_name="QH0087")
    make_person(make, world.stranger, name="苏木")
    browser.login(lin)

    for words in ("苏", "屿", "suyu", "SY", "su yu", "QH0087", "qh00"):
        page = browser.get(f"/preparations/{preparation.id}/participants?q={words}")
        assert '邀请<span class="sr">苏屿</span></button>' in page.text, (
            "which of many, for who only hears it"
        )
        assert "柳溪" in page.text
        assert "苏木" not in page.text
    fragment = browser.get(
        f"/preparations/{preparation.id}/participants?q=su", headers={"HX-Request": "true"}
    )
    assert fragment.text.strip().startswith('<div id="found-people"')


def test_who_is_asked_in_again_hears_of_it(
    browser: Browser,
    make: Make,
    world: World,
    lin: User,
    preparation: JointPreparation,
    session: Session,
    deliver: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guest, begun = make_person(make, world.member_third), clock.now()
    address = f"/preparations/{preparation.id}/participants"
    browser.login(lin)
    for hour in range(2):
        monkeypatch.setattr(clock, "now", lambda at=begun + timedelta(hours=hour): at)
        browser.post(address, data={"user_id": guest.id})
        deliver()
        seat = make.find(Participant, user_id=guest.id)
        browser.post(f"{address}/{seat.id}/removal")
        deliver()

    told = select(func.count()).where(Notification.recipient_id == guest.id)
    assert session.scalar(told) == 2


def test_whole_groups_of_other_schools_are_found_and_invited(
    browser: Browser, make: Make, world: World, lin: User, preparation: JointPreparation, session: Session
) -> None:
    guests = {make_person(make, world.member_third).id for _each in range(2)}
    address = f"/preparations/{preparation.id}/participants"
    browser.login(lin)

    page = browser.get(f"{address}?q=柳溪 三年级").text
    assert "邀请全组 2 位" in page
    assert f'name="unit_id" value="{world.member_third.id}"' in page
    assert browser.post(address, data={"whole_unit": "1", "unit_id": world.stranger.id}).status_code == 404
    browser.post(address, data={"whole_unit": "1", "unit_id": world.member_third.id})

    session.expire_all()
    row = make.find(JointPreparation, id=preparation.id)
    assert {each.user_id for each in row.participants} == {lin.id, *guests}
    assert "邀请全组" not in browser.get(f"{address}?q=柳溪").text, "everybody takes part by now"


def test_inviting_a_person_and_the_whole_unit(
    browser: Browser, make: Make, world: World, lin: User, preparation: JointPreparation, session: Session
) -> None:
    colleague, guest = make_person(make, world.third), make_person(make, world.member_third)
    stranger = make_person(make, world.stranger)
    address = f"/preparations/{preparation.id}/participants"
    browser.login(lin)

    browser.post(address, data={"user_id": [guest.id, stranger.id]})
    browser.post(address, data={"whole_unit": "1"})
    again = browser.post(address, data={"whole_unit": "1"}, follow_redirects=True)

    session.expire_all()
    row = make.find(JointPreparation, id=preparation.id)
    assert {each.user_id for each in row.participants} == {lin.id, guest.id, colleague.id}
    assert "没有需要新邀请的老师" in again.text
    assert browser.login(guest).get(f"/preparations/{preparation.id}").status_code == 200


def test_nobody_is_invited_to_what_is_finished(browser: Browser, make: Make, world: World, lin: User) -> None:
    done = make_preparation(make, world.third, lin, state=State.FINALIZED)

    page = browser.login(lin).post(f"/preparations/{done.id}/participants", data={"whole_unit": "1"})

    assert page.status_code == 409


def test_removing_closes_the_open_page_at_once(
    app: Flask,
    browser: Browser,
    make: Make,
    world: World,
    lin: User,
    deliver: Callable[[], int],
) -> None:
    guest = make_person(make, world.member_third)
    preparation = make_preparation(make, world.third, lin, guest, group_id=group_id_of(world))
    heard: list[Mapping[str, Any]] = []
    before = app.extensions["realtime"]
    signals = realtime.NullRealtime()
    signals.listen("access_narrowed", heard.append)
    realtime.use(app, signals)
    row = make.find(Participant, user_id=guest.id)

    browser.login(lin).post(f"/preparations/{preparation.id}/participants/{row.id}/removal")
    deliver()
    realtime.use(app, before)

    assert heard == [{"user_id": guest.id}]
    assert browser.login(guest).get(f"/preparations/{preparation.id}").status_code == 404


def test_leaving_is_everybodys_own_decision(browser: Browser, make: Make, world: World, lin: User) -> None:
    guest = make_person(make, world.third)
    preparation = make_preparation(make, world.third, lin, guest)
    mine = make.find(Participant, user_id=guest.id).id
    leads = make.find(Participant, user_id=lin.id).id
    browser.login(guest)

    assert browser.post(f"/preparations/{preparation.id}/participants/{leads}/removal").status_code == 403
    page = browser.post(f"/preparations/{preparation.id}/participants/{mine}/removal")

    assert page.location == "/preparations"
    assert browser.post(f"/preparations/{preparation.id}/participants/{mine}/removal").status_code == 404


def test_details_are_changed_and_the_lead_handed_over(
    browser: Browser, make: Make, world: World, lin: User, session: Session
) -> None:
    heir, reader = make_person(make, world.third), make_person(make, world.third)
    preparation = make_preparation(make, world.third, lin, heir)
    address = f"/preparations/{preparation.id}/details"
    details = {
        "title": "几分之一",
        "lead_preparer_id": heir.id,
        "visibility": "school",
        "lesson_type": "practice",
        "periods": "2",
        "discuss_at": "2036-11-25T15:30",
        "place": "线上",
    }
    assert 'name="visibility"' in browser.login(lin).get(address).text

    refused = browser.post(address, data=details | {"lead_preparer_id": reader.id})
    assert refused.status_code == 422
    assert browser.post(address, data=details).status_code == 303

    session.expire_all()
    row = make.find(JointPreparation, id=preparation.id)
    assert (row.title, row.lead_preparer_id, row.visibility) == ("几分之一", heir.id, Visibility.SCHOOL)
    assert row.discuss_at is not None
    assert row.discuss_at.hour == 7, "15:30 in Shanghai"
    assert browser.get(address).status_code == 403, "no longer in charge"
    assert "2036-11-25 15:30" in browser.get(f"/preparations/{preparation.id}").text


def test_the_search_finds_it_by_a_word_of_its_body_for_whom_it_is_meant(
    browser: Browser, make: Make, world: World, lin: User, deliver: Callable[[], int], work: Callable[[], int]
) -> None:
    preparation = make_preparation(
        make, world.third, lin, group_id=group_id_of(world), state=State.REVISING, title="几分之一的认识"
    )
    reader = make_person(make, world.member_third)
    browser.login(lin).post(f"/preparations/{preparation.id}/finalization", data={"visibility": "group"})
    deliver()

    found = browser.login(reader).get("/search?q=平均分")
    assert f"/preparations/{preparation.id}/text" in found.text
    outsider = browser.login(make_person(make, world.stranger)).get("/search?q=平均分")
    assert "几分之一的认识" not in outsider.text


def test_a_cancelled_one_leaves_the_index(
    browser: Browser, make: Make, world: World, lin: User, deliver: Callable[[], int]
) -> None:
    preparation = make_preparation(make, world.third, lin, title="运动会周的周长课", topic=world.topic)
    address = f"/preparations/{preparation.id}"
    browser.login(lin).post(f"{address}/transitions", data={"move": "circulate"})
    deliver()
    assert address in browser.get("/search?q=周长").text

    browser.post(f"{address}/cancellation", data={"reason": "停课"})
    deliver()

    assert address not in browser.get("/search?q=周长").text


def test_a_conflict_is_a_sentence(make: Make, world: World, lin: User) -> None:
    from app.blueprints.preparation.states import Move
    from app.core import clock

    preparation = make_preparation(make, world.third, lin, state=State.ARCHIVED)

    with pytest.raises(Conflict):
        preparation.move(Move.CIRCULATE, by=lin, at=clock.now())


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_of_people_asks_the_same_for_any_number(
    browser: Browser, make: Make, world: World, lin: User, count: int
) -> None:
    others = [make_person(make, world.third) for _ in range(count)]
    preparation = make_preparation(make, world.third, lin, *others)
    browser.login(lin)

    with max_queries(22):
        page = browser.get(f"/preparations/{preparation.id}/participants")

    assert page.text.count("/removal") == count


def test_names_lead_to_the_card_of_whoever_is_still_a_colleague(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    colleague, stranger = make_person(make, world.third), make_person(make, world.stranger)
    preparation = make_preparation(make, world.third, lin, colleague, stranger)
    browser.login(lin)

    for address in (f"/preparations/{preparation.id}", f"/preparations/{preparation.id}/participants"):
        page = browser.get(address).text
        assert f'<a href="/admin/people/{colleague.id}">{colleague.name}</a>' in page
        assert stranger.name in page
        assert f"/admin/people/{stranger.id}" not in page
    card = browser.get(f"/admin/people/{colleague.id}").text
    assert "三年级数学备课组" in card
    assert colleague.account_name not in card
