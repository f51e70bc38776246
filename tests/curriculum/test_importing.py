"""A tree comes from Excel: nothing is saved before it is confirmed, and all of it can be taken back."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.curriculum.models import CurriculumImport, CurriculumNode, ImportState, NodeKind
from app.blueprints.org.models import Affiliation, GradeSystem, Role
from app.core.audit import AuditEntry
from app.core.spreadsheet import read_rows
from tests.conftest import Browser
from tests.curriculum.factories import LONG_AGO, World, make_person, make_volume, make_world
from tests.curriculum.importing import GOOD, HEADERS, confirm, excel, last_import, living, take_back, upload
from tests.factories import Make


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


@pytest.fixture
def director(browser: Browser, make: Make, world: World) -> Browser:
    return browser.login(make_person(make, world.office, Role.ACADEMIC_DIRECTOR))


def test_the_template_can_be_filled_in_and_uploaded(director: Browser, world: World) -> None:
    content = director.get("/curriculum/imports/template.xlsx").data

    rows = read_rows(content, required=HEADERS)
    status, page = upload(director, world.lead, content)

    assert [row.cells["课题"] for row in rows] == ["平行四边形的面积", "三角形的面积"]
    assert status == 303
    assert "没有发现问题" in page


def test_a_dry_run_shows_every_row_and_saves_nothing(
    director: Browser, world: World, session: Session
) -> None:
    status, page = upload(director, world.lead, excel(GOOD))

    assert status == 303
    assert "确认导入" in page
    assert page.count("新增") == 3
    assert living(session) == {}


def test_confirming_plants_the_tree_and_undoing_takes_it_away(
    director: Browser, world: World, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))

    assert confirm(director, session) == 303
    assert living(session) == {
        "数学 四年级下册 苏教版": None, "平移、旋转和轴对称": None, "图形的平移": 1, "图形的旋转": 2,
        "认识多位数": None, "认识整万数": None,
    }  # fmt: skip
    topic = session.scalars(select(CurriculumNode).filter_by(name="图形的旋转")).one()
    assert topic.kind is NodeKind.TOPIC
    assert topic.owner_unit_id == world.lead.id
    assert topic.name_pinyin == "tuxingdexuanzhuan txdxz"

    assert take_back(director, session) == 303
    assert living(session) == {}
    assert last_import(session).state is ImportState.UNDONE
    take_back(director, session)  # once is enough
    lines = session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("curriculum.")))
    assert lines.all() == ["curriculum.imported", "curriculum.import_undone"]


def test_importing_again_updates_by_name_and_removes_nothing(
    director: Browser, make: Make, world: World, session: Session
) -> None:
    make_volume(make, world.lead)
    rows: list[list[str | int]] = [
        ["数学", "三年级", "人教版", "上册", "测量", "测量:认识", 4, 2012],
        ["", "", "", "", "", "测量:练习", "", ""],
        ["", "", "", "", "", "千米的认识", 2, ""],
    ]
    before = living(session)

    page = upload(director, world.lead, excel(rows))[1]
    confirm(director, session)

    assert [page.count(word) for word in ("更新课时", "不变", "新增")] == [1, 1, 1]
    assert living(session) == before | {"测量:认识": 4, "千米的认识": 2}
    take_back(director, session)
    assert living(session) == before


def test_undoing_is_refused_once_somebody_went_on_editing(
    director: Browser, world: World, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    confirm(director, session)
    topic = session.scalars(select(CurriculumNode).filter_by(name="图形的旋转")).one()
    director.post(f"/curriculum/nodes/{topic.id}", data={"name": "旋转"})

    assert take_back(director, session) == 303
    assert "旋转" in living(session)
    assert last_import(session).state is ImportState.CONFIRMED


BAD: list[list[str | int]] = [
    ["魔法", "四年级", "苏教版", "下册", "单元", "课题", 1, ""],
    ["数学", "十三年级", "苏教版", "下册", "单元", "课题", 1, ""],
    ["数学", "四年级", "霍格沃茨版", "下册", "单元", "课题", 1, ""],
    ["数学", "四年级", "苏教版", "中册", "单元", "课题", 1, ""],
    ["数学", "四年级", "苏教版", "下册", "", "课题", 1, ""],
    ["数学", "四年级", "苏教版", "下册", "单元", "", 1, ""],
    ["数学", "四年级", "苏教版", "下册", "单元", "重复的课题", 1, ""],
    ["数学", "四年级", "苏教版", "下册", "单元", "重复的课题", 1, ""],
    ["数学", "四年级", "苏教版", "下册", "单元", "课时太多", 99, ""],
    ["数学", "四年级", "苏教版", "下册", "单元", "课时不是数", "两节", ""],
    ["数学", "四年级", "苏教版", "下册", "单元", "长" * 81, 1, ""],
]
REASONS = [
    "不认识的学科“魔法”", "不认识的年级“十三年级”", "不认识的教材版本“霍格沃茨版”", "不认识的册次“中册”",
    "没有填单元", "没有填课题", "与第 8 行重复", "课时数应为 1 到 60 的整数", "课题太长，最多 80 个字",
]  # fmt: skip


def test_every_bad_row_is_named_and_nothing_can_be_confirmed(
    director: Browser, world: World, session: Session
) -> None:
    page = upload(director, world.lead, excel(BAD))[1]

    assert "有 10 行需要改正" in page
    assert [reason for reason in REASONS if reason not in page] == []
    assert [row["number"] for row in last_import(session).bad_rows] == [2, 3, 4, 5, 6, 7, 9, 10, 11, 12]
    books = [" ".join(book.split()) for book in re.findall(r'<td class="book">([^<]*)</td>', page)]
    assert books[:2] == ["魔法 四年级下册 · 苏教版", "数学 十三年级下册 · 苏教版"], (
        "as in a row that is right"
    )
    assert page.count("长" * 80) == 1
    assert "确认导入" not in page
    assert confirm(director, session) == 409
    assert living(session) == {}


def test_good_rows_are_taken_and_the_others_handed_back_with_the_reason(
    director: Browser, world: World, session: Session
) -> None:
    rows: list[list[str | int]] = [
        *GOOD[:2],
        ["", "", "", "", "", "", 1, ""],
        ["", "", "", "", "", "图形的放大", "两节", ""],
    ]
    page = upload(director, world.lead, excel(rows))[1]
    address = f"/curriculum/imports/{last_import(session).id}"

    assert "导入其余 2 行" in page
    handed = director.get(f"{address}/faults")
    faulty = read_rows(handed.data, required=[*HEADERS, "原行号", "原因"])
    assert [row.cells["原行号"] for row in faulty] == ["4", "5"]
    assert {**faulty[1].cells, "原行号": ""} == {
        "学科": "数学", "年级": "四年级", "教材版本": "苏教", "册次": "下", "单元": "平移、旋转和轴对称",
        "课题": "图形的放大", "课时数": "两节", "修订年份": "",
        "原行号": "", "原因": "课时数应为 1 到 60 的整数。",
    }  # fmt: skip
    assert director.post(f"{address}/confirmation", data={"skip_bad": "1"}).status_code == 303
    assert {"图形的平移", "图形的旋转"} <= set(living(session))
    assert "图形的放大" not in living(session)
    assert "下载要改正的行" in director.get(address).text, "also afterwards"

    corrected: list[list[str | int]] = [[row.cells[name] for name in HEADERS] for row in faulty[1:]]
    corrected[0][6] = "2"
    upload(director, world.lead, excel(corrected))
    assert confirm(director, session) == 303
    assert living(session)["图形的放大"] == 2


def test_a_file_without_a_good_row_cannot_be_taken(director: Browser, world: World, session: Session) -> None:
    page = upload(director, world.lead, excel(BAD[:1]))[1]

    assert "导入其余" not in page
    path = f"/curriculum/imports/{last_import(session).id}/confirmation"
    assert director.post(path, data={"skip_bad": "1"}).status_code == 409


def test_a_leader_imports_only_the_own_subject(browser: Browser, make: Make, world: World) -> None:
    browser.login(make_person(make, world.maths, Role.SUBJECT_LEADER))
    rows: list[list[str | int]] = [*GOOD, ["语文", "四年级", "统编版", "下册", "第一单元", "乡下人家", 2, ""]]

    page = upload(browser, world.lead, excel(rows))[1]

    assert "有 1 行需要改正" in page
    assert "你没有权限修改这个学科的目录" in page


def test_an_import_counts_no_more_when_the_right_has_gone(
    director: Browser, make: Make, world: World, session: Session
) -> None:
    from app.blueprints.org.models import Affiliation

    upload(director, world.lead, excel(GOOD))
    for affiliation in session.scalars(select(Affiliation)):
        affiliation.role = Role.TEACHER
    session.commit()

    assert confirm(director, session) == 403
    assert living(session) == {}


def test_a_five_four_school_means_another_grade_by_its_words(
    director: Browser, world: World, session: Session
) -> None:
    assert world.lead.school is not None
    world.lead.school.grade_system = GradeSystem.FIVE_FOUR
    session.commit()
    upload(director, world.lead, excel([["数学", "初一", "鲁教版", "上册", "轴对称", "轴对称现象", 1, ""]]))

    confirm(director, session)

    topic = session.scalars(select(CurriculumNode).filter_by(kind=NodeKind.TOPIC)).one()
    assert (topic.grade, topic.stage) == ("g6", "junior_middle")


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "空的"), (b"PK\x03\x04 not really", "不是 Excel"), (b"a,b", "不是 Excel")]
)
def test_a_wrong_file_is_explained_in_the_form(
    director: Browser, world: World, session: Session, content: bytes, sentence: str
) -> None:
    status, page = upload(director, world.lead, content)

    assert status == 422
    assert sentence in page
    assert session.scalar(select(func.count()).select_from(CurriculumImport)) == 0


def test_the_import_of_somebody_else_is_not_there(
    director: Browser, make: Make, world: World, session: Session
) -> None:
    upload(director, world.lead, excel(GOOD))
    director.login(make_person(make, world.lead, Role.ACADEMIC_DIRECTOR))

    path = f"/curriculum/imports/{last_import(session).id}"

    assert director.get(path).status_code == 404
    assert director.get(f"{path}/faults").status_code == 404
    assert director.post(f"{path}/confirmation").status_code == 404
    assert director.post(f"{path}/reversal").status_code == 404


def test_who_may_not_import_is_told_so(browser: Browser, make: Make, world: World) -> None:
    browser.login(make_person(make, world.maths))

    assert upload(browser, world.lead, excel(GOOD))[0] == 403
    assert browser.get("/curriculum/imports/new").status_code == 403


def test_an_own_volume_leads_to_the_import_for_its_owner(browser: Browser, make: Make, world: World) -> None:
    person = make_person(make, world.office, Role.ACADEMIC_DIRECTOR)
    make.store(
        Affiliation(
            user_id=person.id, unit_id=world.member.id, role=Role.ACADEMIC_DIRECTOR, from_date=LONG_AGO
        )
    )
    volume, shared = make_volume(make, world.member), make_volume(make)
    browser.login(person)

    address = f"/curriculum/imports/new?owner={world.member.id}"
    assert address in browser.get(f"/curriculum/volumes/{volume.id}").text
    assert f'selected value="{world.member.id}"' in browser.get(address).text
    assert "/curriculum/imports/new" not in browser.get(f"/curriculum/volumes/{shared.id}").text
