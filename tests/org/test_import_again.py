"""Teachers from Excel, a second time: what differs is told apart from what is there already."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import Affiliation, TeacherProfile
from app.core import clock
from app.core.jobs import Job
from app.ports import storage
from tests.conftest import Browser
from tests.org.importing import Work, by_account, imported, upload
from tests.org.sheets import teacher, workbook
from tests.org.world import World

ROWS = (
    teacher("周若溪", "QH0201", 部门="三年级数学备课组", 学科="数学", 入职日期="2015-08-20"),
    teacher("苏屿", "QH0202", 手机号="13800001234"),
)


def test_the_same_file_again_changes_nothing_and_says_so(browser: Browser, world: World, work: Work) -> None:
    imported(browser, world, work, *ROWS)

    address = upload(browser, world.lead.id, workbook(*ROWS))
    work()

    page = browser.get(address).text
    assert "文件里的 2 位老师都已在名单里，没有要改的。" in page
    assert "要改正" not in page
    assert "确认导入" not in page
    listed = browser.get("/admin/imports").text
    assert "没有要改的" in listed
    assert "没有导入" not in listed
    assert browser.post(f"{address}/confirmation").status_code == 409


def test_only_who_differs_is_updated_and_given_back(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    imported(browser, world, work, *ROWS)
    changed = teacher("苏屿", "QH0202", 手机号="13900001234")

    address = imported(browser, world, work, ROWS[0], changed, teacher("孟青岚", "QH0203"))

    page = browser.get(address).text
    assert "：新建 1 人，更新 1 人，没有变化 1 人。" in page
    assert "更新的 1 人资料会还原" in page
    phone = select(User.phone).where(User.account_name == "QH0202")
    assert session.scalar(phone) == "13900001234"
    browser.post(f"{address}/undoing")
    assert "删除 1 人，还原 1 人</p>" in browser.get(address).text
    assert session.scalar(phone) == "13800001234"


def test_a_new_place_alone_is_a_change(browser: Browser, world: World, work: Work) -> None:
    imported(browser, world, work, *ROWS)

    address = imported(browser, world, work, teacher("苏屿", "QH0202", 部门="数学教研组"))

    assert "更新 1 人" in browser.get(address).text


def test_a_row_that_was_no_change_stays_one_though_the_person_has_changed_since(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    imported(browser, world, work, *ROWS)
    address = upload(browser, world.lead.id, workbook(*ROWS, teacher("孟青岚", "QH0203")))
    work()
    profile = session.get_one(TeacherProfile, by_account(session, "QH0201").id)
    profile.subject = "chinese"
    session.commit()

    browser.post(f"{address}/confirmation")
    work()

    session.refresh(profile)
    assert profile.subject == "chinese"
    newest = session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first()
    assert newest is not None
    assert (newest.new_count, newest.updated_count, newest.same_count) == (1, 0, 2)


def test_who_comes_back_to_a_place_they_left_is_a_change(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    imported(browser, world, work, *ROWS)
    person = by_account(session, "QH0202")
    place = session.scalars(select(Affiliation).where(Affiliation.user_id == person.id)).one()
    place.from_date, place.to_date = clock.today() - timedelta(2), clock.today() - timedelta(1)
    session.commit()

    imported(browser, world, work, ROWS[1])

    places = session.scalars(select(Affiliation).where(Affiliation.user_id == person.id)).all()
    assert [row.to_date is None for row in sorted(places, key=lambda row: row.id)] == [False, True]


@pytest.mark.parametrize("content", [workbook(teacher("周若溪", "QH0201")), workbook()])
def test_the_file_goes_as_soon_as_nobody_has_to_read_it(
    browser: Browser, world: World, session: Session, work: Work, content: bytes
) -> None:
    browser.login(world.people["academic director"])
    upload(browser, world.lead.id, content)
    digest = world.make.find(ImportBatch, unit_id=world.lead.id).digest
    upload(browser, world.lead.id, content)  # the same once more, before anybody has looked at either

    work()

    states = session.scalars(select(Job.state)).all()
    sentences = set(session.scalars(select(Job.error)))
    assert (len(states), len(set(states)), len(sentences)) == (2, 1, 1), "both could be read"
    with browser.application.app_context(), pytest.raises(KeyError):
        storage.current().open(digest)
