"""Two nodes with PostgreSQL and Redis serve one document to real clients; one is killed under load."""

import json
import os
import threading
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import redis as redis_client

from app.blueprints.coedit.room.awareness import GONE, read_entries, write_entries
from tests import servers
from tests.coedit.browsers import Page, require_node, wait_until
from tests.coedit.conftest import Office, Premises
from tests.coedit.test_live import all_saved_and_equal
from tests.live import LiveServer

pytestmark = pytest.mark.live


class Country:
    """The north node with its clerk, the south node, and what they share."""

    def __init__(self, premises: Premises, south: LiveServer, redis_url: str) -> None:
        self.premises, self.north, self.south = premises, premises.server, south
        self.redis = redis_client.Redis.from_url(redis_url)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    require_node()
    with servers.postgres() as database, servers.redis() as redis:
        folders = [tmp_path_factory.mktemp(name) for name in ("north", "south")]
        shared = {"QINGLAN_REDIS_URL": redis, "QINGLAN_SECRET_KEY": "one installation, two nodes"}
        premises = Premises(folders[0], database, **shared)
        south = LiveServer(folders[1], database, program="tests/coedit/serve.py", **shared)
        try:
            premises.act("found")  # makes the tables
            premises.server.start()
            south.start()
            yield Country(premises, south, redis)
        finally:
            south.kill()
            premises.close()


@pytest.fixture
def office(country: Country) -> Iterator[Office]:
    office = Office(country.premises)
    yield office
    office.close()


def test_pages_on_two_nodes_write_as_if_they_were_on_one(country: Country, office: Office) -> None:
    ann, bo = office.page("author", at=country.north), office.page("second", at=country.south)

    for number in range(30):
        ann.type(f"<a{number}>")
        bo.type(f"<b{number}>", at=0)

    all_saved_and_equal(ann, bo)
    assert all(f"<{who}{number}>" in ann.text for who in "ab" for number in range(30))
    assert office.act("text", office.document) == ann.text


def test_a_node_is_killed_under_load_and_its_people_go_on_at_the_other(
    country: Country, office: Office
) -> None:
    stay = office.page("second", at=country.south)
    leave = [office.page("author", at=country.north), office.page("second", at=country.north)]
    typists = [Typist(page, name) for name, page in zip("abc", [*leave, stay], strict=True)]

    wait_until(lambda: all(len(page.acked) > 5 for page in [*leave, stay]))
    country.north.kill()
    acknowledged = [token for page in [*leave, stay] for token in page.acked]
    stored = office.act("text", office.document)
    assert [token for token in acknowledged if token not in stored] == []
    for page, who in zip(leave, ("author", "second"), strict=True):
        page.do("move", url=country.south.url, cookie=office.cookies[who])
    already = [len(page.acked) for page in leave]
    wait_until(lambda: all(len(page.acked) > n + 5 for page, n in zip(leave, already, strict=True)))
    written = [token for typist in typists for token in typist.stop()]
    country.north.start()

    fresh = office.page("author", at=country.north)
    all_saved_and_equal(*leave, stay, fresh)
    assert [token for token in written if token not in fresh.text] == []
    assert office.act("text", office.document) == fresh.text


class Typist(threading.Thread):
    """Somebody who writes on, whatever happens."""

    def __init__(self, page: Page, name: str) -> None:
        super().__init__(daemon=True)
        self._page, self._name = page, name
        self._written: list[str] = []
        self._stopped = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._stopped.wait(0.03):
            token = f"<{self._name}{len(self._written)}>"
            self._page.type(token, at=0)
            self._written.append(token)

    def stop(self) -> list[str]:
        self._stopped.set()
        self.join()
        return self._written


@pytest.mark.parametrize(
    ("action", "reason"), [("unseat", "forbidden"), ("demote", "changed"), ("suspend", "signed_out")]
)
def test_a_right_that_ends_ends_on_every_node(
    country: Country, office: Office, action: str, reason: str
) -> None:
    pages = [office.page("second", at=node) for node in (country.north, country.south)]
    document = [] if action == "suspend" else [office.document]

    office.act(action, *document, office.people["second"])

    assert [page.wait_for("revoked")["reason"] for page in pages] == [reason, reason]


def test_a_document_closed_by_one_node_is_closed_on_the_other(country: Country, office: Office) -> None:
    pages = [office.page(who, at=at) for who, at in (("author", country.north), ("second", country.south))]
    office.act("close", office.document)
    assert [page.wait_for("revoked")["reason"] for page in pages] == ["closed", "closed"]


def test_an_interrupted_line_between_the_nodes_is_made_good(country: Country, office: Office) -> None:
    ann, bo = office.page("author", at=country.north), office.page("second", at=country.south)
    ann.type("之前。")
    all_saved_and_equal(ann, bo)
    writing = Typist(ann, "w")
    for _ in range(5):
        country.redis.client_kill_filter(_type="pubsub", skipme=True)
        country.redis.client_kill_filter(_type="normal", skipme=True)
        time.sleep(0.2)
    written = writing.stop()

    all_saved_and_equal(ann, bo)
    assert [token for token in written if token not in bo.text] == []
    bo.type("之后。")
    all_saved_and_equal(ann, bo)


def test_presenting_reaches_the_other_node(country: Country, office: Office) -> None:
    """Following, the lock and a raised hand: who presents is on one node, everybody else on the other."""
    document, people = office.document, office.people
    presenter, other = office.page("author", at=country.north), office.page("second", at=country.south)
    both_there(presenter, other)

    office.act("present", document, people["author"])
    wait_until(lambda: "presenting" in heard_of(other), lambda: other.told[-5:])
    assert stage(country.south, office, "second")["presenter"]["id"] == people["author"]

    look = {"user": {"id": 0, "name": "冒名"}, "view": {"at": 7}}
    client = presenter.do("update")["client"]
    entry = list(write_entries([(client, 9, json.dumps(look).encode())]))
    presenter.do("raw", event="awareness", payload={"doc": document, "data": entry})
    wait_until(lambda: client in views_seen(other), lambda: other.told[-5:])
    assert views_seen(other)[client]["view"] == {"at": 7}
    assert views_seen(other)[client]["user"]["id"] == people["author"]

    office.act("lock", document, people["author"], True)
    assert other.wait_for("revoked")["reason"] == "changed"
    assert other.do("join", doc=document)["role"] == "read"
    other.do("raw", event="update", payload={"doc": document, "mid": 900, "data": [0, 0]})
    assert other.wait_for("refused")["reason"] == "read_only"
    presenter.type("主讲写的")
    wait_until(lambda: "主讲写的" in other.text)

    presenter.told.clear()
    office.act("raise_hand", document, people["second"])
    wait_until(lambda: "presenting" in heard_of(presenter), lambda: presenter.told[-5:])
    hands = stage(country.north, office, "author")["hands"]
    assert [hand["id"] for hand in hands] == [people["second"]]

    office.act("lock", document, people["author"], False)
    wait_until(lambda: len(other.heard("revoked")) == 2, lambda: other.told[-5:])
    assert other.do("join", doc=document)["role"] == "edit"


def both_there(*pages: Page) -> None:
    """The lines between the nodes stand: what one writes the other shows."""
    pages[0].type("都在")
    all_saved_and_equal(*pages)


def heard_of(page: Page) -> set[str]:
    return {str(line["what"]) for line in page.heard("changed")}


def views_seen(page: Page) -> dict[int, dict[str, Any]]:
    """What this page knows of the others' carets and views."""
    entries = [entry for line in page.heard("awareness") for entry in read_entries(bytes(line["data"]))]
    return {client: json.loads(state) for client, _clock, state in entries if state != GONE}


def stage(node: LiveServer, office: Office, who: str) -> dict[str, Any]:
    """What a page fetches when it is told that something about presenting has changed."""
    address = f"{node.url}/documents/{office.document}/presenting"
    question = urllib.request.Request(address, headers={"Cookie": office.cookies[who]})  # noqa: S310 - our own
    with urllib.request.urlopen(question) as answer:  # noqa: S310 - our own address
        told: dict[str, Any] = json.load(answer)
    return told


def test_the_nodes_are_two(country: Country) -> None:
    """What this file proves would be nothing if both addresses led to one process."""
    assert country.north.port != country.south.port
    assert country.north._process is not None
    assert country.south._process is not None
    groups = {os.getpgid(node._process.pid) for node in (country.north, country.south)}  # type: ignore[union-attr]
    assert len(groups) == 2
