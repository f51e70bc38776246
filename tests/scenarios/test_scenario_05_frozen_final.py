"""Scenario 5, first half: the finalized v1 is frozen; it can be read, and by nobody be changed."""

import hashlib

import pytest
from sqlalchemy.orm import Session

from app.blueprints.coedit.models import DocumentVersion
from app.blueprints.preparation.states import State
from tests.coedit.browsers import wait_until
from tests.conftest import Browser
from tests.factories import Make
from tests.installation import Installation
from tests.preparation.factories import (
    PLAN,
    group_id_of,
    make_document,
    make_person,
    make_preparation,
    make_world,
)
from tests.scenarios.conftest import OpenPage
from tests.scenarios.people import document_of, preparation_of

MOST_BYTES = 200 * 1024
LONG_PLAN = PLAN + "<p>把一张正方形纸折一折,看看二分之一有几种折法。</p>" * 400


def test_version_one_is_stored_shown_and_refuses_changes(
    browser: Browser, make: Make, session: Session
) -> None:
    world = make_world(make)
    lead = make_person(make, world.third)
    preparation = make_preparation(make, world.third, lead, state=State.REVISING, group_id=group_id_of(world))
    page = f"/preparations/{preparation.id}"
    browser.login(lead)

    assert browser.post(f"{page}/finalization", data={"visibility": "group"}).status_code == 303

    session.expire_all()
    version = make.find(DocumentVersion, document_id=preparation.document_id)
    assert version.no == 1
    assert version.sha256 == hashlib.sha256(version.html.encode()).hexdigest()
    shown = browser.get(f"{page}/text").text
    assert "v1" in shown
    assert version.sha256 in shown
    assert browser.get(f"{page}/edit").headers["Location"] == f"{page}/text"
    for move in ("circulate", "reopen", "return", "start_draft"):
        assert browser.post(f"{page}/transitions", data={"move": move}).status_code == 409
    assert browser.post(f"{page}/finalization", data={"visibility": "group"}).status_code == 409
    assert make.find(DocumentVersion, document_id=preparation.document_id).sha256 == version.sha256


def test_the_text_is_a_plain_light_page_for_the_whole_group(browser: Browser, make: Make) -> None:
    world = make_world(make)
    lead, reader = make_person(make, world.third), make_person(make, world.member)
    preparation = make_preparation(
        make,
        world.third,
        lead,
        state=State.REVISING,
        group_id=group_id_of(world),
        document=make_document(make, lead, LONG_PLAN),
    )
    browser.login(lead).post(f"/preparations/{preparation.id}/finalization", data={"visibility": "group"})

    answer = browser.login(reader).get(f"/preparations/{preparation.id}/text")

    assert answer.status_code == 200
    assert "通过平均分实物与图形,能说出分子分母的含义。" in answer.text
    assert answer.text.count("二分之一有几种折法") == 400
    assert len(answer.data) < MOST_BYTES
    assert "editor" not in answer.text  # no script of the editor is asked for
    assert browser.get(f"/preparations/{preparation.id}/details").status_code == 403
    outsider = make_person(make, world.stranger)
    assert browser.login(outsider).get(f"/preparations/{preparation.id}/text").status_code == 404


@pytest.mark.live
def test_open_pages_are_sent_out_and_cannot_write_any_more(
    installation: Installation, open_page: OpenPage
) -> None:
    lead, colleague = installation.visitor("tianxiaoman"), installation.visitor("linzhiyuan")
    preparation = preparation_of(lead, "平行四边形的面积")
    document = document_of(lead, preparation)
    page = open_page(colleague, document)
    anchor = next(words for words in page.paragraphs if len(words) > 12)[:6]
    page.write("〔定稿前〕", behind=anchor)
    wait_until(page.is_saved)

    done = lead.post(
        f"/preparations/{preparation}/finalization",
        page=f"/preparations/{preparation}/finalization",
        visibility="group",
    )

    assert "已定稿" in done.text
    assert page.wait_for("revoked")["reason"] == "closed"
    again = open_page(colleague, document)
    assert again.wait_for("joined")["role"] == "read"
    again.write("〔定稿后〕", behind=anchor)
    assert again.wait_for("refused")["reason"] == "read_only"
    text = colleague.get(f"/preparations/{preparation}/text").text
    assert "〔定稿前〕" in text
    assert "〔定稿后〕" not in text
    assert "〔定稿后〕" not in installation.stored_text(document)
