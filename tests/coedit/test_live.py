"""Real clients against a real server process, which may be killed at any moment."""

import time
from typing import Any

import pytest

from tests.coedit.browsers import Page, wait_until
from tests.coedit.conftest import Office
from tests.coedit.structs import PARAGRAPH, TYPE, at_root, update_of

pytestmark = pytest.mark.live

TRANSPORTS = {
    "websocket": ["websocket"],
    "polling": ["polling"],
    "polling, then websocket": ["polling", "websocket"],
}


def all_saved_and_equal(*pages: Page) -> None:
    def settled() -> bool:
        return all(page.is_saved() for page in pages) and len({page.text for page in pages}) == 1

    wait_until(settled, lambda: [(page.text, page.told[-4:]) for page in pages])


@pytest.mark.parametrize("transports", TRANSPORTS.values(), ids=list(TRANSPORTS))
def test_two_pages_converge_and_know_when_they_are_saved(office: Office, transports: list[str]) -> None:
    ann, bo = office.page("author", transports=transports), office.page("second", transports=transports)

    for number in range(20):
        ann.type(f"a{number}；")
        bo.type(f"b{number}；", at=0)

    all_saved_and_equal(ann, bo)
    assert {ann.transport, bo.transport} == {transports[-1]}
    assert all(f"a{number}；" in ann.text and f"b{number}；" in ann.text for number in range(20))
    assert office.act("text", office.document) == ann.text


@pytest.mark.parametrize("transports", [["websocket"], ["polling"]], ids=["websocket", "polling"])
def test_a_killed_server_loses_nothing_it_acknowledged(office: Office, transports: list[str]) -> None:
    pages = [office.page(who, transports=transports) for who in ("author", "second")]

    for round_number in range(3):
        for number in range(40):
            for who, page in enumerate(pages):
                page.type(f"<{round_number}.{number}.{who}>", at=0)
        wait_until(lambda: all(page.acked for page in pages))
        acknowledged = [token for page in pages for token in page.acked]
        office.server.kill()
        stored = office.act("text", office.document)
        assert acknowledged
        assert [token for token in acknowledged if token not in stored] == []
        office.server.start()

    all_saved_and_equal(*pages)
    fresh = office.page("author")
    assert fresh.text == pages[0].text
    for round_number in range(3):
        assert all(f"<{round_number}.{n}.{who}>" in fresh.text for n in range(40) for who in (0, 1))


def test_who_was_offline_keeps_both_texts(office: Office) -> None:
    ann, bo = office.page("author"), office.page("second")
    ann.type("一起写的。")
    all_saved_and_equal(ann, bo)

    ann.do("offline")
    ann.type("离线时写的。")
    bo.type("在线时写的。")
    wait_until(bo.is_saved)
    assert not ann.is_saved()
    ann.do("online")

    all_saved_and_equal(ann, bo)
    assert "离线时写的。" in bo.text
    assert "在线时写的。" in ann.text


def test_a_lost_message_is_noticed_and_made_good(office: Office) -> None:
    ann, bo = office.page("author"), office.page("second")
    ann.do("silently", words="丢失的")

    ann.type("后来的")

    ann.wait_for("resync")
    all_saved_and_equal(ann, bo)
    assert "丢失的" in bo.text
    assert "后来的" in bo.text


def test_bad_updates_are_refused_with_a_reason_and_the_room_lives_on(office: Office) -> None:
    ann, eve = office.page("author"), office.page("second")
    ann.type("好好的")
    all_saved_and_equal(ann, eve)
    own = ann.do("update")

    def refused(data: object, mid: int) -> dict[str, Any]:
        eve.do("raw", event="update", payload={"doc": office.document, "mid": mid, "data": data})
        wait_until(lambda: any(m["mid"] == mid for m in eve.heard("refused")), lambda: eve.told[-5:])
        return next(m for m in eve.heard("refused") if m["mid"] == mid)

    forged = _one_struct(own["client"], clock=len("好好的"))
    assert refused([9] * 40, 901)["reason"] == "invalid"
    assert refused([0] * (1024 * 1024 + 1), 902)["reason"] == "too_large"
    assert refused(forged, 903)["reason"] == "foreign"
    assert refused("text", 904)["reason"] == "invalid"
    assert refused(_one_struct(7777, clock=5), 905)["reason"] == "gap"
    eve.do("raw", event="update", payload={"doc": office.document, "mid": 906, "data": own["data"]})

    ann.type("，继续")
    all_saved_and_equal(ann, eve)
    assert office.act("text", office.document) == ann.text == "·好好的，继续"


def test_a_reader_sees_and_cannot_write(office: Office) -> None:
    ann, reader = office.page("author"), office.page("reader")
    assert reader.wait_for("joined")["role"] == "read"
    ann.type("给你看")

    reader.type("我也写")

    assert reader.wait_for("refused")["reason"] == "read_only"
    wait_until(lambda: "给你看" in reader.text)
    assert "我也写" not in office.act("text", office.document)


@pytest.mark.parametrize(
    ("action", "reason"),
    [("unseat", "forbidden"), ("demote", "changed"), ("suspend", "signed_out"), ("sign_out", "signed_out")],
)
def test_a_right_that_ends_closes_the_open_page(office: Office, action: str, reason: str) -> None:
    ann, bo = office.page("author"), office.page("second")
    document = [office.document] if action in {"unseat", "demote"} else []
    started = time.monotonic()

    office.act(action, *document, office.people["second"])

    assert bo.wait_for("revoked")["reason"] == reason
    assert time.monotonic() - started < 15
    bo.do("raw", event="update", payload={"doc": office.document, "mid": 1, "data": [0, 0]})
    ann.type("还在写")
    wait_until(ann.is_saved)
    assert "还在写" not in bo.text
    if reason == "signed_out":
        bo.wait_for("disconnect")
    else:
        assert bo.wait_for("refused")["reason"] == "not_joined"


def test_a_finalized_document_sends_everybody_out_and_may_still_be_read(office: Office) -> None:
    ann, bo = office.page("author"), office.page("second")
    ann.type("定稿内容")
    all_saved_and_equal(ann, bo)

    office.act("close", office.document)

    assert ann.wait_for("revoked")["reason"] == bo.wait_for("revoked")["reason"] == "closed"
    again = office.page("second")
    assert again.wait_for("joined")["role"] == "read"
    assert again.text == ann.text


def test_the_readable_text_follows(office: Office) -> None:
    document = office.act("found_rich", office.people["author"])
    page = office.page("author", join=False)
    page.do("join", doc=document)

    page.do("paragraph", words="认识分数")

    wait_until(lambda: "认识分数" in office.act("derived", document))


def test_strangers_and_foreign_sites_do_not_get_in(office: Office) -> None:
    stranger = office.page(None, join=False)
    assert stranger.wait_for("connect_error")["message"] == "signed_out"
    outsider = office.page("outsider")
    assert outsider.wait_for("error")["error"] == "missing"
    elsewhere = office.page("author", join=False, origin="https://evil.example")
    elsewhere.wait_for("connect_error")
    assert elsewhere.heard("connect") == []
    old_editor = office.page("author", join=False)
    assert old_editor.do("join", doc=office.document, schema=99)["error"] == "schema"


def _one_struct(client: int, *, clock: int) -> list[int]:
    """An update with one empty paragraph at the root, under the given number."""
    return list(update_of(at_root(TYPE, PARAGRAPH), client=client, clock=clock))
