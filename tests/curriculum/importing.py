"""The steps of an import of a tree, as its tests take them."""

from collections.abc import Sequence
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.curriculum.models import CurriculumImport, CurriculumNode
from app.blueprints.org.models import OrgUnit
from app.core.spreadsheet import Sheet, write_workbook
from tests.conftest import Browser

HEADERS = ["学科", "年级", "教材版本", "册次", "单元", "课题", "课时数", "修订年份"]
GOOD: list[list[str | int]] = [
    ["数学", "四年级", "苏教", "下", "平移、旋转和轴对称", "图形的平移", 1, ""],
    ["", "", "", "", "", "图形的旋转", 2, ""],
    ["", "", "", "", "认识多位数", "认识整万数", "", ""],
]


def excel(rows: Sequence[Sequence[str | int]]) -> bytes:
    return write_workbook([Sheet(title="目录", headers=HEADERS, rows=rows)])


def upload(browser: Browser, owner: OrgUnit, content: bytes, name: str = "目录.xlsx") -> tuple[int, str]:
    """The status and the page of the dry run."""
    sent = {"owner": str(owner.id), "file": (BytesIO(content), name)}
    answer = browser.post("/curriculum/imports/new", data=sent)
    if answer.status_code != 303:
        return answer.status_code, answer.text
    return 303, browser.get(answer.headers["Location"]).text


def last_import(session: Session) -> CurriculumImport:
    session.expire_all()
    return session.scalars(select(CurriculumImport).order_by(CurriculumImport.id.desc())).first() or fail()


def fail() -> CurriculumImport:
    raise AssertionError("no import was stored")


def living(session: Session) -> dict[str, int | None]:
    session.expire_all()
    query = select(CurriculumNode).where(CurriculumNode.archived_at.is_(None))
    return {node.name: node.periods for node in session.scalars(query.order_by(CurriculumNode.id))}


def confirm(browser: Browser, session: Session) -> int:
    path = f"/curriculum/imports/{last_import(session).id}/confirmation"
    return browser.post(path).status_code


def take_back(browser: Browser, session: Session) -> int:
    path = f"/curriculum/imports/{last_import(session).id}/reversal"
    return browser.post(path).status_code
