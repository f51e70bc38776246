"""Teachers from Excel: what stands in single cells, as schools write it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.service.importing import sheet
from tests.conftest import Browser
from tests.org.importing import Work, upload
from tests.org.sheets import read_back, teacher, workbook
from tests.org.world import World


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("43000", date(2017, 9, 22)),
        ("25569", date(1970, 1, 1)),
        ("2019/8/20", date(2019, 8, 20)),
        ("20190820", date(2019, 8, 20)),
        ("", None),
    ],
)
def test_a_day_is_read_however_excel_keeps_it(written: str, day: date | None) -> None:
    assert sheet.read_day(written) == day


@pytest.mark.parametrize("written", ["20198", "99999", "430", "4300000", "-43000", "去年"])
def test_a_number_outside_sensible_years_is_no_day(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        sheet.read_day(written)


def test_a_cell_formatted_as_a_number_is_a_date_and_bad_cells_are_quoted(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    rows = [
        teacher("周若溪", "QH0201", 入职日期=43000),
        teacher("苏屿", "QH0202", 入职日期="去年秋天"),
        teacher("孟青岚", "QH0203", 手机号="一三八 <b>"),
        teacher("何嘉言", "QH0204", 邮箱="x" * 40),
        teacher("秦朗", "QH0205", 入职日期=72000),
    ]
    address = upload(browser, world.lead.id, workbook(*rows))
    work()

    reasons = [row[-1] for row in read_back(browser.get(f"{address}/faults").data)[1:]]
    assert reasons == [
        "“去年秋天”：入职日期要写成 2019-08-20 或 2019-08。",
        "“一三八 <b>”：手机号只能是数字，例如 13800001234。",
        f"“{'x' * 29}…”：这不像一个邮箱地址。",
        "“72000”：入职日期不能晚于今天。",
    ]
    read = session.scalars(select(ImportBatch)).one().rows
    assert read[0]["joined_on"] == "2017-09-22"


def test_reasons_and_hints_are_read_in_the_readers_language(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    director = world.people["academic director"]
    browser.login(director)
    rows = [
        teacher("苏屿", "QH0202", 入职日期="去年秋天"),
        teacher("何嘉言", "QH0204", 邮箱="x" * 40),
        teacher("秦朗", "QH0205", 学科="魔法"),
        teacher("孟青岚1", "QH0206"),
        teacher("叶知秋", "QH0207", 手机号="123"),
    ]
    address = upload(browser, world.lead.id, workbook(*rows))
    work()
    assert "没有“魔法”这个学科。" in browser.get(address).text
    director.language = "en"
    session.commit()

    page = browser.get(address).text

    chinese = ("入职日期要写成", "手机号要有", "这不像一个邮箱", "这个学科", "请核对")
    assert [words for words in chinese if words in page] == []
    assert [written for written in ("去年秋天", "魔法") if written not in page] == []


def test_a_file_is_refused_in_the_language_of_whoever_reads_it(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    director = world.people["academic director"]
    browser.login(director)
    addresses = [
        upload(browser, world.lead.id, workbook(["周若溪"], headers=["姓名"])),
        upload(browser, world.lead.id, workbook(["a", "b", "c"], headers=["姓名", "工号", "工号"])),
    ]
    while work():
        pass
    assert "缺少这些列：工号。" in browser.get(addresses[0]).text
    director.language = "en"
    session.commit()

    pages = [browser.get(address).text for address in addresses]

    assert [words for words in ("缺少这些列", "表头重复") if any(words in page for page in pages)] == []
    assert all("工号" in page for page in pages)
