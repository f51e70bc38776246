"""One's own password: the first one comes before everything else, and others are signed out."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.events import SessionsRevoked
from app.blueprints.accounts.models import LoginSession, User
from app.blueprints.accounts.password_rules import Strength, strength
from app.blueprints.accounts.passwords import hash_password, verify_password
from app.core.outbox import OutboxEntry
from tests.accounts.people import HASH, NEW, PASSWORD, another, attempt, send
from tests.conftest import Browser


@pytest.fixture
def newcomer(teacher: User, session: Session) -> User:
    teacher.must_change_password = True
    session.commit()
    return teacher


SLIP = "ABCD-EFGH"


@pytest.mark.parametrize("typed", [SLIP, "abcdefgh", "abcd-efgh", "ABCD EFGH", " \uff21bcd\uff0defgh "])
def test_the_password_on_a_slip_is_read_however_it_is_copied(
    browser: Browser, newcomer: User, session: Session, typed: str
) -> None:
    newcomer.password_hash = hash_password(SLIP)
    session.commit()

    assert attempt(browser, "QH0001", typed).status == 303


def test_nobody_keeps_the_password_of_the_slip_in_small_letters(
    browser: Browser, newcomer: User, session: Session
) -> None:
    newcomer.password_hash = hash_password(SLIP)
    session.commit()
    browser.login(newcomer)

    assert "新密码不能和原来的一样" in first(browser, "abcdefgh")[1]


def test_a_password_of_ones_own_is_taken_as_it_was_typed(
    browser: Browser, teacher: User, session: Session
) -> None:
    teacher.password_hash = hash_password("abcd-efgh")
    session.commit()

    assert attempt(browser, "QH0001", "ABCD-EFGH").status == 422
    assert attempt(browser, "QH0001", "abcd-efgh").status == 303


def first(browser: Browser, new: str, repeated: str | None = None) -> tuple[int, str]:
    answer = send(browser, "/account/first-password", new_password=new, repeated=repeated or new)
    return answer.status, answer.text


@pytest.mark.parametrize("path", ["/", "/account", "/account/devices", "/nowhere"])
def test_a_newcomer_sees_nothing_before_the_own_password(browser: Browser, newcomer: User, path: str) -> None:
    page = browser.login(newcomer).get(path)

    assert (page.status_code, page.headers["Location"]) == (302, "/account/first-password")


def test_a_newcomer_writes_nothing_before_the_own_password(browser: Browser, newcomer: User) -> None:
    browser.login(newcomer)

    assert browser.post("/account", data={"email": "new@school.test"}).status_code == 403
    assert browser.get("/account", headers={"HX-Request": "true"}).headers["HX-Redirect"] == (
        "/account/first-password"
    )
    assert browser.post("/language", data={"language": "en"}).status_code == 303
    assert browser.post("/sign-out").status_code == 303


def test_with_the_own_password_everything_opens(browser: Browser, newcomer: User, session: Session) -> None:
    browser.login(newcomer)

    assert browser.get("/account/first-password").status_code == 200
    assert first(browser, NEW)[0] == 303
    assert "强度：很强" in browser.get("/account").text
    session.refresh(newcomer)
    assert newcomer.must_change_password is False
    assert verify_password(newcomer.password_hash, NEW)
    assert first(browser, PASSWORD)[0] == 409


@pytest.mark.parametrize(
    ("guessable", "because"),
    [
        ("short7!", "至少要 8 个字符"),
        ("x" * 129, "129"),
        ("12345678", "太常见"),
        ("Qwerty123", "太常见"),
        ("aaaabbbb", "太常见"),
        ("13800001234", "不能是你的工号"),
        ("QH0001!!", "不能是你的工号"),
        ("linzhiyuan1", "不能是你的工号"),
        ("lin@school.test", "不能是你的工号"),
        ("qinglan-0001", "不能是你的工号"),
        ("Zhiyuan_青蓝", "不能是你的工号"),
        ("linlinlinlin0001!", "不能是你的工号"),
        (PASSWORD, "不能和原来的一样"),
    ],
)
def test_a_password_others_would_guess_is_refused(
    browser: Browser, newcomer: User, session: Session, guessable: str, because: str
) -> None:
    status, text = first(browser.login(newcomer), guessable)

    assert status == 422
    assert because in text or because == "129"
    session.refresh(newcomer)
    assert newcomer.password_hash == HASH


def test_a_mistyped_repetition_is_noticed(browser: Browser, newcomer: User) -> None:
    status, text = first(browser.login(newcomer), NEW, repeated="something else")

    assert status == 422
    assert "两次输入的密码不一样" in text


def test_changing_the_password_signs_out_the_other_browsers(
    browser: Browser, teacher: User, session: Session, deliver: Callable[[], int]
) -> None:
    elsewhere = another(browser).login(teacher)
    browser.login(teacher)

    answer = send(browser, "/account/password", current=PASSWORD, new_password=NEW, repeated=NEW)

    assert answer.status == 303
    assert browser.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert len(session.scalars(select(LoginSession)).all()) == 1
    assert SessionsRevoked.name in session.scalars(select(OutboxEntry.name)).all()
    assert attempt(another(browser), "QH0001", PASSWORD).status == 422
    assert attempt(another(browser), "QH0001", NEW).status == 303


def test_the_current_password_is_asked_and_cannot_be_guessed_without_end(
    browser: Browser, teacher: User
) -> None:
    browser.login(teacher)

    answers = [
        send(browser, "/account/password", current=f"guess {number}", new_password=NEW, repeated=NEW)
        for number in range(11)
    ]

    assert [answer.status for answer in answers] == [422] * 10 + [429]
    assert "当前密码不对" in answers[0].text


def test_a_password_in_full_width_digits_is_the_same_password() -> None:
    assert verify_password(hash_password("mima\uff12\uff10\uff12\uff16"), "mima2026")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("abcdefgh", Strength.WEAK),
        ("abcdefgh12", Strength.FAIR),
        ("Abcdefgh12 3", Strength.STRONG),
        ("竹林后面的小路", Strength.WEAK),
        ("竹林后面的小路三十七", Strength.STRONG),
    ],
)
def test_strength_is_told_in_words(password: str, words: Strength) -> None:
    assert strength(password) is words


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Qinglan-9100 2026", Strength.WEAK),
        ("ＱＩＮＧＬＡＮ-9100 好雨", Strength.WEAK),
        ("qinglan 竹林后面的小路 37", Strength.STRONG),
    ],
)
def test_words_that_everybody_knows_make_no_password_stronger(password: str, words: Strength) -> None:
    assert strength(password, ["qinglan", "9100"]) is words


def test_the_page_tells_its_script_the_same_words(browser: Browser, newcomer: User) -> None:
    page = browser.login(newcomer).get("/account/first-password").text

    known = page.partition('data-known="')[2].partition('"')[0].split("\n")
    assert {"qinglan", "青蓝", "qh0001", "0001", "13800001234", "林知远", "linzhiyuan", "zhiyuan"} <= set(
        known
    )
    assert known == sorted(known, key=len, reverse=True), "the longest word is taken first"
