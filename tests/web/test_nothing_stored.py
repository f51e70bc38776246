"""A form that meets a locked database or a full disk: it is told the truth, in its own language."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy.exc import OperationalError

from app.blueprints.accounts.models import User
from app.core.db import db
from app.core.errors import Forbidden
from app.core.policy import authorize
from app.core.uow import unit_of_work
from tests.conftest import Browser
from tests.hindrances import full, locked

TYPED = {"email": "zhou@example.org"}
HTMX = {"HX-Request": "true"}
Hindrance = Callable[[Path], AbstractContextManager[None]]
KINDS = pytest.mark.parametrize("hindrance", [locked, full])


def sign_in(app: Flask, language: str | None = None) -> Browser:
    with app.app_context():
        with unit_of_work():
            person = User(name="周若溪", account_name="zhou", language=language)
            db.session.add(person)
        browser = app.test_client()
        assert isinstance(browser, Browser)
        return browser.login(person)


@KINDS
def test_a_form_is_not_saved_and_says_so(own: Flask, file: Path, hindrance: Hindrance) -> None:
    browser = sign_in(own)
    with hindrance(file):
        answer = browser.post("/account", data=TYPED, headers={"Referer": "http://localhost/account"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert "没有保存，请稍后再试" in answer.text
        assert "没有丢失" not in answer.text
        assert '<a class="btn btn-primary" href="/account" data-behavior="go-back">' in answer.text
        assert browser.get("/account").status_code == 200  # reading goes on
    assert browser.post("/account", data=TYPED).status_code == 303
    assert "zhou@example.org" in browser.get("/account").text


def test_a_fragment_stands_above_the_form_and_takes_nothing_away(own: Flask, file: Path) -> None:
    browser = sign_in(own)
    with locked(file):
        answer = browser.post("/account", data=TYPED, headers=HTMX)
    assert answer.status_code == 503
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#main", "afterbegin")
    assert answer.text.lstrip().startswith('<p class="flash" data-tone="problem"')


def test_it_is_said_in_english(own: Flask, file: Path) -> None:
    browser = sign_in(own, "en")
    with locked(file):
        page = browser.post("/account", data=TYPED).text
        script = browser.post("/account", data=TYPED, headers={"Accept": "application/json"})
    assert "Not saved. Please try again later" in page
    assert script.get_json()["error"].startswith("Not saved. Please try again later")


def test_a_mistake_of_ours_is_no_full_disk(own: Flask) -> None:
    with own.test_request_context("/account", method="POST"):
        try:
            db.session.connection().exec_driver_sql("SELECT no_such_column FROM user")
        except OperationalError as error:
            answer = own.make_response(own.handle_user_exception(error))
    assert answer.status_code == 500
    assert "这次操作可能没有完成" in answer.get_data(as_text=True)


def test_a_file_that_finds_no_room_is_not_saved_either(own: Flask) -> None:
    with own.test_request_context("/account", method="POST"):
        answer = own.make_response(own.handle_user_exception(OSError(28, "No space left on device")))
        other = own.make_response(own.handle_user_exception(FileNotFoundError(2, "No such file")))
    assert (answer.status_code, other.status_code) == (503, 500)


def test_a_refusal_of_the_kernel_is_said_in_english_too(own: Flask) -> None:
    with own.test_request_context("/account", method="POST"):
        g.user = User(id=1, name="Lin", account_name="lin", language="en")
        with pytest.raises(Forbidden) as refused:
            authorize(g.user, "change_password", User(id=2, name="Su"))
        answer = own.make_response(own.handle_user_exception(refused.value))
    assert answer.status_code == 403
    assert "You do not have permission to do this." in answer.get_data(as_text=True)
