"""The steps of an import, as its tests take them."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from tests.conftest import Browser
from tests.org.sheets import multipart, workbook
from tests.org.world import World

Work = Callable[[], int]


def upload(browser: Browser, unit_id: int, content: bytes) -> str:
    """The address of the dry run's page."""
    page = browser.post("/admin/imports", **multipart(unit_id, content))
    assert page.status_code == 303, page.text
    return page.headers["Location"]


def people(session: Session) -> int:
    return session.scalar(select(func.count(User.id))) or 0


def by_account(session: Session, account: str) -> User:
    return session.scalars(select(User).where(User.account_name == account)).one()


def imported(browser: Browser, world: World, work: Work, *rows: list[object]) -> str:
    """Upload for the lead school as its academic director, check, confirm."""
    browser.login(world.people["academic director"])
    address = upload(browser, world.lead.id, workbook(*rows))
    work()
    assert browser.post(f"{address}/confirmation").status_code == 303
    work()
    return address
