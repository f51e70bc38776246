"""The workbook for an import of teachers: its name, and the roles it offers."""

from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest

from app.blueprints.org.models import OrgUnit
from tests.conftest import Browser
from tests.org.importing import Work, upload
from tests.org.sheets import teacher, workbook
from tests.org.world import World


def roles_offered(content: bytes) -> list[str]:
    lists = openpyxl.load_workbook(BytesIO(content))["选项"]
    columns = [[str(cell) for cell in column if cell] for column in lists.iter_cols(values_only=True)]
    return next(column for column in columns if "教师" in column)


def template(browser: Browser, unit: OrgUnit) -> bytes:
    content: bytes = browser.get(f"/admin/imports/template/{unit.id}").data
    return content


def test_the_template_is_named_after_its_school(browser: Browser, world: World) -> None:
    browser.login(world.people["academic director"])

    named = browser.get(f"/admin/imports/template/{world.lead.id}").headers["Content-Disposition"]

    assert "filename=teachers.xlsx" in named
    assert f"filename*=UTF-8''{quote('青禾实验小学教师导入模板.xlsx')}" in named


def test_a_school_is_offered_only_the_roles_that_schools_have(browser: Browser, world: World) -> None:
    in_a_school = roles_offered(template(browser.login(world.people["academic director"]), world.lead))
    in_a_group = roles_offered(template(browser.login(world.people["group office"]), world.group))

    assert {"集团办公室", "总校长"} & set(in_a_school) == set()
    assert {"教师", "备课组长", "教研组长", "教务主任", "校长"} <= set(in_a_school)
    assert {*in_a_school, "集团办公室", "总校长"} == set(in_a_group)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"职务": "集团办公室"}, "“集团办公室”不能在“青禾实验小学”担任。"),
        ({"职务": "教研组长"}, "“教研组长”要写明在哪个部门，“部门”一栏还空着。"),
        ({"职务": "教研组长", "部门": "三年级数学备课组"}, "“教研组长”不能在所写的部门担任。"),
    ],
)
def test_a_role_without_a_seat_is_refused_by_what_the_row_says(
    browser: Browser, world: World, work: Work, cells: dict[str, str], sentence: str
) -> None:
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(teacher("林一", "QH0301", **cells)))
    work()

    assert sentence in browser.get(address).text
