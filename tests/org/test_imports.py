"""Teachers from Excel: what is read, and what the dry run says about it."""

import re
import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import Affiliation, Role
from app.core import clock
from app.core.workbook_checks import OLE_MAGIC
from tests.conftest import Browser
from tests.org.importing import Work, by_account, people, upload
from tests.org.sheets import HEADERS, multipart, read_back, teacher, workbook
from tests.org.world import World


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
        teacher("何嘉言", "ＱＨ０２０２"),
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
        teacher("林十", "QH0218", 入职日期="去年", 手机号="123", 学科="炼金术", 学校="远山小学"),
        teacher("林未来", "QH0219", 入职日期="2099-09-01"),
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
            r'<tr><td class="numeric"[^>]*>(\d+)</td>(?:<td[^>]*>[^<]*</td>){2}<td[^>]*>([^<]*)</td></tr>',
            page,
        )
    )
    expected = {
        3: "工号与第 5 行重复", 4: "缺少工号", 5: "工号与第 3 行重复", 6: "工号已被别人使用",
        8: "手机号只能是数字",
        9: "没有“远山小学”这所学校", 10: "没有“没有的组”这个部门",
        11: "没有“炼金术”这个学科", 12: "没有“院士”这个职称",
        13: "入职日期要写成", 14: "你不能任命“校长”", 15: "要写明在哪个部门", 16: "手机号已被别人使用",
        17: "工号只能用字母", 18: "入职日期要写成", 19: "没有“远山小学”", 20: "入职日期不能晚于今天",
    }  # fmt: skip
    assert {int(number) for number in found} == set(expected)
    assert all(sentence in found[str(number)] for number, sentence in expected.items()), found
    starts = [found["19"].index(words) for words in ("远山", "炼金术", "手机号要有 7 到 15 位", "入职日期")]
    assert starts == sorted(starts)  # as the columns stand
    assert "只能是数字" not in found["19"]
    assert people(session) == before
    assert "三年级数学备课组 · 备课组长" in browser.get(address).text  # where each teacher would land
    assert browser.post(f"{address}/confirmation").status_code == 409
    faults = read_back(browser.get(f"{address}/faults").data)
    assert faults[0][-2:] == ["原行号", "原因"]
    assert [row[-2] for row in faults[1:]] == sorted(expected)


def test_a_file_without_a_usable_row_waits_for_nobody(browser: Browser, world: World, work: Work) -> None:
    browser.login(world.people["academic director"])
    upload(browser, world.lead.id, workbook(teacher("", "QH0202")))
    work()

    page = browser.get("/admin/imports").text

    assert "没有导入" in page
    assert "等待确认" not in page


def test_a_row_of_an_unknown_school_is_judged_as_far_as_it_can_be(
    browser: Browser, world: World, work: Work
) -> None:
    browser.login(world.people["academic director"])
    rows = [
        teacher("林一", "QH0301", 学校="没有小学", 部门="没有的组", 职务="没有的职务", 手机号="12345"),
        teacher("林二", "QH0302", 学校="柳溪小学", 部门="数学教研组"),
    ]

    address = upload(browser, world.lead.id, workbook(*rows))
    work()
    page = browser.get(address).text

    for words in (
        "没有“没有小学”这所学校",
        "没有“没有的组”这个部门",
        "没有“没有的职务”这个职务",
        "手机号要有 7",
    ):
        assert words in page
    assert "“柳溪小学”不在这次导入的范围内" in page
    assert "没有“柳溪小学”" not in page


def test_who_reads_english_is_told_in_english_what_is_wrong(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    director = session.merge(world.people["academic director"])
    director.language = "en"
    session.commit()
    browser.login(director)

    address = upload(browser, world.lead.id, workbook(teacher("林二", "QH0210", 学科="炼金术")))
    work()
    page = browser.get(address).text

    assert "这个学科" not in page
    assert "subject" in page


def test_bad_rows_can_be_skipped(browser: Browser, world: World, session: Session, work: Work) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201"), teacher("", "QH0202")))
    work()

    assert browser.post(f"{address}/confirmation", data={"skip_bad": "1"}).status_code == 303
    work()

    assert by_account(session, "QH0201").name == "周若溪"
    assert session.scalar(select(User.id).where(User.account_name == "QH0202")) is None


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
        (workbook(headers=[]), "表格是空的"),
        (workbook(), "只有表头，没有人员"),
        (workbook(*(teacher("林", f"A{at}") for at in range(5001))), "行数太多"),
    ],
    ids=["columns", "empty", "nothing", "rows"],
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


def test_of_a_file_that_could_not_be_read_no_record_is_kept(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(headers=[]))
    assert address in browser.get("/admin/imports").text
    work()

    assert "表格是空的" in browser.get(address).text
    assert "还没有导入过" in browser.get("/admin/imports").text
    good = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201")))
    work()
    upload(browser, world.lead.id, workbook(teacher("苏屿", "QH0202")))
    assert len(session.scalars(select(ImportBatch)).all()) == 2
    assert good in browser.get("/admin/imports").text


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


def test_who_would_prepare_with_nobody_is_named_and_not_refused(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    rows = [
        teacher("周若溪", "QH0201", 部门="三年级数学备课组"),
        teacher("苏屿", "QH0202"),
        teacher("孟青岚", "QH0203", 部门="数学教研组"),
    ]
    address = upload(browser, world.lead.id, workbook(*rows))
    work()

    page = browser.get(address).text
    assert "2 行请再看一眼" in page
    assert re.search(r"QH0202.*?没有写部门", page, re.DOTALL)
    assert re.search(r"QH0203.*?没有写备课组", page, re.DOTALL)
    assert browser.post(f"{address}/confirmation").status_code == 303
    work()
    assert by_account(session, "QH0202").name == "苏屿"


def test_what_many_rows_share_is_said_once_above_them(browser: Browser, world: World, work: Work) -> None:
    browser.login(world.people["academic director"])
    rows = [teacher(f"林老师{name}", f"QH02{at:02}") for at, name in enumerate("甲乙丙丁戊己")]
    rows.append(teacher("孟青岚", "QH0230", 部门="数学教研组"))
    address = upload(browser, world.lead.id, workbook(*rows))
    work()

    page = browser.get(address).text

    assert page.count("没有写部门") == 1
    assert "6 行没有写部门，会直接属于学校" in page
    assert "1 行请再看一眼" in page
    assert re.search(r"QH0230.*?没有写备课组", page, re.DOTALL)


def test_who_runs_the_school_no_more_sees_no_list_of_its_people(
    browser: Browser, world: World, work: Work
) -> None:
    director = world.people["academic director"]
    browser.login(director)
    address = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201", 手机号="13800001234")))
    work()
    assert "13800001234" in browser.get(address).text
    office = world.make.find(Affiliation, user_id=director.id)
    office.ended_at = clock.now()
    world.make.store(office)
    world.affiliate(director, world.member, Role.ACADEMIC_DIRECTOR)

    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}/faults").status_code == 404
    assert address not in browser.get("/admin/imports").text
