"""What people set about themselves, and how names are sorted."""

import pytest
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from tests.accounts.people import attempt, send
from tests.conftest import Browser
from tests.factories import Make

PAGES = ["/account", "/account/password", "/account/devices", "/account/second-factor"]
DOORS = ["/sign-in", "/reset"]


def test_the_phone_is_masked_and_kept_when_left_empty(
    browser: Browser, teacher: User, session: Session
) -> None:
    page = browser.login(teacher).get("/account").text
    send(browser, "/account", phone="", email="lin2@school.test")

    assert "138****1234" in page
    assert "13800001234" not in page
    session.refresh(teacher)
    assert (teacher.phone, teacher.email) == ("13800001234", "lin2@school.test")


def test_a_phone_can_be_changed_and_removed(browser: Browser, teacher: User, session: Session) -> None:
    browser.login(teacher)
    send(browser, "/account", phone="+86 139-0000-1111", email="")
    session.refresh(teacher)
    assert (teacher.phone, teacher.email) == ("13900001111", None)

    send(browser, "/account", phone="", email="", forget_phone="y")

    session.refresh(teacher)
    assert teacher.phone is None


def test_an_e_mail_address_can_be_removed(browser: Browser, teacher: User, session: Session) -> None:
    browser.login(teacher)
    send(browser, "/account", phone="", email="lin2@school.test")
    assert "删除邮箱" in browser.get("/account").text

    send(browser, "/account", phone="", email="lin2@school.test", forget_email="y")

    session.refresh(teacher)
    assert (teacher.phone, teacher.email) == ("13800001234", None)
    assert "删除邮箱" not in browser.get("/account").text


@pytest.mark.parametrize(
    ("phone", "email", "because"),
    [
        ("一三八", "", "手机号只能是数字"),
        ("", "not a mail", "不像一个邮箱"),
        ("13700000000", "", "已被另一个账号使用"),
        ("", "Taken@School.test", "已被另一个账号使用"),
    ],
)
def test_unusable_contacts_are_refused_with_a_reason(
    browser: Browser, make: Make, teacher: User, session: Session, phone: str, email: str, because: str
) -> None:
    make.user(phone="13700000000", email="taken@school.test")

    answer = send(browser.login(teacher), "/account", phone=phone, email=email)

    assert answer.status == 422
    assert because in answer.text
    session.refresh(teacher)
    assert teacher.phone == "13800001234"


@pytest.mark.parametrize(
    ("phone", "email"), [("一三八", "not a mail"), ("+86 138-0000-" * 3, f"{'l' * 120}@school.test")]
)
def test_all_that_is_wrong_is_named_at_once(browser: Browser, teacher: User, phone: str, email: str) -> None:
    answer = send(browser.login(teacher), "/account", phone=phone, email=email)

    assert answer.status == 422
    assert '需要修改：<a href="#phone">手机号</a>、<a href="#email">邮箱</a>' in answer.text
    assert "手机号" in answer.text
    assert "不像一个邮箱" in answer.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_person_renders_in_both_languages(
    browser: Browser, teacher: User, language: str
) -> None:
    browser.login(teacher)
    assert send(browser, "/language", language=language, next="/account").location == "/account"

    pages = [browser.get(path) for path in PAGES]

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert all(f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in page.text for page in pages)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_guests_choose_a_language_for_this_browser(browser: Browser, language: str) -> None:
    send(browser, "/language", language=language)

    pages = [browser.get(path) for path in DOORS]

    assert [page.status_code for page in pages] == [200, 200]
    assert all(f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in page.text for page in pages)


def test_the_language_goes_with_the_person(browser: Browser, teacher: User, session: Session) -> None:
    send(browser.login(teacher), "/language", language="en")
    browser.post("/sign-out")

    send(browser, "/language", language="zh")
    attempt(browser, "QH0001", "qing-lan 2026")

    assert '<html lang="en"' in browser.get("/account").text


def test_an_unknown_language_and_a_foreign_address_are_refused(browser: Browser) -> None:
    assert send(browser, "/language", language="xx").status == 422
    assert send(browser, "/language", language="en", next="//evil.test").location == "/"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("林知远", "lin zhi yuan"),
        ("曾小单", "zeng xiao dan"),
        ("单小曾", "shan xiao ceng"),
        ("尉迟恭", "yu chi gong"),
        ("Anna", "anna"),
        ("", ""),
    ],
)
def test_names_sort_by_pinyin_with_the_reading_of_family_names(name: str, key: str) -> None:
    assert User(account_name="x", name=name).name_pinyin == key


def test_a_new_name_sorts_anew(make: Make, session: Session) -> None:
    person = make.user(name="苏屿")
    person.name = "秦朗"
    session.commit()

    assert person.name_pinyin == "qin lang"


def test_a_dash_in_a_list_is_no_phone() -> None:
    assert User(account_name="x", name="苏屿", phone="-", email=" ").phone is None
