"""A preparation begins with a Word file."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from docx.shared import RGBColor
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.blueprints.preparation.models import JointPreparation, WordUpload
from app.core import clock
from app.core.jobs import Job, JobState
from app.wiring import TIDYING
from tests.coedit_content import word_files
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, fields, make_person


def test_a_word_plan_becomes_a_preparation(
    browser: Browser, make: Make, world: World, lin: User, session: Session, work: Callable[[], int]
) -> None:
    answer = _upload(browser.login(lin), world, lin, word_files.word_with_everything(), "教案.docx")
    waiting = browser.get(answer.location)
    assert "排队中" in waiting.text
    assert "教案.docx" in waiting.text

    work()

    done = browser.get(answer.location)
    row = make.find(JointPreparation, title="认识几分之一")
    assert done.location == f"/preparations/{row.id}/edit"
    polled = browser.get(answer.location, headers={"HX-Request": "true"})
    assert polled.headers["HX-Redirect"] == answer.location, "the page as a whole goes on from there"
    assert len(make.find(Document, id=row.document_id).text) > 20
    assert session.scalar(select(func.count(WordUpload.id))) == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 nothing", "PDF"),
        (b"PNG or whatever", "这不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old word", "另存为 .docx"),
        (b"", "文件是空的"),
    ],
)
def test_wrong_files_are_refused_in_the_form(
    browser: Browser, world: World, lin: User, session: Session, content: bytes, sentence: str
) -> None:
    page = _upload(browser.login(lin), world, lin, content, "教案.docx")

    assert page.status_code == 422
    assert sentence in page.text
    assert session.scalar(select(func.count(WordUpload.id))) == 0
    assert session.scalar(select(func.count(Job.id))) == 0


def test_nobody_waits_for_a_conversion_to_hear_of_a_wrong_day(
    browser: Browser, world: World, lin: User, session: Session
) -> None:
    page = _upload(
        browser.login(lin), world, lin, word_files.plain_word(), "教案.docx", discuss_at="2001-09-01T14:30"
    )

    assert (page.status_code, "研讨时间不能早于" in page.text) == (422, True)
    assert session.scalar(select(func.count(Job.id))) == 0


def test_what_broke_off_is_not_kept(browser: Browser, make: Make, lin: User, session: Session) -> None:
    old, new = clock.now() - timedelta(days=2), clock.now()
    for at in (old, new):
        make.store(WordUpload(owner_id=lin.id, file_name="教案.docx", content=b"PK", created_at=at))

    with browser.application.app_context():
        for task in TIDYING:
            task()

    assert session.scalars(select(WordUpload.created_at)).all() == [new]


@pytest.mark.parametrize(("colour", "is_told"), [("C00000", True), ("333333", False), (None, False)])
def test_who_marked_words_by_colours_is_told_that_they_are_gone(
    browser: Browser, world: World, lin: User, work: Callable[[], int], colour: str | None, is_told: bool
) -> None:
    def write(document: Any) -> None:
        run = document.add_paragraph("重点：").add_run("平均分")
        run.font.color.rgb = RGBColor.from_string(colour) if colour else None

    answer = _upload(browser.login(lin), world, lin, word_files.word(write), "教案.docx")
    work()

    page = browser.get(browser.get(answer.location).location).text
    assert ("颜色和底色没有带过来" in page) is is_told


def test_an_empty_word_file_is_refused_in_the_form(
    browser: Browser, world: World, lin: User, session: Session, work: Callable[[], int]
) -> None:
    blank = word_files.word(lambda document: document.add_table(2, 2))
    answer = _upload(browser.login(lin), world, lin, blank, "空白.docx")

    work()

    page = browser.get(browser.get(answer.location).location).text
    assert "文档里没有文字" in page
    assert session.scalar(select(func.count(JointPreparation.id))) == 0
    assert session.scalar(select(func.count(WordUpload.id))) == 0


def test_a_file_sent_twice_is_converted_once(
    browser: Browser, world: World, lin: User, session: Session, work: Callable[[], int]
) -> None:
    browser.login(lin)
    content = word_files.plain_word()
    first = _upload(browser, world, lin, content, "教案.docx")
    second = _upload(browser, world, lin, content, "教案.docx")
    work()
    third = _upload(browser, world, lin, content, "教案.docx")

    assert first.location == second.location == third.location
    assert session.scalar(select(func.count(JointPreparation.id))) == 1
    assert _upload(browser, world, lin, content, "教案.docx", title="另一课").location != first.location


def test_a_failed_conversion_leads_back_to_the_form(
    browser: Browser, world: World, lin: User, session: Session, work: Callable[[], int]
) -> None:
    answer = _upload(
        browser.login(lin), world, lin, b"PK\x03\x04 a zip that is none", "教案.docx", place="三楼"
    )
    assert answer.status_code == 303
    work()

    back = browser.get(answer.location)
    page = browser.get(back.location)

    assert "new?failed_import=" in back.location
    assert "损坏" in page.text
    assert 'value="三楼"' in page.text, "what was filled in is still there"
    assert session.scalar(select(func.count(JointPreparation.id))) == 0
    assert session.scalar(select(func.count(Document.id))) == 0
    assert session.scalar(select(func.count(WordUpload.id))) == 0


def test_who_reads_english_is_told_in_english_why_a_conversion_failed(
    browser: Browser, world: World, lin: User, session: Session, work: Callable[[], int]
) -> None:
    browser.login(lin)
    damaged = _upload(browser, world, lin, b"PK\x03\x04 a zip that is none", "教案.docx")
    drawn = _upload(browser, world, lin, word_files.word_that_pandoc_would_shorten(), "教案.docx")
    work()
    work()
    lin.language = "en"
    session.commit()

    reason = browser.get(damaged.location, follow_redirects=True).text
    done = browser.get(drawn.location, follow_redirects=True).text

    assert "The file is damaged" in reason
    assert "损坏" not in reason
    assert "One picture has a format" in done


def test_whoever_chose_a_file_means_it(browser: Browser, world: World, lin: User) -> None:
    page = _upload(browser.login(lin), world, lin, word_files.plain_word(), "教案.docx", source="template")

    assert "/preparations/imports/" in page.location


def test_an_import_is_seen_by_its_owner_only(browser: Browser, make: Make, world: World, lin: User) -> None:
    answer = _upload(browser.login(lin), world, lin, word_files.plain_word(), "教案.docx")

    assert browser.login(make_person(make, world.third)).get(answer.location).status_code == 404


def test_a_worker_that_died_does_not_make_it_twice(
    browser: Browser, make: Make, world: World, lin: User, session: Session, work: Callable[[], int]
) -> None:
    _upload(browser.login(lin), world, lin, word_files.plain_word(), "教案.docx")
    work()
    job = session.scalars(select(Job).where(Job.kind == "preparation.import_word")).one()
    job.state, job.percent = JobState.QUEUED, 90
    make.store(job)

    work()

    assert session.scalar(select(func.count(JointPreparation.id))) == 1


def _upload(
    browser: Browser, world: World, lead: User, content: bytes, name: str, **more: object
) -> TestResponse:
    chosen = fields(world, lead, **({"source": "word", "word": (io.BytesIO(content), name)} | more))
    return browser.post("/preparations/new", data=chosen, content_type="multipart/form-data")
