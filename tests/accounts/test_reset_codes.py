"""A forgotten password: the office hands out a slip with a code that counts once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import LoginSession, User, UserStatus
from app.blueprints.accounts.passwords import hash_password
from app.core import clock
from app.core.audit import AuditEntry
from tests.accounts.people import NEW, PASSWORD, Answer, another, attempt, send
from tests.conftest import Browser

REFUSED = "账号或重置码不对，或者重置码已经过期。"


@pytest.fixture
def code(browser: Browser, teacher: User, office: User) -> str:
    slip = another(browser).login(office).post(f"/accounts/{teacher.id}/reset-code", follow_redirects=True)
    found = re.search(r'<p class="code">([A-Z2-9]{4}-[A-Z2-9]{4})</p>', slip.text)
    assert found
    return found.group(1)


def reset(browser: Browser, code: str, name: str = "QH0001", new: str = NEW) -> Answer:
    return send(browser, "/reset", name=name, code=code, new_password=new, repeated=new)


def test_the_code_sets_a_new_password_once(browser: Browser, teacher: User, code: str) -> None:
    assert reset(browser, code).status == 303

    assert attempt(browser, "QH0001", NEW).status == 303
    assert reset(another(browser), code, new="另一个 密码 99").status == 422


@pytest.mark.parametrize(("hyphen", "margin"), [("", ""), (" ", " "), ("\uff0d", "")])
def test_the_code_is_read_however_it_is_typed(browser: Browser, code: str, hyphen: str, margin: str) -> None:
    typed = f"{margin}{code.lower().replace('-', hyphen)}{margin}"

    assert reset(browser, typed).status == 303


def test_resetting_ends_sessions_locks_and_the_forced_change(
    browser: Browser, teacher: User, office: User, session: Session, code: str
) -> None:
    lost = another(browser).login(teacher)
    teacher.must_change_password = True
    session.commit()

    reset(browser, code)

    assert lost.get("/account").status_code == 302
    session.refresh(teacher)
    assert teacher.must_change_password is False
    assert (teacher.failed_sign_ins, teacher.reset_code_hash) == (0, None)
    assert session.scalars(select(LoginSession.user_id)).all() == [office.id]


def test_a_fresh_code_opens_a_locked_account_and_voids_the_one_before(
    browser: Browser, teacher: User, office: User, code: str
) -> None:
    for _ in range(5):
        attempt(browser, "QH0001", "wrong")
    assert reset(another(browser), code).status == 429

    another(browser).login(office).post(f"/accounts/{teacher.id}/reset-code")

    assert attempt(another(browser), "QH0001", PASSWORD).status == 303
    assert reset(another(browser), code).status == 422


def test_every_wrong_reset_gets_the_same_answer(
    browser: Browser, teacher: User, session: Session, code: str
) -> None:
    answers = [reset(browser, "ABCD-EFGH"), reset(browser, code, name="nobody")]
    session.refresh(teacher)
    teacher.reset_code_hash = None
    session.commit()
    answers.append(reset(browser, code))

    assert [(answer.status, REFUSED in answer.text) for answer in answers] == [(422, True)] * 3


def test_a_code_dies_after_two_days(browser: Browser, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later: datetime = clock.now() + timedelta(hours=48, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert reset(browser, code).status == 422


def test_a_code_dies_after_ten_wrong_attempts(
    browser: Browser, teacher: User, session: Session, code: str
) -> None:
    for _ in range(10):
        assert reset(another(browser), "ABCD-EFGH").status in {422, 429}
        teacher.forget_attempts()
        session.commit()

    assert reset(browser, code).status == 422


def test_a_poor_password_does_not_use_the_code_up(browser: Browser, code: str) -> None:
    assert "太常见" in reset(browser, code, new="12345678").text
    assert "不能是你的工号" in reset(browser, code, new="13800001234").text
    assert reset(browser, code).status == 303


@pytest.mark.parametrize("as_copied", [str.upper, str.lower, lambda code: code.replace("-", " ")])
def test_the_code_itself_is_no_password(browser: Browser, code: str, as_copied: Callable[[str], str]) -> None:
    assert "新密码不能就是重置码" in reset(browser, code, new=as_copied(code)).text
    assert reset(browser, code).status == 303, "it was not used up"


def test_the_password_of_the_slip_does_not_come_back_by_a_reset(
    browser: Browser, teacher: User, session: Session, code: str
) -> None:
    session.refresh(teacher)
    teacher.must_change_password, teacher.password_hash = True, hash_password("ABCD-EFGH")
    session.commit()

    assert "新密码不能和原来的一样" in reset(browser, code, new="abcdefgh").text
    assert reset(browser, code).status == 303


def test_a_suspended_account_has_no_use_for_a_code(
    browser: Browser, teacher: User, office: User, session: Session, code: str
) -> None:
    teacher.status = UserStatus.SUSPENDED
    session.commit()

    assert REFUSED in reset(browser, code).text
    assert another(browser).login(office).post(f"/accounts/{teacher.id}/reset-code").status_code == 409


def test_the_code_is_stored_nowhere_in_clear(session: Session, teacher: User, code: str) -> None:
    session.refresh(teacher)
    assert teacher.reset_code_hash is not None
    assert teacher.reset_code_hash.startswith("$argon2id$")
    notes = session.scalars(select(AuditEntry.note)).all()
    assert not any(code in note or code.replace("-", "") in note for note in notes)
