"""The form of a school: who keeps it, and whose paper a plan is printed on."""

import io
from collections.abc import Callable, Iterator, Mapping

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Role, School
from app.blueprints.preparation.export_models import PrintTemplate
from app.core.db import db
from app.core.policy import can
from app.ports import printer
from app.ports.printer import Printer as Machine
from app.ports.printer import Source
from tests.coedit_content.word_files import changed
from tests.conftest import Browser
from tests.exporting.test_template_places import PLAIN, form
from tests.exporting.word_reader import words_of
from tests.factories import Make
from tests.preparation.factories import World, make_person, make_preparation, make_world
from tests.preparation.test_policy import PEOPLE

OFFICE = PEOPLE | {
    "academic director": lambda make, world: make_person(make, world.school, Role.ACADEMIC_DIRECTOR),
    "academic director elsewhere": lambda make, world: make_person(
        make, world.stranger, Role.ACADEMIC_DIRECTOR
    ),
    "administrator of the group": lambda make, world: make_person(make, world.group, Role.ADMIN),
    "administrator of the installation": lambda make, world: make_person(make, world.root, Role.ADMIN),
}
MAY = {
    "academic director",
    "administrator of the school",
    "administrator of the group",
    "administrator of the installation",
}


@pytest.mark.parametrize("name", OFFICE)
def test_who_keeps_the_form_of_a_school(app: Flask, browser: Browser, make: Make, name: str) -> None:
    world = make_world(make)
    person = OFFICE[name](make, world)
    with app.app_context():
        actor, school = (
            db.session.get_one(User, person.id),
            db.session.get_one(School, world.school.school_id),
        )
        assert can(actor, "set_print_template", school) is (name in MAY)

    address = f"/preparations/print-templates/{world.school.school_id}"
    browser.login(person)
    codes = {
        browser.get(address).status_code,
        browser.get(f"{address}/sample").status_code,
        browser.post(f"{address}/removal", follow_redirects=True).status_code,
        browser.post(address, data=upload(PLAIN), follow_redirects=True).status_code,
    }
    if name in MAY:
        assert codes == {200}
    else:
        assert 200 not in codes - ({200} if name.startswith("suspended") else set())
        with app.app_context():
            assert db.session.scalars(select(PrintTemplate)).all() == []


def upload(content: bytes, name: str = "我校教案.docx") -> dict[str, object]:
    return {"file": (io.BytesIO(content), name)}


@pytest.fixture
def director(make: Make, world: World) -> User:
    return make_person(make, world.school, Role.ACADEMIC_DIRECTOR)


def test_upload_look_replace_remove(browser: Browser, world: World, director: User) -> None:
    address = f"/preparations/print-templates/{world.school.school_id}"
    browser.login(director)
    assert "系统自带的模板" in browser.get(address).text
    assert browser.get(f"{address}/own").status_code == 404

    assert browser.post(address, data=upload(PLAIN)).status_code == 303
    page = browser.get(address).text
    assert f"{director.name} 上传于 2" in page
    assert ("我校教案.docx" in page, "没有的" in page, "教案会接在最后一页后面" in page) == (
        True,
        True,
        False,
    )
    assert browser.get(f"{address}/own").data == PLAIN
    sample = docx.Document(io.BytesIO(browser.get(f"{address}/sample").data))
    assert sample.tables[0].cell(0, 0).text == "主备：林知远 年级：三年级"

    other = form(lambda document: document.add_paragraph("{{课题}}"))
    browser.post(address, data=upload(other, "新.docx"))
    assert "教案会接在最后一页后面" in browser.get(address).text
    browser.post(f"{address}/removal")
    assert browser.get(f"{address}/own").status_code == 404
    assert len(browser.get(f"{address}/shipped").data) > 10_000


@pytest.mark.parametrize(
    ("content", "reason"), [(b"x", "不是 Word 文档"), (b"", "空的"), (PLAIN[:500], "损坏")]
)
def test_bad_forms_change_nothing(
    browser: Browser, world: World, director: User, content: bytes, reason: str
) -> None:
    address = f"/preparations/print-templates/{world.school.school_id}"
    refused = browser.login(director).post(address, data=upload(content))

    assert (refused.status_code, reason in refused.text) == (422, True)
    assert browser.get(f"{address}/own").status_code == 404


def test_a_plan_is_printed_on_the_paper_of_ones_own_school(
    browser: Browser, make: Make, world: World, lin: User, director: User, work: Callable[[], int]
) -> None:
    browser.login(director).post(
        f"/preparations/print-templates/{world.school.school_id}", data=upload(PLAIN)
    )
    plan = make_preparation(make, world.third, lin)
    page = (
        browser.login(lin)
        .post(f"/preparations/{plan.id}/exports", data={"format": "word"})
        .location.partition("?")[0]
    )
    work()

    document = docx.Document(io.BytesIO(browser.get(f"{page}/file", buffered=True).data))
    assert document.tables[0].cell(0, 0).text == "主备：林知远 年级：三年级"
    assert "通过平均分" in document.tables[0].cell(1, 0).text


class _Machine:
    """Prints a page as the page, and a Word file as its words."""

    def __init__(self, reads: Source) -> None:
        self.reads: Source | None = reads

    def pdf_of(self, content: bytes, files: Mapping[str, bytes]) -> bytes:
        return b"%PDF" + (words_of(content).encode() if self.reads is Source.WORD else content)


@pytest.fixture
def machines(app: Flask) -> Iterator[Callable[[Machine, Machine | None], None]]:
    before = app.extensions["printer"], app.extensions["printer_of_words"]
    yield lambda pages, words: printer.use(app, pages, words)
    app.extensions["printer"], app.extensions["printer_of_words"] = before


@pytest.mark.parametrize("has_reader_of_words", [True, False])
@pytest.mark.parametrize("has_own_form", [True, False])
def test_a_pdf_is_on_the_form_of_the_school_or_says_that_it_is_not(
    browser: Browser,
    make: Make,
    world: World,
    lin: User,
    director: User,
    work: Callable[[], int],
    machines: Callable[[Machine, Machine | None], None],
    has_own_form: bool,
    has_reader_of_words: bool,
) -> None:
    machines(_Machine(Source.PAGE), _Machine(Source.WORD) if has_reader_of_words else None)
    settings = f"/preparations/print-templates/{world.school.school_id}"
    if has_own_form:
        browser.login(director).post(settings, data=upload(PLAIN))
        assert ("PDF 都用这份" in browser.get(settings).text) is has_reader_of_words
    plan = make_preparation(make, world.third, lin)
    page = (
        browser.login(lin)
        .post(f"/preparations/{plan.id}/exports", data={"format": "pdf"})
        .location.partition("?")[0]
    )
    work()

    printed = browser.get(f"{page}/file", buffered=True).data.decode()
    on_own_form = has_own_form and has_reader_of_words
    assert "通过平均分" in printed
    assert (f"主备：{lin.name}" in printed, "备课组长签字" in printed) == (on_own_form, not on_own_form)
    assert ("这份 PDF 用的是通用格式" in browser.get(page).text) is (has_own_form and not has_reader_of_words)


def test_a_form_that_no_plan_can_be_printed_on_is_refused(
    browser: Browser, world: World, director: User
) -> None:
    """Said at once: else each export of the school would fail, and nobody would know why."""
    broken = changed(PLAIN, {"docProps/core.xml": b"<x/>"})
    page = browser.login(director).post(
        f"/preparations/print-templates/{world.school.school_id}", data=upload(broken), follow_redirects=True
    )
    assert "文件已损坏" in page.text
