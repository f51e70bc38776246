"""The name of one's school is the first word that colleagues try in one's password."""

from sqlalchemy.orm import Session

from app.blueprints.accounts.known_words import known_words
from tests.conftest import Browser
from tests.org.world import World


def test_names_of_ones_school_are_known_words(browser: Browser, world: World) -> None:
    with browser.application.test_request_context():
        words = set(known_words(world.people["teacher"]))

    assert {"青禾实验小学", "青禾", "qinghe", "qingheshiyanxiaoxue"} <= words
    assert "柳溪小学" not in words


def test_a_password_of_them_is_refused(browser: Browser, world: World, session: Session) -> None:
    newcomer = session.merge(world.people["teacher"])
    newcomer.must_change_password = True
    session.commit()
    browser.login(newcomer)

    fields = dict.fromkeys(("new_password", "repeated"), "Qinghe青禾实验小学!")
    page = browser.post("/account/first-password", data=fields)

    assert page.status_code == 422
    assert "不能是学校或系统的名字" in page.text
