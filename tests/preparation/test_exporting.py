"""Taking plans away: the file, its name, who may have it and for how long."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import docx
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import config
from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation
from app.blueprints.preparation.export_models import ExportFile, PreparationExport
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service import export_bundle, exporting
from app.blueprints.preparation.service.export_bundle import forget_old_exports
from app.blueprints.preparation.service.papers import facts_of
from app.blueprints.preparation.states import State
from app.core import clock
from app.ports import printer, storage
from app.ports.printer import NullPrinter
from tests.conftest import Browser
from tests.exporting.word_reader import words_of
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_document, make_person, make_preparation
from tests.queries import max_queries

Work = Callable[[], int]


@pytest.fixture
def plan(make: Make, world: World, lin: User) -> JointPreparation:
    return make_preparation(make, world.third, lin, make_person(make, world.third, name="周若溪"))


def address_of(browser: Browser, preparation: JointPreparation, wanted: str = "word") -> str:
    answer = browser.post(f"/preparations/{preparation.id}/exports", data={"format": wanted})
    assert answer.status_code == 303
    return answer.location.removesuffix("?begin=1")


def test_a_word_file_is_ready_after_its_job(
    browser: Browser, lin: User, plan: JointPreparation, work: Work
) -> None:
    page = address_of(browser.login(lin), plan)
    assert "正在准备文件" in browser.get(page).text or "排队中" in browser.get(page).text
    assert browser.get(f"{page}/file", buffered=True).status_code == 404

    work()

    assert browser.get(page, headers={"HX-Request": "true"}).headers["HX-Redirect"] == f"{page}?begin=1"
    assert f'content="0; url={page}/file"' in browser.get(f"{page}?begin=1").text
    answer = browser.get(f"{page}/file", buffered=True)
    name = f"认识几分之一-林知远-{clock.today().isoformat()}.docx"
    named = answer.headers["Content-Disposition"]
    assert re.search(r"filename=\"?preparation-\d+\.docx", named), "for whatever cannot read the other"
    assert f"filename*=UTF-8''{quote(name)}" in named
    assert "no-store" in answer.headers["Cache-Control"]
    document = docx.Document(io.BytesIO(answer.data))
    assert "周若溪" in document.tables[0].rows[3].cells[1].text
    assert any("通过平均分" in line.text for line in document.paragraphs)


def test_markdown_alone_is_a_text(browser: Browser, lin: User, plan: JointPreparation, work: Work) -> None:
    page = address_of(browser.login(lin), plan, "markdown")
    work()

    answer = browser.get(f"{page}/file", buffered=True)
    assert answer.headers["Content-Disposition"].endswith(".md")
    assert "## 教学目标" in answer.text


@pytest.mark.parametrize("wanted", ["word", "markdown"])
def test_what_was_finalized_is_taken_away(
    browser: Browser, make: Make, world: World, lin: User, work: Work, wanted: str
) -> None:
    plan = make_preparation(make, world.third, lin, state=State.REVISING, group_id=group_id_of(world))
    browser.login(lin).post(f"/preparations/{plan.id}/finalization", data={"visibility": "group"})
    page = address_of(browser, plan, wanted)

    work()

    content = browser.get(f"{page}/file", buffered=True).data
    written = content.decode() if wanted == "markdown" else words_of(content)
    assert "通过平均分" in written


def test_the_minutes_of_the_steps_are_in_chinese_whatever_the_owner_speaks(
    browser: Browser, make: Make, world: World, lin: User, work: Work, session: Session
) -> None:
    lin.language = "en"
    session.commit()
    table = "<table><tr><th>环节</th><th>时间</th></tr><tr><td>导入</td><td>5～6 分钟</td></tr></table>"
    plan = make_preparation(make, world.third, lin, document=make_document(make, lin, table))
    page = address_of(browser.login(lin), plan, "markdown")

    work()

    assert "合计 5～6 分钟，一课时 40 分钟" in browser.get(f"{page}/file", buffered=True).text


def test_several_are_a_zip_with_names_of_their_own(
    browser: Browser,
    make: Make,
    world: World,
    lin: User,
    plan: JointPreparation,
    work: Work,
    session: Session,
) -> None:
    other = make_preparation(make, world.third, lin)
    browser.login(lin)
    choices = browser.get("/preparations/exports/new").text
    assert f'value="{plan.id}"' in choices

    answer = browser.post(
        "/preparations/exports", data={"format": "word", "preparation_id": [plan.id, other.id, plan.id]}
    )
    work()

    content = browser.get(f"{answer.location.partition('?')[0]}/file", buffered=True)
    names = zipfile.ZipFile(io.BytesIO(content.data)).namelist()
    stem = f"认识几分之一-林知远-{clock.today().isoformat()}"
    assert names == [f"{stem}.docx", f"{stem}（2）.docx"]
    assert content.headers["Content-Disposition"].endswith(".zip")
    assert session.scalars(select(ExportFile)).all() == []
    assert "最近的下载" in browser.get("/preparations/exports/new").text


def test_a_long_set_is_made_by_several_jobs(
    browser: Browser, make: Make, world: World, lin: User, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = [make_preparation(make, world.third, lin) for _ in range(3)]
    monkeypatch.setattr(exporting, "SOME_SECONDS", 0.0)
    form = {"format": "markdown", "preparation_id": [each.id for each in plans]}
    page = browser.login(lin).post("/preparations/exports", data=form).location.partition("?")[0]

    assert work() >= 3
    assert len(zipfile.ZipFile(io.BytesIO(browser.get(f"{page}/file", buffered=True).data)).namelist()) == 3


def test_a_set_that_grows_too_large_leaves_nothing_behind(
    app: Flask, browser: Browser, make: Make, world: World, lin: User, work: Work, session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    plans = [make_preparation(make, world.third, lin) for _ in range(2)]
    monkeypatch.setattr(export_bundle, "MOST_BYTES", 60_000)  # room for one of them
    form = {"format": "word", "preparation_id": [each.id for each in plans]}
    page = browser.login(lin).post("/preparations/exports", data=form).location.partition("?")[0]
    before = stored_files(app)

    work()

    assert "文件太大" in browser.get(page).text
    named = set(session.scalars(select(ExportFile.digest)))
    assert len(named) == 1
    assert stored_files(app) - before == named


def stored_files(app: Flask) -> set[str]:
    with app.app_context():
        folder = config.current().data_dir
    return {path.name for path in folder.rglob("*") if path.is_file() and len(path.name) == 64}


def test_only_the_owner_has_it(
    browser: Browser, make: Make, world: World, lin: User, plan: JointPreparation, work: Work
) -> None:
    page = address_of(browser.login(lin), plan)
    work()

    browser.login(make_person(make, world.third))
    assert [browser.get(each).status_code for each in (page, f"{page}/file")] == [404, 404]


def test_rights_are_asked_again_at_the_download(
    browser: Browser, make: Make, world: World, plan: JointPreparation, work: Work, session: Session
) -> None:
    reader = make_person(make, world.third)
    page = address_of(browser.login(reader), plan)
    work()
    assert browser.get(f"{page}/file", buffered=True).status_code == 200

    place = session.scalars(select(Affiliation).where(Affiliation.user_id == reader.id)).one()
    place.ended_at = clock.now()
    session.commit()

    assert browser.get(f"{page}/file", buffered=True).status_code == 403


def test_rights_that_end_before_the_job_end_the_job(
    browser: Browser, make: Make, world: World, plan: JointPreparation, work: Work, session: Session
) -> None:
    reader = make_person(make, world.third)
    page = address_of(browser.login(reader), plan)
    session.scalars(select(Affiliation).where(Affiliation.user_id == reader.id)).one().ended_at = clock.now()
    session.commit()

    work()

    assert "已不能查看" in browser.get(page).text
    assert browser.get(f"{page}/file", buffered=True).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "guest"])
def test_nobody_takes_away_what_they_may_not_know_of(
    browser: Browser, make: Make, world: World, plan: JointPreparation, who: str, session: Session
) -> None:
    if who == "outsider":
        browser.login(make_person(make, world.stranger))
    one = browser.post(f"/preparations/{plan.id}/exports", data={"format": "word"})
    several = browser.post("/preparations/exports", data={"format": "word", "preparation_id": [plan.id]})

    assert [one.status_code, several.status_code] == ([404, 403] if who == "outsider" else [302, 302])
    assert session.scalars(select(PreparationExport)).all() == []


def test_bad_wishes_are_refused(
    browser: Browser, make: Make, world: World, lin: User, plan: JointPreparation
) -> None:
    browser.login(lin)
    empty = make_preparation(make, world.third, lin, state=State.PLANNED)

    def asked(**form: object) -> int:
        return browser.post("/preparations/exports", data=form).status_code

    assert asked(format="exe", preparation_id=[plan.id]) == 422
    assert asked(format="word") == 422
    assert asked(format="word", preparation_id=list(range(1, 102))) == 422
    assert asked(format="word", preparation_id=[plan.id, empty.id]) == 403
    codes = [asked(format="word", preparation_id=[plan.id]) for _ in range(6)]
    assert codes == [303] * 5 + [409]


def test_files_are_forgotten_after_a_day(
    app: Flask, browser: Browser, lin: User, plan: JointPreparation, work: Work, make: Make, session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page = address_of(browser.login(lin), plan)
    work()
    digest = session.scalars(select(PreparationExport.digest)).one()
    assert digest is not None
    later = clock.now() + timedelta(days=1, minutes=1)
    with app.app_context():
        assert forget_old_exports() == 0
        monkeypatch.setattr(clock, "now", lambda: later)
        assert forget_old_exports() == 1
        with pytest.raises(KeyError):
            storage.current().size(digest)
    monkeypatch.undo()
    assert browser.get(page).status_code == 404


def test_a_server_without_a_printer_says_so(
    app: Flask, browser: Browser, lin: User, plan: JointPreparation
) -> None:
    before = app.extensions["printer"]
    printer.use(app, NullPrinter())
    try:
        page = browser.login(lin).get(f"/preparations/{plan.id}").text
        refused = browser.post(f"/preparations/{plan.id}/exports", data={"format": "pdf"})
    finally:
        printer.use(app, before)
    assert "PDF 文件" not in page
    assert "另存为 PDF" in page
    assert (refused.status_code, "另存为 PDF" in refused.text) == (409, True)


def test_the_page_of_choices_asks_no_more_for_more(
    app: Flask, browser: Browser, make: Make, world: World, lin: User
) -> None:
    for _ in range(12):
        make_preparation(make, world.third, lin, document=make_document(make, lin))
    browser.login(lin)
    browser.get("/preparations/exports/new")

    with max_queries(16):
        browser.get("/preparations/exports/new")


def test_a_plan_of_the_group_names_the_school_of_its_lead_preparer(
    app: Flask, make: Make, world: World
) -> None:
    at_school = make_person(make, world.member_third)
    at_group = make_person(make, world.group)
    plans = [
        make_preparation(make, world.group, who, group_id=group_id_of(world)) for who in (at_school, at_group)
    ]

    with app.app_context():
        assert [facts_of(plan)["学校"] for plan in plans] == ["柳溪小学", "青禾教育集团"]
