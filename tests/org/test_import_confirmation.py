"""Teachers from Excel, confirmed: accounts, passwords, the way back."""

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import verify_password
from app.blueprints.org.import_jobs import SOME
from app.blueprints.org.import_models import SLIPS_AGAIN_FOR, UNDONE_WITHIN, ImportBatch, ImportState
from app.blueprints.org.models import Affiliation, MembershipStatus, Role, TeacherProfile
from app.blueprints.org.service.importing.slips import forget_old_slips
from app.core import clock, jobs
from app.core.audit import AuditEntry
from tests.conftest import Browser
from tests.org.importing import Work, by_account, imported, people, upload
from tests.org.sheets import read_back, teacher, workbook
from tests.org.world import World


def test_confirming_makes_everybody_at_once_and_hands_out_passwords_once(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    address = imported(
        browser, world, work,
        teacher("周若溪", "QH0201", 部门="数学教研组、三年级数学备课组", 职务="备课组长", 学科="数学"),
        teacher("孟青岚", 1002, 手机号="１３８００００１２３４", 邮箱="M@School.Test"),
    )  # fmt: skip

    leader = by_account(session, "QH0201")
    places = session.scalars(select(Affiliation).where(Affiliation.user_id == leader.id)).all()
    assert {(place.unit_id, place.role) for place in places} == {
        (world.maths.id, Role.TEACHER),
        (world.third.id, Role.LESSON_GROUP_LEADER),
    }
    assert session.get_one(TeacherProfile, leader.id).subject == "mathematics"
    assert by_account(session, "1002").phone == "13800001234"
    batch = session.scalars(select(ImportBatch)).one()
    assert (batch.state, batch.new_count, batch.bad_count) == (ImportState.CONFIRMED, 2, 0)

    slips = browser.post(f"{address}/slips", data={"format": "page"}, follow_redirects=True)
    password = passwords_on(slips.text)[-1]
    assert verify_password(leader.password_hash, password)
    assert leader.must_change_password
    assert browser.get(f"{address}/slips").status_code == 410
    assert password not in browser.get(address).text


def test_slips_are_there_again_for_a_while_without_who_has_signed_in(
    app: Flask, browser: Browser, world: World, session: Session, work: Work
) -> None:
    rows = [teacher("周若溪", "QH0201"), teacher("苏屿", "QH0202")]
    address = imported(browser, world, work, *rows)
    first = browser.post(f"{address}/slips", follow_redirects=True).text
    passwords = passwords_on(first)
    by_account(session, "QH0202").must_change_password = False
    session.commit()

    age(session, "slips_taken_at", SLIPS_AGAIN_FOR - timedelta(minutes=1))
    assert "之前你还可以再领" in browser.get(address).text
    again = browser.post(f"{address}/slips", follow_redirects=True).text
    assert passwords_on(again) == [password for password in passwords if password in again]
    assert ("QH0201" in again, "QH0202" in again) == (True, False)

    age(session, "slips_taken_at", timedelta(minutes=2))  # counted from the first time
    assert "再领" not in browser.get(address).text
    assert browser.post(f"{address}/slips").status_code == 409
    with app.app_context():
        forget_old_slips()
    session.expire_all()
    assert session.scalars(select(ImportBatch)).one().slip_nonce is None
    assert audited(session, "org.import_slips_taken") == ["2", "1"]


def test_each_slip_says_everything_its_teacher_needs_when_it_is_cut_out(
    browser: Browser, world: World, work: Work
) -> None:
    browser.login(world.people["group office"])
    rows = [
        teacher("周若溪", "QH0201", 学校="柳溪小学"),
        teacher("苏屿", "QH0202", 学校="青禾", 部门="数学教研组"),
    ]
    address = upload(browser, world.group.id, workbook(*rows))
    work()
    browser.post(f"{address}/confirmation")
    work()
    assert "过后系统里不再保留这些密码" in browser.get(address).text

    page = browser.post(f"{address}/slips", follow_redirects=True).text

    slips = re.findall(r'<li class="slip">(.*?)</ol>', page, re.DOTALL)
    for slip, school, name, account in zip(
        slips, ("柳溪小学", "青禾实验小学"), ("周若溪", "苏屿"), ("QH0201", "QH0202"), strict=True
    ):
        words = "青蓝", school, name, account, "http://localhost/sign-in", "第一次登录后换成自己的密码"
        assert [word for word in words if word not in slip] == []
    assert len(set(passwords_on(page))) == 2
    assert re.search(r'<div class="no-print">.*不要用群聊发送.*?</div>.*<ul class="slips">', page, re.DOTALL)


def test_slips_come_as_excel_too(browser: Browser, world: World, work: Work) -> None:
    address = imported(browser, world, work, teacher("周若溪", "QH0201"))

    slips = browser.post(f"{address}/slips", data={"format": "xlsx"}, follow_redirects=True)

    row = read_back(slips.data)[1]
    assert row[:2] + row[3:] == ["周若溪", "QH0201", "青禾实验小学", "http://localhost/sign-in"]
    assert browser.get(f"{address}/slips.xlsx").status_code == 410


def test_known_accounts_are_updated_and_undo_gives_back_what_was(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    known = world.person(world.lead, name="周若溪", account_name="QH0201")
    world.make.store(TeacherProfile(user_id=known.id, subject="chinese", honour=""))

    address = imported(
        browser,
        world,
        work,
        teacher("周若溪", "qh0201", 学科="数学", 部门="数学教研组", 手机号="13800001234"),
    )

    session.expire_all()
    assert session.get_one(TeacherProfile, known.id).subject == "mathematics"
    phones = select(User.phone).where(User.id == known.id)
    assert session.scalar(phones) == "13800001234"
    assert browser.post(f"{address}/undoing").status_code == 303
    session.expire_all()
    assert session.get_one(TeacherProfile, known.id).subject == "chinese"
    assert session.scalar(phones) is None
    live = session.scalars(
        select(Affiliation.unit_id).where(Affiliation.user_id == known.id, Affiliation.ended_at.is_(None))
    )
    assert live.all() == [world.lead.id]


def test_undo_removes_new_people_but_keeps_who_has_gone_on(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    rows = [teacher(f"新老师{at}", f"QH020{at}") for at in range(1, 5)]
    address = imported(browser, world, work, *rows)
    untouched, signed_in, elsewhere, author = (by_account(session, f"QH020{at}") for at in range(1, 5))
    browser.application.test_client().login(signed_in)  # type: ignore[attr-defined]  # our client class
    world.affiliate(elsewhere, world.member)
    world.make.store(ImportBatch(unit_id=world.lead.id, by_id=author.id, file_name="x", digest="0" * 64))
    gone = untouched.id

    assert browser.post(f"{address}/undoing").status_code == 303

    session.expire_all()
    assert session.scalar(select(User.id).where(User.id == gone)) is None
    page = browser.get(address).text
    assert "QH0201" not in page
    assert "删除 1 人，保留 3 人" in page
    assert re.search(r"QH0202.*已经登录过", page)
    assert re.search(r"QH0203.*别的任职", page)
    assert re.search(r"QH0204.*留下内容", page)
    assert f'href="/admin/people/{signed_in.id}"' in page  # where the places of who should go are ended
    assert browser.post(f"{address}/undoing").status_code == 409


def test_bad_rows_can_be_had_after_the_import_and_after_its_undoing(
    browser: Browser, world: World, work: Work
) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201"), teacher("苏屿", "")))
    work()
    browser.post(f"{address}/confirmation", data={"skip_bad": "1"})
    work()
    for _state in ("confirmed", "undone"):
        assert f"{address}/faults" in browser.get(address).text
        assert "苏屿" in read_back(browser.get(f"{address}/faults").data)[1]
        browser.post(f"{address}/undoing")


def test_what_changed_since_the_dry_run_stops_the_whole_import(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201"), teacher("苏屿", "QH0202")))
    work()
    browser.post(f"{address}/confirmation")
    world.make.user(account_name="QH0202")
    before = people(session)

    work()

    assert people(session) == before
    for page in (browser.get(address).text, browser.get("/admin/imports").text):
        assert "检查以后人员又有变动（第 3 行）" in page
        assert "没有导入" in page
        assert "正在导入" not in page
    assert browser.post(f"{address}/confirmation").status_code == 303
    assert work() == 0


def test_an_import_gives_no_place_that_was_lost_since_the_dry_run(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["group office"])
    row = teacher("周若溪", "QH0201", 学校="柳溪小学", 部门="")
    address = upload(browser, world.group.id, workbook(row))
    work()
    world.membership.status, world.membership.to_date = MembershipStatus.WITHDRAWN, clock.today()
    session.commit()
    before = people(session)

    browser.post(f"{address}/confirmation")
    work()

    assert people(session) == before, "the school has left the group"
    assert "检查以后部门又有变动（第 2 行）" in browser.get(address).text


def test_an_import_undone_meanwhile_refuses_the_older_dry_run_and_tells_so_in_the_list(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    row = teacher("周若溪", "QH0201", 学科="数学")
    first = imported(browser, world, work, row)
    second = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201", 学科="语文")))
    work()
    browser.post(f"{first}/undoing")
    browser.post(f"{second}/confirmation")
    assert "正在导入" in browser.get("/admin/imports").text

    work()

    listed = browser.get("/admin/imports").text
    assert "没有导入" in listed
    assert "已撤销" in listed
    assert "正在导入" not in listed


def test_an_import_that_broke_off_is_not_under_way_for_ever(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201")))
    work()
    browser.post(f"{address}/confirmation")
    session.execute(update(jobs.Job).values(state=jobs.JobState.FAILED))
    session.commit()

    assert "没有导入" in browser.get("/admin/imports").text
    assert "没有导入：处理时出错了，什么也没有保存。" in browser.get(address).text


def test_a_large_import_is_confirmed_in_several_jobs(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    rows = [teacher(f"新老师{at}", f"QH{at:04}") for at in range(SOME + 5)]
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(*rows))
    work()
    browser.post(f"{address}/confirmation")

    with browser.application.app_context():
        jobs.run_due()
    halfway = browser.get(address).text

    assert "正在导入" in halfway
    assert session.scalar(select(User.id).where(User.account_name == "QH0001")) is None
    assert work() == 1
    assert by_account(session, f"QH{SOME + 4:04}").must_change_password
    assert "已导入" in browser.get(address).text
    line = session.scalars(select(AuditEntry).filter_by(action="org.people_imported")).one()
    assert line.address == "127.0.0.1", "where it was confirmed, though the worker wrote the line"


def test_one_click_is_one_line_of_the_audit_log_with_its_numbers(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    address = imported(browser, world, work, teacher("周若溪", "QH0201"), teacher("苏屿", "QH0202"))
    browser.post(f"{address}/undoing")

    lines = select(AuditEntry.action, AuditEntry.note).where(AuditEntry.target_kind == "import_batch")
    assert [tuple(line) for line in session.execute(lines.order_by(AuditEntry.id))] == [
        ("org.people_imported", "+2 ~0"),
        ("org.import_undone", "-2 ~0 kept 0"),
    ]


def test_the_way_back_is_a_button_and_ends_when_the_page_says(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    address = imported(browser, world, work, teacher("周若溪", "QH0201"))
    assert re.search(r'btn-danger">\s*撤销这次导入', browser.get(address).text)

    age(session, "confirmed_at", UNDONE_WITHIN)

    assert "撤销这次导入" not in browser.get(address).text
    assert browser.post(f"{address}/undoing").status_code == 409
    assert by_account(session, "QH0201").name == "周若溪"


def audited(session: Session, action: str) -> list[str]:
    """The notes of its lines, in order."""
    lines = select(AuditEntry.note).where(AuditEntry.action == action).order_by(AuditEntry.id)
    return list(session.scalars(lines))


def passwords_on(page: str) -> list[str]:
    """Of the slips, in order."""
    return re.findall(r'<p class="code">([^<]+)</p>', page)


def age(session: Session, column: str, by: timedelta) -> None:
    """As if what happened to the import had happened that much earlier."""
    batch = session.scalars(select(ImportBatch)).one()
    session.refresh(batch)
    setattr(batch, column, getattr(batch, column) - by)
    session.commit()
