"""Who may do what to an account: oneself, the office that administers it, a colleague, a guest."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts import policy
from app.blueprints.accounts.models import LoginSession, User, UserStatus
from app.core.audit import AuditEntry
from app.core.policy import can, rules
from tests.accounts.people import PASSWORD, another, attempt, send
from tests.conftest import Browser
from tests.factories import Make

ADMINISTRATION = {
    "": 200,
    "/reset-code": 303,
    "/suspension": 303,
    "/reactivation": 409,
    "/sign-out": 303,
    "/second-factor-removal": 409,
}
NOT_THERE = dict.fromkeys(ADMINISTRATION, 404) | {"": 303}  # to the person's card
AT_THE_DOOR = dict.fromkeys(ADMINISTRATION, 302)
ROLES: list[tuple[str, Mapping[str, int]]] = [
    ("office", ADMINISTRATION),
    ("colleague", NOT_THERE),
    ("oneself", NOT_THERE),
    ("guest", AT_THE_DOOR),
]


@pytest.mark.parametrize("path", ADMINISTRATION)
@pytest.mark.parametrize(("role", "expected"), ROLES, ids=[role for role, _expected in ROLES])
def test_who_administers_an_account(
    browser: Browser,
    make: Make,
    teacher: User,
    office: User,
    role: str,
    expected: Mapping[str, int],
    path: str,
) -> None:
    people = {"office": office, "colleague": make.user(), "oneself": teacher}
    if role in people:
        browser.login(people[role])

    address = f"/accounts/{teacher.id}{path}"
    answer = browser.get(address) if path == "" else browser.post(address)

    assert answer.status_code == expected[path]


def test_an_office_does_not_administer_itself(browser: Browser, office: User) -> None:
    assert browser.login(office).post(f"/accounts/{office.id}/suspension").status_code == 404


def test_without_a_registered_predicate_nobody_administers_anybody(make: Make, teacher: User) -> None:
    before = policy._administration[0]
    policy.use_administration(policy._nobody)

    allowed = policy.administers(make.user(), teacher)

    policy.use_administration(before)
    assert allowed is False


def test_every_rule_of_accounts_is_asked_in_both_directions(make: Make, teacher: User, office: User) -> None:
    colleague = make.user()
    own = {"edit_profile", "change_password", "end_sessions", "set_second_factor", "choose_language"}

    for noun, action in rules():
        if noun is User and action in own:
            assert [can(person, action, teacher) for person in (teacher, office, colleague)] == [
                True,
                False,
                False,
            ]
    for action in ("administer", "issue_reset_code", "suspend", "reactivate", "sign_out"):
        assert [can(person, action, teacher) for person in (teacher, office, colleague)] == [
            False,
            True,
            False,
        ]


def test_suspending_ends_the_access_at_once_and_reactivating_restores_it(
    browser: Browser, teacher: User, office: User, session: Session
) -> None:
    at_work = another(browser).login(teacher)
    browser.login(office)

    browser.post(f"/accounts/{teacher.id}/suspension")

    assert at_work.get("/account").status_code == 302
    assert attempt(another(browser), "QH0001", PASSWORD).status == 422
    assert browser.post(f"/accounts/{teacher.id}/suspension").status_code == 409
    assert browser.post(f"/accounts/{teacher.id}/reactivation").status_code == 303
    assert attempt(another(browser), "QH0001", PASSWORD).status == 303
    session.refresh(teacher)
    assert teacher.status is UserStatus.ACTIVE


def test_signing_somebody_out_everywhere_leaves_the_account_alone(
    browser: Browser, teacher: User, office: User, session: Session
) -> None:
    another(browser).login(teacher)

    browser.login(office).post(f"/accounts/{teacher.id}/sign-out")

    assert session.scalars(select(LoginSession.user_id)).all() == [office.id]
    assert attempt(another(browser), "QH0001", PASSWORD).status == 303


def test_a_lost_phone_is_taken_off_the_account(
    browser: Browser, teacher: User, office: User, session: Session
) -> None:
    browser.login(teacher)
    send(browser, "/account/second-factor", password=PASSWORD)
    session.refresh(teacher)
    teacher.totp_confirmed_at = teacher.created_at
    session.commit()

    browser.login(office)
    assert "移除两步验证" in browser.get(f"/accounts/{teacher.id}").text
    assert browser.post(f"/accounts/{teacher.id}/second-factor-removal").status_code == 303

    assert attempt(another(browser), "QH0001", PASSWORD).location == "/"


def test_what_the_office_does_is_on_record(
    browser: Browser, teacher: User, office: User, session: Session
) -> None:
    browser.login(office)
    for action in ("reset-code", "sign-out", "suspension", "reactivation"):
        browser.post(f"/accounts/{teacher.id}/{action}")

    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()

    assert [entry.action for entry in entries] == [
        "accounts.reset_code_issued",
        "accounts.signed_out_everywhere",
        "accounts.account_suspended",
        "accounts.account_reactivated",
    ]
    assert {(e.actor_id, e.actor_name, e.target_kind, e.target_id) for e in entries} == {
        (office.id, "江望", "user", teacher.id)
    }
    assert {entry.address for entry in entries} == {"127.0.0.1"}
