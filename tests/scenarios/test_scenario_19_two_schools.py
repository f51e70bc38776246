"""Scenario 19: a roving teacher sees both schools' work; what ends with one place ends the same minute."""

import re
import time

import pytest

from app.demo import content
from tests.coedit.browsers import wait_until
from tests.installation import Installation, Visitor
from tests.scenarios.conftest import OpenPage
from tests.scenarios.people import document_of, invite, preparation_of

pytestmark = pytest.mark.live

ROVING, NAME = "hejiayan", "何嘉言"  # science at 白鹭湾, of the group 青禾
OTHER_UNIT = "理化大教研组"  # of the group 砺石
OTHERS_FINAL, OTHERS_DRAFT = "浮力", "实验室制取氧气"
OWN_FINAL = "种子发芽实验"
MINUTE = 60


def test_ending_one_place_ends_its_access_at_once(installation: Installation, open_page: OpenPage) -> None:
    admin, roving = installation.visitor("admin"), installation.visitor(ROVING)
    assert OTHERS_FINAL not in titles_found(roving, "浮力 八年级")
    person = appoint(admin)

    assert OTHERS_FINAL in titles_found(roving, "浮力 八年级")
    assert OWN_FINAL in titles_found(roving, "种子发芽")
    assert preparation_of(roving, OWN_FINAL)
    final = preparation_of(roving, OTHERS_FINAL)
    host = installation.visitor("yuqingyu")
    draft = preparation_of(host, OTHERS_DRAFT)
    invite(host, draft, NAME)
    page = open_page(roving, document_of(roving, draft))
    anchor = next(words for words in page.paragraphs if len(words) > 12)[:6]
    page.write("〔走教老师写的〕", behind=anchor)
    wait_until(page.is_saved)

    started = time.monotonic()
    end_the_place(admin, person)

    assert page.wait_for("revoked")["reason"] == "forbidden"
    assert roving.get(f"/preparations/{draft}/edit").status == 404
    assert roving.get(f"/preparations/{final}/text").status == 404
    assert titles_found(roving, "浮力 八年级") == set()
    assert time.monotonic() - started < MINUTE
    assert OTHERS_DRAFT not in roving.get("/preparations", tab="all").text
    page.write("〔离开后写的〕", behind=anchor)
    page.do("offline")
    page.do("online")
    assert page.wait_for("error")["error"] == "missing"

    assert OWN_FINAL in titles_found(roving, "种子发芽")
    assert preparation_of(roving, OWN_FINAL)
    text = host.get(f"/preparations/{draft}/text")
    assert NAME in text.text
    stored = installation.stored_text(document_of(host, draft))
    assert "〔走教老师写的〕" in stored
    assert "〔离开后写的〕" not in stored


def appoint(admin: Visitor) -> str:
    """The administrator adds a place in the other group, as on the page for it."""
    person = admin.get("/admin/people", q=ROVING).found(r'href="/admin/people/(\d+)"')
    form = admin.get(f"/admin/people/{person}/affiliations/new")
    unit = form.found(rf'<option value="(\d+)">\s*{OTHER_UNIT} ·')
    today = form.found(r'name="from_date"[^>]*value="([\d-]+)"')
    added = admin.post(
        f"/admin/people/{person}/affiliations/new",
        page=f"/admin/people/{person}/affiliations/new",
        unit=unit,
        role="teacher",
        from_date=today,
    )
    assert OTHER_UNIT in added.text
    return person


def end_the_place(admin: Visitor, person: str) -> None:
    card = admin.get(f"/admin/people/{person}")
    row = card.found(rf"(<span class=\"row-title\">[^<]*{OTHER_UNIT}.*?/ending)")
    address = re.findall(r"/admin/affiliations/\d+/ending", row)[0]
    assert "立即失效" in admin.post(address, page=f"/admin/people/{person}").text


def titles_found(visitor: Visitor, words: str) -> set[str]:
    answer = visitor.get("/search", q=words, kind="preparation")
    titles = {row["title"] for row in content.preparations()}
    links = re.findall(r'class="row-title" href="[^"]+">(.*?)</a>', answer.text, re.DOTALL)
    return {re.sub("<[^>]+>", "", link).strip() for link in links} & titles
