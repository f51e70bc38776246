"""A school leaves its group: its teachers go on reading what was final, and are told about the rest."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.blueprints.accounts.models import User
from app.blueprints.coedit.policy import why_missing
from app.blueprints.coedit.room.refusals import Reason
from app.blueprints.org.models import Affiliation, Membership, MembershipStatus
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import State, Visibility
from app.core import clock
from app.core.db import db
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_person, make_preparation
from tests.preparation.test_policy import judged
from tests.queries import max_queries

Finish = Callable[..., JointPreparation]


@pytest.fixture
def guest(make: Make, world: World) -> User:
    return make_person(make, world.member_third, name="陈立")


@pytest.fixture
def finish(make: Make, world: World, lin: User, guest: User) -> Finish:
    """A plan of the core school, in which the guest took part unless others did."""

    def finished(*others: User, days_ago: int = 5, **given: Any) -> JointPreparation:
        at = clock.now() - timedelta(days=days_ago)
        fields: dict[str, Any] = {
            "state": State.FINALIZED,
            "visibility": Visibility.GROUP,
            "finalized_at": at,
        }
        people = others or (guest,)
        return make_preparation(
            make, world.third, lin, *people, group_id=group_id_of(world), **(fields | given)
        )

    return finished


def let_go(make: Make, world: World, *, days_ago: int = 0) -> Membership:
    """The second school's place in the group ends."""
    membership = make.find(Membership, school_id=world.member.school_id)
    membership.status, membership.reason = MembershipStatus.WITHDRAWN, "组建新集团"
    membership.to_date = clock.today() - timedelta(days=days_ago)
    return make.store(membership)


def test_who_reads_what_after_the_school_has_left(
    app: Flask, make: Make, world: World, lin: User, guest: User, finish: Finish
) -> None:
    beside = make_person(make, world.member_third)
    moved = make_person(make, world.stranger)
    before, after = finish(guest, moved), finish(guest, days_ago=0)
    private = finish(guest, visibility=Visibility.PRIVATE)
    archived = finish(guest, state=State.ARCHIVED)
    group_id = group_id_of(world)
    under_way = make_preparation(make, world.third, lin, guest, group_id=group_id, state=State.DISCUSSING)
    cancelled = make_preparation(make, world.third, lin, guest, group_id=group_id, state=State.CANCELLED)
    own = make_preparation(make, world.member_third, guest, group_id=group_id)
    assert judged(app, beside, before) == (True, False, False)
    assert judged(app, guest, under_way) == (True, True, False)

    let_go(make, world, days_ago=2)

    only_reads, nothing = (True, False, False), (False, False, False)
    for plan in (before, private, archived):
        assert judged(app, guest, plan) == only_reads
        assert judged(app, beside, plan) == nothing, "took no part"
    assert judged(app, moved, before) == nothing, "of a school that never was in the group"
    for plan in (after, under_way, cancelled):
        assert judged(app, guest, plan) == nothing, "went on without them, or was never finished"
    assert judged(app, guest, own) == (True, True, True), "their own school's"
    assert judged(app, lin, own) == nothing


def test_leaving_the_school_itself_ends_it(
    app: Flask, make: Make, world: World, guest: User, finish: Finish
) -> None:
    plan = finish()
    let_go(make, world)
    affiliation = make.find(Affiliation, user_id=guest.id)
    affiliation.ended_at = clock.now()
    make.store(affiliation)

    assert judged(app, guest, plan) == (False, False, False)


def test_a_kept_plan_is_read_and_taken_away_and_no_more(
    browser: Browser, make: Make, world: World, guest: User, finish: Finish
) -> None:
    plan = finish()
    let_go(make, world)
    address, document = f"/preparations/{plan.id}", f"/documents/{plan.document_id}"
    browser.login(guest)

    for page in ("", "/text"):
        assert "你的学校已退出青禾教育集团" in browser.get(f"{address}{page}").text
    assert browser.post(f"{address}/exports", data={"format": "markdown"}).status_code == 303
    assert browser.get(f"{address}/edit").location.endswith("/text")
    said = {"quote": "平均分", "body": "再说一句", "token": "token-000001"}
    refused = [
        browser.post(f"{address}/transitions", data={"move": "archive"}),
        browser.post(f"{address}/details", data={"title": "改名"}),
        browser.post(f"{document}/comments", data=said),
        browser.get(f"{document}/history"),
    ]
    assert {answer.status_code for answer in refused} == {403, 409}, "a final text is closed to everybody"


def test_what_was_not_finished_says_why_it_does_not_open(
    app: Flask, browser: Browser, make: Make, world: World, lin: User, guest: User
) -> None:
    plan = make_preparation(make, world.third, lin, guest, group_id=group_id_of(world))
    others = make_preparation(make, world.third, lin, group_id=group_id_of(world))
    stranger = make_person(make, world.stranger)
    let_go(make, world)

    answer = browser.login(guest).get(f"/preparations/{plan.id}/edit")
    assert answer.status_code == 403
    assert "你的学校已退出“青禾教育集团”" in answer.text
    assert f"主备老师{lin.name}" in answer.text
    assert browser.get(f"/preparations/{others.id}").status_code == 404
    assert browser.login(stranger).get(f"/preparations/{plan.id}").status_code == 404
    with app.app_context():
        document = db.session.get_one(JointPreparation, plan.id).document
        reasons = [why_missing(db.session.get_one(User, who.id), document) for who in (guest, stranger)]
        assert reasons == [Reason.LEFT, Reason.MISSING]


def test_the_workbench_shows_what_stays_and_counts_the_rest(
    browser: Browser, make: Make, world: World, lin: User, guest: User, finish: Finish
) -> None:
    finish(title="一起定稿的分数课")
    make_preparation(make, world.third, lin, guest, group_id=group_id_of(world), title="还没定稿的课")
    make_preparation(make, world.member_third, guest, group_id=group_id_of(world), title="自己学校的课")
    assert "在原集团备过的课" not in browser.login(guest).get("/").text

    let_go(make, world)

    page = browser.get("/").text
    card = page[page.index("在原集团备过的课") :]
    assert "你的学校已退出青禾教育集团。" in card
    assert "一起定稿的分数课" in card
    assert "有 1 份当时还没有定稿" in card
    assert "还没定稿的课" not in page
    assert "自己学校的课" not in card
    with max_queries(45):
        browser.get("/")
    assert "在原集团备过的课" not in browser.login(lin).get("/").text


def test_a_school_that_comes_back_is_one_of_them_again(
    app: Flask, browser: Browser, make: Make, world: World, lin: User, guest: User
) -> None:
    plan = make_preparation(make, world.third, lin, guest, group_id=group_id_of(world))
    membership = let_go(make, world, days_ago=3)
    make.store(
        Membership(group_id=membership.group_id, school_id=membership.school_id, from_date=clock.today())
    )

    assert judged(app, guest, plan) == (True, True, False)
    assert "在原集团备过的课" not in browser.login(guest).get("/").text


def test_a_lead_preparer_who_left_is_not_told_to_ask_herself(
    browser: Browser, make: Make, world: World, guest: User
) -> None:
    leading = make_person(make, world.member_third, name="苏屿")
    plan = make_preparation(make, world.third, leading, guest, group_id=group_id_of(world))
    let_go(make, world)

    for person in (leading, guest):
        answer = browser.login(person).get(f"/preparations/{plan.id}")
        assert answer.status_code == 403
        assert "请联系集团办公室" in answer.text
        assert "请联系主备老师" not in answer.text, "she cannot open it either"


def test_who_has_no_post_any_more_is_told_so_where_they_took_part(
    browser: Browser, make: Make, world: World, lin: User, guest: User, finish: Finish
) -> None:
    plan, under_way = finish(), make_preparation(make, world.third, lin, guest, group_id=group_id_of(world))
    others = make_preparation(make, world.third, lin, group_id=group_id_of(world))
    affiliation = make.find(Affiliation, user_id=guest.id)
    affiliation.ended_at = clock.now()
    make.store(affiliation)
    browser.login(guest)

    for address in (f"/preparations/{plan.id}", f"/preparations/{under_way.id}/edit"):
        answer = browser.get(address)
        assert answer.status_code == 403
        assert "你现在没有任职" in answer.text
        assert "请联系学校管理员" in answer.text
    assert browser.get(f"/preparations/{others.id}").status_code == 404
    assert browser.get("/").status_code == 200
