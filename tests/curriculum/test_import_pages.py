"""What the pages of an import say: what it is called, where it led, and what became of it."""

import re
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.org.models import Role
from app.core.spreadsheet import read_rows
from tests.conftest import Browser
from tests.curriculum.factories import World, make_person, make_world
from tests.curriculum.importing import GOOD, HEADERS, confirm, excel, last_import, take_back, upload
from tests.factories import Make
from tests.queries import max_queries


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


@pytest.fixture
def person(make: Make, world: World) -> User:
    return make_person(make, world.office, Role.ACADEMIC_DIRECTOR)


@pytest.fixture
def director(browser: Browser, person: User) -> Browser:
    return browser.login(person)


def volume_of(session: Session) -> CurriculumNode:
    session.expire_all()
    return session.scalars(select(CurriculumNode).filter_by(kind=NodeKind.VOLUME)).one()


def reads_english(person: User, session: Session) -> None:
    person.language = "en"
    session.commit()


def test_an_imported_volume_is_named_by_its_book_in_the_readers_language(
    director: Browser, world: World, person: User, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)
    address = f"/curriculum/volumes/{volume_of(session).id}"

    assert "数学 四年级下册 · 苏教版" in director.get(address).text
    reads_english(person, session)
    assert "Mathematics Grade 4 Volume 2 · Jiangsu Education" in director.get(address).text

    director.post(f"/curriculum/nodes/{volume_of(session).id}", data={"name": "四下数学（校本）"})
    assert "四下数学（校本）" in director.get(address).text, "its own name stays"


def test_the_own_imports_are_listed_newest_first_with_what_they_hold(
    browser: Browser, make: Make, world: World, person: User, session: Session
) -> None:
    browser.login(make_person(make, world.office, Role.ACADEMIC_DIRECTOR))
    assert "还没有导入过" in browser.get("/curriculum/imports/new").text
    upload(browser, world.lead, excel(GOOD), "别人的.xlsx")
    browser.login(person)
    upload(browser, world.lead, excel(GOOD), "先传的.xlsx")
    confirm(browser, session)
    upload(browser, world.lead, excel([*GOOD, ["", "", "", "", "", "", 1, ""]]), "后传的.xlsx")

    page = browser.get("/curriculum/imports/new").text

    assert page.index("后传的.xlsx") < page.index("先传的.xlsx")
    assert "共 3 行 · 新增 3 行" in page
    assert "共 4 行 · 要改正 1 行" in page
    assert page.count("已检查") == page.count("已导入") == 1
    assert f"/curriculum/imports/{last_import(session).id}" in page
    assert "别人的.xlsx" not in page


def test_the_rows_of_listed_imports_are_counted_and_not_loaded(
    director: Browser, world: World, session: Session
) -> None:
    bad: list[str | int] = ["", "", "", "", "", "", 1, ""]
    upload(director, world.lead, excel([*GOOD, bad]))
    confirm_path = f"/curriculum/imports/{last_import(session).id}/confirmation"
    director.post(confirm_path, data={"skip_bad": "1"})
    changed: list[str | int] = ["", "", "", "", "", "图形的旋转", 3, ""]
    upload(director, world.lead, excel([GOOD[0], changed, bad]))
    older = last_import(session)
    reason = {"reason": "不认识的学科。", "effect": ""}
    older.rows = [*older.rows, {k: v for k, v in older.rows[0].items() if k != "reasons"} | reason]
    session.commit()

    with max_queries(12) as asked:
        page = director.get("/curriculum/imports/new").text

    lines = [" ".join(line.split()) for line in re.findall(r"共 \d+ 行[^<]*", page)]
    assert lines == ["共 4 行 · 更新课时 1 行 · 要改正 2 行", "共 4 行 · 新增 3 行 · 要改正 1 行"]
    assert [statement for statement in asked if ".rows" in statement.split("FROM")[0]] == []


def test_a_confirmation_in_a_second_window_shows_what_became_of_the_first(
    director: Browser, world: World, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)
    address = f"/curriculum/imports/{last_import(session).id}"

    again = director.post(f"{address}/confirmation", follow_redirects=True)

    assert (again.status_code, again.request.path) == (200, address)
    assert "已经确认过了" in again.text
    assert "需要时可以在本页整体撤销" not in again.text.split("已经确认过了")[1]


def test_columns_that_nobody_reads_are_named_and_a_formula_has_one_reason(
    director: Browser, world: World
) -> None:
    headers = [*HEADERS, "备注"]
    rows: list[list[str | int]] = [
        [*GOOD[0], "=1+1"],
        ["", "", "", "", "", "图形的旋转", "=1+1", "", "要讲两次"],
    ]
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(headers)
    for row in rows:
        page.append(row)
    book.save(out := BytesIO())

    shown = upload(director, world.lead, out.getvalue())[1]

    assert "没有用到的列：备注。用到的列：学科、年级、教材版本、册次、单元、课题、课时数。" in shown
    assert "“课时数”是公式。" in shown
    assert "应为 1 到" not in shown
    assert "有 1 行需要改正" in shown, "not for what nobody reads"


def test_a_number_longer_than_any_is_none(director: Browser, world: World) -> None:
    status, page = upload(director, world.lead, excel([[*GOOD[0][:6], "9" * 5000, ""]]))

    assert (status, "课时数应为 1 到 60 的整数" in page) == (303, True)


def test_an_import_leads_to_its_volume(director: Browser, world: World, session: Session) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)

    page = director.get(f"/curriculum/imports/{last_import(session).id}").text

    assert f"/curriculum/volumes/{volume_of(session).id}" in page


def test_an_import_of_many_volumes_asks_no_more(director: Browser, world: World, session: Session) -> None:
    grades = ("一年级", "二年级", "五年级", "六年级")
    rows = [["数学", grade, *GOOD[0][2:]] for grade in grades]
    upload(director, world.lead, excel(rows))
    confirm(director, session)
    address = f"/curriculum/imports/{last_import(session).id}"

    with max_queries(9):
        page = director.get(address).text

    assert page.count('href="/curriculum/volumes/') == len(grades)


def test_the_page_of_an_import_says_that_it_was_undone(
    director: Browser, world: World, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)
    take_back(director, session)

    page = director.get(f"/curriculum/imports/{last_import(session).id}").text

    assert "新增的课题已归档" in page
    assert ">新增<" not in page
    assert page.count(">已撤销<") == 4, "the state, and each row"


def test_a_refused_undo_says_so_on_the_page_of_the_import_and_leads_to_the_volume(
    director: Browser, world: World, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)
    volume = volume_of(session)
    director.post(f"/curriculum/nodes/{volume.id}", data={"name": "四下数学"})

    answer = director.post(f"/curriculum/imports/{last_import(session).id}/reversal", follow_redirects=True)

    assert answer.status_code == 200
    assert "没有撤销" in answer.text
    assert f"/curriculum/volumes/{volume.id}?editing=1" in answer.text
    assert "撤销这次导入</" not in answer.text, "nothing to press that would be refused"


def test_the_reasons_of_faulty_rows_are_read_in_the_readers_language(
    director: Browser, world: World, person: User, session: Session
) -> None:
    faulty: list[str | int] = ["", "", "", "", "", "图形的放大", "两课时", ""]
    magic: list[str | int] = ["魔法", "四年级", "苏教版", "下册", "单元", "课题", -3, ""]
    assert "不认识的学科“魔法”" in upload(director, world.lead, excel([*GOOD, faulty, magic]))[1]
    address = f"/curriculum/imports/{last_import(session).id}"
    reads_english(person, session)

    page = director.get(address).text

    assert "不认识的" not in page
    assert "应为 1 到" not in page
    assert "魔法" in page
    assert [value for value in (">两课时<", ">-3<") if value not in page] == [], "what was written is shown"
    reasons = [
        row.cells["原因"] for row in read_rows(director.get(f"{address}/faults").data, required=["原因"])
    ]
    assert [reason for reason in reasons if "应为" in reason or not reason] == []


def test_rows_of_an_older_release_still_say_what_is_wrong(
    director: Browser, world: World, session: Session
) -> None:
    upload(director, world.lead, excel([["魔法", "四年级", "苏教版", "下册", "单元", "课题", 1, ""]]))
    batch = last_import(session)
    kept = {name: value for name, value in batch.rows[0].items() if name != "reasons"}
    batch.rows = [kept | {"reason": "不认识的学科“魔法”。"}]
    session.commit()

    page = director.get(f"/curriculum/imports/{batch.id}").text

    assert "不认识的学科“魔法”。" in page
    assert "有 1 行需要改正" in page
