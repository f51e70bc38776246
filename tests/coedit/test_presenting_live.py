"""A page that does not keep to the presenter's lock, against a real server."""

import pytest

from tests.coedit.browsers import Page, wait_until
from tests.coedit.conftest import Office

pytestmark = pytest.mark.live


def said_and_refused(office: Office, page: Page, words: str) -> str:
    """Written all the same, as no page of ours would: the code that comes back."""
    page.type(words)
    before = len(page.heard("refused"))
    everything = page.do("update")["data"]
    page.do("raw", event="update", payload={"doc": office.document, "mid": 900, "data": everything})
    wait_until(lambda: len(page.heard("refused")) > before, lambda: page.told[-5:])
    return str(page.heard("refused")[-1]["reason"])


def locked_by_the_author(office: Office) -> tuple[Page, Page]:
    """The presenter's page and another's, which has just heard that the text is locked."""
    presenter, other = office.page("author"), office.page("second")
    assert other.wait_for("joined")["role"] == "edit"
    office.act("present", office.document, office.people["author"])
    office.act("lock", office.document, office.people["author"], True)
    assert other.wait_for("revoked")["reason"] == "changed"
    return presenter, other


def test_while_it_is_locked_the_server_takes_words_of_the_presenter_only(office: Office) -> None:
    presenter, other = locked_by_the_author(office)

    assert said_and_refused(office, other, "没有回来就写") == "not_joined"
    assert other.do("join", doc=office.document)["role"] == "read"
    assert said_and_refused(office, other, "回来了还写") == "read_only"
    latecomer = office.page("second")
    assert latecomer.wait_for("joined")["role"] == "read"
    assert said_and_refused(office, latecomer, "另开一页写") == "read_only"
    presenter.type("主讲写的")
    wait_until(presenter.is_saved)
    wait_until(lambda: "主讲写的" in latecomer.text)

    assert office.act("rows_of", office.document, office.people["second"]) == 0
    stored = office.act("text", office.document)
    assert "主讲写的" in stored
    assert not any(words in stored for words in ("没有回来", "回来了", "另开一页"))


def test_what_was_written_before_is_taken_once_the_text_is_free_again(office: Office) -> None:
    presenter, other = locked_by_the_author(office)
    other.do("join", doc=office.document)
    said_and_refused(office, other, "等一等再说")

    office.act("lock", office.document, office.people["author"], False)

    wait_until(lambda: len(other.heard("revoked")) == 2)
    other.do("join", doc=office.document)
    wait_until(lambda: "等一等再说" in presenter.text)
    assert "等一等再说" in office.act("text", office.document)
