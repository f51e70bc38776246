"""The details of a preparation, open in two windows at once."""

import pytest
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.preparation.models import JointPreparation
from tests.conftest import Browser
from tests.factories import Make
from tests.pages import form_on
from tests.preparation.factories import World, make_person, make_preparation


def test_what_a_colleague_saved_meanwhile_stays(
    browser: Browser, make: Make, world: World, lin: User, session: Session
) -> None:
    preparation = make_preparation(make, world.third, lin)
    address = f"/preparations/{preparation.id}/details"
    first = browser.login(lin).get(address)
    second = browser.get(address)
    when = {"discuss_at": "2036-11-25T15:30", "periods": "3"}

    assert browser.post(address, data=form_on(first, place="三楼会议室", **when)).status_code == 303
    assert browser.post(address, data=form_on(second, title="几分之一")).status_code == 303

    session.expire_all()
    row = make.find(JointPreparation, id=preparation.id)
    assert (row.title, row.place, row.periods) == ("几分之一", "三楼会议室", 3)
    assert row.discuss_at is not None


def test_the_same_field_changed_by_both_comes_back_with_nothing_lost(
    browser: Browser, make: Make, world: World, lin: User, session: Session
) -> None:
    heir = make_person(make, world.third, name="苏予")
    preparation = make_preparation(make, world.third, lin, heir, place="二楼")
    address = f"/preparations/{preparation.id}/details"
    first = browser.login(lin).get(address)
    second = browser.get(address)
    browser.post(address, data=form_on(first, place="三楼会议室", visibility="school", periods="3"))

    typed = {"place": "线上", "visibility": "subject_group", "title": "几分之一"}
    page = browser.post(address, data=form_on(second, **typed))

    assert page.status_code == 422
    assert "这一项刚被别人改成“三楼会议室”，请核对后再保存。" in page.text
    assert "这一项刚被别人改成“全校（" in page.text, "as it reads, not its code"
    shown = form_on(page)
    assert {name: shown[name] for name in typed} == typed, "what was typed stays"
    assert shown["periods"] == "3", "and what only the other one changed is there"
    session.expire_all()
    assert make.find(JointPreparation, id=preparation.id).place == "三楼会议室"

    assert browser.post(address, data=shown).status_code == 303, "looked at, and meant"
    session.expire_all()
    row = make.find(JointPreparation, id=preparation.id)
    assert (row.place, row.title, row.periods) == ("线上", "几分之一", 3)


def test_a_field_somebody_emptied_says_so(browser: Browser, make: Make, world: World, lin: User) -> None:
    preparation = make_preparation(make, world.third, lin, place="二楼")
    address = f"/preparations/{preparation.id}/details"
    page = browser.login(lin).get(address)
    browser.post(address, data=form_on(page, place=""))

    assert (
        "这一项刚被别人清空，请核对后再保存。" in browser.post(address, data=form_on(page, place="线上")).text
    )


@pytest.mark.parametrize("shown", ["", "no JSON", "[" * 20_000, '{"place": ["二楼"], "title": {}}', "[]"])
def test_what_no_page_of_ours_sends_is_taken_for_nothing(
    browser: Browser, make: Make, world: World, lin: User, session: Session, shown: str
) -> None:
    preparation = make_preparation(make, world.third, lin, place="二楼")
    address = f"/preparations/{preparation.id}/details"
    page = browser.login(lin).get(address)

    sent = form_on(page, place="线上")
    sent["shown"] = shown
    assert browser.post(address, data=sent).status_code == 303

    session.expire_all()
    assert make.find(JointPreparation, id=preparation.id).place == "线上"
