"""A plan as big as it may be can still be read and taken away."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import DocumentUpdate
from app.blueprints.coedit.room.limits import MOST_DOCUMENT_BYTES
from tests.conftest import Browser
from tests.exporting.word_reader import words_of
from tests.factories import Make
from tests.preparation.factories import World, make_document, make_preparation
from tests.preparation.test_exporting import Work, address_of

pytestmark = pytest.mark.live  # half a minute: once is enough

LINE = "通过平均分一个月饼的活动，使学生初步认识几分之一，会读会写，并能说出它表示的意思。" * 12
LINES = int(0.97 * MOST_DOCUMENT_BYTES) // (len(LINE.encode()) + 40)


def test_a_plan_at_its_limit_is_read_and_taken_away(
    browser: Browser, make: Make, world: World, lin: User, work: Work, session: Session
) -> None:
    html = "".join(f"<p>{LINE}</p>" for _ in range(LINES - 1)) + "<p>最后一句。</p>"
    plan = make_preparation(make, world.third, lin, document=make_document(make, lin, html))
    size = session.scalar(select(func.max(func.length(DocumentUpdate.data))))
    assert size is not None
    assert 0.9 * MOST_DOCUMENT_BYTES < size < MOST_DOCUMENT_BYTES

    browser.login(lin)
    assert "最后一句。" in browser.get(f"/preparations/{plan.id}/text").text

    for wanted in ("word", "markdown"):
        page = address_of(browser, plan, wanted)
        work()
        taken = browser.get(f"{page}/file", buffered=True).data
        assert "最后一句。" in (words_of(taken) if wanted == "word" else taken.decode())
