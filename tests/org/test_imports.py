"""Teachers from Excel: dry run, confirmation, passwords, undo."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import verify_password
from app.blueprints.org.import_jobs import SOME
from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.org.models import Affiliation, Role, TeacherProfile
from app.blueprints.org.service.importing.slips import take_slips
from app.core import clock, jobs
from app.core.db import db
from app.core.errors import Conflict
from app.core.uow import unit_of_work
from app.core.workbook_checks import OLE_MAGIC
from tests.conftest import Browser
from tests.org.sheets import HEADERS, multipart, read_back, teacher, workbook
from tests.org.world import World

Work = Callable[[], int]


def upload(browser: Browser, unit_id: int, content: bytes) -> str:
    """The address of the dry run's page."""
    page = browser.post("/admin/imports", **multipart(unit_id, content))
    assert page.status_code == 303, page.text
    return page.headers["Location"]


def people(session: Session) -> int:
    return session.scalar(select(func.count(User.id))) or 0


def by_account(session: Session, account: str) -> User:
    return session.scalars(select(User).where(User.account_name == account)).one()


def imported(browser: Browser, world: World, work: Work, *rows: list[object]) -> str:
    """Upload for the lead school as its academic director, check, confirm."""
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(*rows))
    work()
    assert browser.post(f"{address}/confirmation").status_code == 303
    work()
    return address


def test_the_template_explains_itself_and_its_examples_are_not_imported(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["group office"])
    content = browser.get(f"/admin/imports/template/{world.group.id}").data

    book = openpyxl.load_workbook(BytesIO(content))
    address = upload(browser, world.group.id, content)
    work()

    assert book.sheetnames[:2] == ["教师", "填写说明"]
    assert [str(cell.value).removesuffix(" *") for cell in book.worksheets[0][1]] == list(HEADERS)
    assert len(book.worksheets[0].data_validations.dataValidation) == 5
    assert "文件里只有示例行" in browser.get(address).text
    assert people(session) == len(world.people)


def test_dry_run_names_every_bad_row_and_saves_nobody(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    taken = world.person(world.member, name="别人", account_name="LX01", phone="13900000001")
    browser.login(world.people["academic director"])
    rows = [
        teacher("周若溪", "QH0201", 部门="三年级数学备课组", 职务="备课组长", 入职日期=date(2015, 8, 20)),
        teacher("", "QH0202"),
        teacher("孟青岚", ""),
        teacher("何嘉言", "ＱＨ０２０１"),
        teacher("秦朗", taken.account_name),
        teacher("阮星河", "QH0206", 手机号="1380000"),
        teacher("顾以恒", "QH0207", 手机号="12x"),
        teacher("许闻道", "QH0208", 学校="远山小学"),
        teacher("林一", "QH0209", 部门="没有的组"),
        teacher("林二", "QH0210", 学科="炼金术"),
        teacher("林三", "QH0211", 职称="院士"),
        teacher("林四", "QH0212", 入职日期="去年"),
        teacher("林五", "QH0213", 职务="校长"),
        teacher("林六", "QH0214", 职务="教研组长"),
        teacher("林七", "QH0215", 手机号="139-0000-0001"),
        teacher("林八", "QH 0216"),
        teacher("林九", "QH0217", 入职日期="2019年13月"),
    ]  # fmt: skip
    before = people(session)

    address = upload(browser, world.lead.id, workbook(*rows))
    waiting = browser.get(address).text
    work()
    page = browser.get(address).text

    assert "hx-trigger" in waiting
    assert "hx-trigger" not in page
    found = dict(
        re.findall(
            r'<tr><td class="numeric">(\d+)</td><td>[^<]*</td><td>[^<]*</td><td>([^<]*)</td></tr>', page
        )
    )
    expected = {
        3: "缺少姓名", 4: "缺少工号", 5: "工号与第 2 行重复", 6: "工号已被别人使用", 8: "手机号只能是数字",
        9: "没有“远山小学”这所学校", 10: "没有“没有的组”这个部门",
        11: "没有“炼金术”这个学科", 12: "没有“院士”这个职称",
        13: "入职日期要写成", 14: "你不能任命“校长”", 15: "不能在所写的部门担任", 16: "手机号已被别人使用",
        17: "工号只能用字母", 18: "入职日期要写成",
    }  # fmt: skip
    assert {int(number) for number in found} == set(expected)
    assert all(sentence in found[str(number)] for number, sentence in expected.items()), found
    assert people(session) == before
    assert browser.post(f"{address}/confirmation").status_code == 409
    faults = read_back(browser.get(f"{address}/faults").data)
    assert faults[0][-2:] == ["原行号", "原因"]
    assert [row[-2] for row in faults[1:]] == sorted(expected)


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
    password = re.findall(r'<td>QH0201</td><td class="code">([^<]+)</td>', slips.text)[0]
    assert verify_password(leader.password_hash, password)
    assert leader.must_change_password
    assert browser.post(f"{address}/slips").status_code == 409
    assert browser.get(f"{address}/slips").status_code == 410
    assert password not in browser.get(address).text
    assert browser.post(f"{address}/confirmation").status_code == 409


def test_slips_asked_for_twice_at_once_are_handed_out_once(
    app: Flask, browser: Browser, world: World, session: Session, work: Work
) -> None:
    imported(browser, world, work, teacher("周若溪", "QH0201"))
    with app.app_context():
        batch = db.session.scalars(select(ImportBatch)).one()
        actor = db.session.get_one(User, world.people["academic director"].id)
        db.session.expire_on_commit = False  # the second request has read it before the first one commits
        db.session.commit()
        session.scalars(select(ImportBatch)).one().slip_nonce = None
        session.commit()

        with pytest.raises(Conflict), unit_of_work():
            take_slips(batch, actor=actor)


def test_slips_come_as_excel_too(browser: Browser, world: World, work: Work) -> None:
    address = imported(browser, world, work, teacher("周若溪", "QH0201"))

    slips = browser.post(f"{address}/slips", data={"format": "xlsx"}, follow_redirects=True)

    assert read_back(slips.data)[1][:2] == ["周若溪", "QH0201"]
    assert browser.get(f"{address}/slips.xlsx").status_code == 410


def test_bad_rows_can_be_skipped(browser: Browser, world: World, session: Session, work: Work) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201"), teacher("", "QH0202")))
    work()

    assert browser.post(f"{address}/confirmation", data={"skip_bad": "1"}).status_code == 303
    work()

    assert by_account(session, "QH0201").name == "周若溪"
    assert session.scalar(select(User.id).where(User.account_name == "QH0202")) is None


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
    assert re.search(r"QH0202.*已经登录过", page)
    assert re.search(r"QH0203.*别的任职", page)
    assert re.search(r"QH0204.*留下内容", page)
    assert browser.post(f"{address}/undoing").status_code == 409


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
    assert "检查以后人员又有变动（第 3 行）" in browser.get(address).text


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


def zip_bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 40_000_000)
    return out.getvalue()


def renamed_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"name,account\n", "这不是 Excel 文件"),
        (renamed_zip(), "这不是 Excel 文件"),
        (OLE_MAGIC + b"\0" * 600, "旧版 .xls"),
        (OLE_MAGIC + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (zip_bomb(), "解开后太大"),
        (b"PK\x03\x04" + b"0" * 5_300_000, "文件太大"),
    ],
    ids=["empty", "csv", "renamed", "xls", "encrypted", "bomb", "large"],
)
def test_what_is_no_workbook_is_refused_in_the_form(
    browser: Browser, world: World, session: Session, content: bytes, sentence: str
) -> None:
    browser.login(world.people["academic director"])

    page = browser.post("/admin/imports", **multipart(world.lead.id, content))

    assert page.status_code == 422
    assert sentence in page.text
    assert session.scalars(select(ImportBatch)).all() == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook(["周若溪"], headers=["姓名"]), "缺少这些列：工号"),
        (workbook(), "表头下面没有内容"),
        (workbook(*(teacher("林", f"A{at}") for at in range(5001))), "行数太多"),
    ],
    ids=["columns", "nothing", "rows"],
)
def test_what_cannot_be_read_is_said_on_the_page(
    browser: Browser, world: World, session: Session, work: Work, content: bytes, sentence: str
) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, content)

    work()

    assert sentence in browser.get(address).text
    assert browser.post(f"{address}/confirmation").status_code == 409
    assert people(session) == len(world.people)


def test_a_school_imports_only_for_itself_and_sees_only_its_own_imports(
    browser: Browser, world: World, work: Work
) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201")))
    foreign = browser.post("/admin/imports", **multipart(world.member.id, workbook()))

    assert foreign.status_code == 422
    assert browser.get(f"/admin/imports/template/{world.member.id}").status_code == 403
    browser.login(world.people["group office"])
    assert browser.get(address).status_code == 404
    assert browser.post(f"{address}/slips").status_code == 404
    browser.login(world.people["teacher"])
    assert browser.get("/admin/imports").status_code == 403


def test_a_group_imports_for_all_its_schools(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["group office"])
    rows = [
        teacher("周若溪", "QH0201", 学校="柳溪小学"),
        teacher("苏屿", "QH0202", 学校="青禾", 部门="数学教研组"),
        teacher("乔安", "QH0203", 学校="青禾集团"),
    ]
    address = upload(browser, world.group.id, workbook(*rows))
    work()
    browser.post(f"{address}/confirmation")
    work()

    units = session.scalars(
        select(Affiliation.unit_id).join(User).where(User.account_name.like("QH02%")).order_by(User.id)
    ).all()
    assert units == [world.member.id, world.maths.id, world.group.id]
    assert (
        session.scalars(select(Affiliation.from_date).where(Affiliation.unit_id == world.group.id)).all()[-1]
        == clock.today()
    )


def test_a_formula_is_a_fault_of_its_row_among_the_others(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(teacher("=1+1", "QH0201"), teacher("林", "")))

    work()

    page = browser.get(address).text
    assert "“姓名”是公式" in page
    assert "缺少工号" in page
