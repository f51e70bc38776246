"""What the page of an import says: which columns were read, how far it is, what became of it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.blueprints.org.import_jobs import FEW, SOME
from app.blueprints.org.import_models import UNDONE_WITHIN, ImportBatch, ImportState
from app.blueprints.org.service.importing.forgetting import UNDER_WAY, forget_old_rows
from app.core import jobs
from tests.conftest import Browser
from tests.org.importing import Work, by_account, imported, upload
from tests.org.sheets import HEADERS, read_back, teacher, workbook
from tests.org.world import World


def test_columns_that_nobody_reads_are_named_on_the_dry_run(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    headers = [*HEADERS, "备注", "性别", "空着的", "原因"]
    row = [*teacher("周若溪", "QH0201", 学科="数学"), "=1+1", "女", None, "改过了"]
    address = upload(browser, world.lead.id, workbook(row, headers=headers))
    work()

    page = browser.get(address).text

    assert "没有用到的列：备注、性别。" in page
    assert "用到的列：姓名、工号、学科。" in page
    assert "要改正 0 行" in page, "a formula where nobody reads is nobody's fault"
    plain = upload(browser, world.lead.id, workbook(teacher("苏屿", "QH0202")))
    work()
    assert "用到的列" not in browser.get(plain).text


def test_of_a_formula_only_that_it_is_one_is_said(browser: Browser, world: World, work: Work) -> None:
    browser.login(world.people["academic director"])
    rows = [teacher("周若溪", "=A1"), teacher("苏屿", "=A1", 手机号="=B1"), teacher("何嘉言", "")]
    address = upload(browser, world.lead.id, workbook(*rows))
    work()

    reasons = [row[-1] for row in read_back(browser.get(f"{address}/faults").data)[1:]]

    account, phone = (f"“{column}”是公式。请复制后“选择性粘贴”为值。" for column in ("工号", "手机号"))
    assert reasons == [account, f"{account} {phone}", "缺少工号。"]


def test_who_waits_for_an_import_sees_how_many_accounts_are_ready(
    browser: Browser, world: World, work: Work
) -> None:
    count = SOME + 5
    browser.login(world.people["academic director"])
    rows = [teacher(f"新老师{at}", f"QH{at:04}") for at in range(count)]
    address = upload(browser, world.lead.id, workbook(*rows))
    work()
    browser.post(f"{address}/confirmation")
    told: list[int] = []

    def note(_mapper: object, _connection: object, row: jobs.Job) -> None:
        told.append(row.percent)

    event.listen(jobs.Job, "after_update", note)
    with browser.application.app_context():
        jobs.run_due()
    event.remove(jobs.Job, "after_update", note)

    assert len({percent for percent in told if 0 < percent < 90}) >= SOME // FEW - 1
    assert f"已准备 {SOME} 个账号，共 {count} 个。" in browser.get(address).text, "though another job goes on"
    work()
    assert "已准备" not in browser.get(address).text


def test_a_file_that_could_not_be_read_leaves_its_number_to_nobody(
    browser: Browser, world: World, work: Work
) -> None:
    browser.login(world.people["academic director"])
    refused = upload(browser, world.lead.id, workbook(headers=[]))
    work()

    other = upload(browser, world.lead.id, workbook(teacher("周若溪", "QH0201")))

    assert other != refused
    assert browser.get(refused).status_code == 404


def test_a_confirmation_in_a_second_window_shows_what_became_of_the_first(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    address = imported(browser, world, work, teacher("周若溪", "QH0201"))

    again = browser.post(f"{address}/confirmation", follow_redirects=True)

    assert (again.status_code, again.request.path) == (200, address)
    assert "已经确认过了" in again.text
    assert "已导入" in again.text
    assert work() == 0, "nothing is imported twice"


def test_why_somebody_was_kept_is_read_in_the_readers_language(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    address = imported(browser, world, work, teacher("周若溪", "QH0201"))
    world.affiliate(by_account(session, "QH0201"), world.member)
    director = session.merge(world.people["academic director"])
    director.language = "en"
    session.commit()
    browser.post(f"{address}/undoing")
    kept = session.scalars(select(ImportBatch)).one().done["kept"]
    assert "导入以后又有了别的任职。" in kept[0]["reason"]
    assert "别的任职" not in browser.get(address).text
    director.language = "zh"
    session.commit()

    assert "导入以后又有了别的任职。" in browser.get(address).text


def test_who_stood_in_a_list_is_forgotten_when_the_way_back_has_ended(
    app: Flask, browser: Browser, world: World, session: Session, work: Work
) -> None:
    rows = [teacher("周若溪", "QH0201", 手机号="13800001234"), teacher("苏屿", "")]
    browser.login(world.people["academic director"])
    confirmed, waiting = (upload(browser, world.lead.id, workbook(*rows)) for _each in range(2))
    while work():
        pass
    browser.post(f"{confirmed}/confirmation", data={"skip_bad": "1"})
    work()

    forget(app, session, UNDONE_WITHIN - UNDER_WAY)
    assert browser.get(f"{confirmed}/faults").status_code == 200
    forget(app, session, UNDER_WAY + UNDER_WAY + timedelta(minutes=1))

    batches = session.scalars(select(ImportBatch).order_by(ImportBatch.id)).all()
    assert [(batch.rows, batch.done) for batch in batches] == [([], {"same": 0})] * 2
    assert [batch.outcome for batch in batches] == [ImportState.CONFIRMED, ImportState.EXPIRED]
    assert "新建 1 人。" in browser.get(confirmed).text
    assert f"{confirmed}/faults" not in browser.get(confirmed).text
    assert browser.get(f"{confirmed}/faults").status_code == 409
    assert "请重新上传" in browser.get(waiting).text
    assert browser.post(f"{waiting}/confirmation", data={"skip_bad": "1"}).status_code == 409
    assert "已过期" in browser.get("/admin/imports").text


def forget(app: Flask, session: Session, later: timedelta) -> None:
    """What the worker tidies when that much more time has passed."""
    for name in ("created_at", "confirmed_at", "undone_at"):
        column = getattr(ImportBatch, name)
        for batch in session.scalars(select(ImportBatch).where(column.is_not(None))).all():
            setattr(batch, name, getattr(batch, name) - later)
    session.commit()
    with app.app_context():
        forget_old_rows()
    session.expire_all()
