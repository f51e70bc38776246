"""Teachers from Excel: names people have, and what no name has."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.service.importing.names import check_name, hint_at_name
from app.blueprints.org.service.importing.sheet import Line
from app.core.sentences import said
from tests.conftest import Browser
from tests.org.importing import Work, upload
from tests.org.sheets import teacher, workbook
from tests.org.world import World


@pytest.mark.parametrize(
    "name",
    [
        "周若溪",
        "阿依古丽·买买提",
        "李〇一",
        "Anne-Marie O’Neil",
        "J. R. Smith",
        "Zoë",
        "محمد",
        "𠮷野",
        "ནོར་བུ",
    ],
)
def test_names_of_all_scripts_pass_without_remark(name: str) -> None:
    line = Line(2, name=name)

    check_name(line)
    hint_at_name(line)

    assert (line.faults, line.hints) == ([], [])


@pytest.mark.parametrize("name", ["<script>", "周>若溪", "周\n溪", "周\u200b溪", "\u202e周溪", "周\x7f"])
def test_what_no_name_has_is_a_fault(name: str) -> None:
    line = Line(2, name=name)

    check_name(line)

    assert "姓名里不能有" in line.reasons[0]


@pytest.mark.parametrize(("name", "odd"), [("周若溪2", "2"), ("周😀溪", "😀"), ("李（女）", "（）")])
def test_what_is_uncommon_in_a_name_is_pointed_out(name: str, odd: str) -> None:
    line = Line(2, name=name)

    check_name(line)
    hint_at_name(line)

    assert (line.faults, line.hints) == (
        [],
        [said("姓名里有不常见的字符，请核对：%(characters)s", characters=odd)],
    )


def test_an_import_refuses_markup_in_names_and_points_at_pictures(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    group = "三年级数学备课组"
    rows = [
        teacher("<script>alert(1)</script>", "QH0201"),
        teacher("周😀溪", "QH0202", 部门=group),
        teacher("苏屿", "QH0203", 部门=group),
    ]
    address = upload(browser, world.lead.id, workbook(*rows))
    work()

    page = browser.get(address).text
    assert "<script>alert" not in page
    assert "1 行请再看一眼" in page
    read: list[dict[str, Any]] = session.scalars(select(ImportBatch)).one().rows
    assert [bool(row["faults"]) for row in read] == [True, False, False]
    assert [bool(row["hints"]) for row in read] == [False, True, False]
