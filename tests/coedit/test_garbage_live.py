"""Garbage from a page that is in a room: it is gone at once, the others go on, the log is clean."""

import json
import random
import time
from contextlib import suppress

import pytest

from app.blueprints.coedit.room.awareness import GONE, read_entries, write_entries
from app.blueprints.coedit.text.schema import SCHEMA_VERSION
from tests.adapters.fast_socket.client import BINARY, TEXT, Session
from tests.adapters.fast_socket.test_garbage import GARBAGE, disturb
from tests.coedit.browsers import Page, wait_until
from tests.coedit.conftest import Office
from tests.coedit.test_live import all_saved_and_equal

pytestmark = pytest.mark.live

SOON = 8.0  # seconds; a page whose pings are missed is found out after half a minute at the earliest


class Intruder:
    """A page in the room that speaks the protocol until it does not."""

    def __init__(self, office: Office, client: int) -> None:
        self.client, self._document = client, office.document
        self.session = Session(office.server.port, headers=(f"Cookie: {office.cookies['second']}",))
        self.session.enter("/collab")
        join = {"doc": office.document, "sv": b"\0", "client_id": client, "schema": SCHEMA_VERSION}
        self.emit("join", join, number=1)
        while (answer := self.session.message())["type"] != 3:
            pass
        assert isinstance(answer["data"], list)
        assert answer["data"][0]["role"] == "edit"
        state = json.dumps({"cursor": None}).encode()
        self.emit("awareness", {"doc": office.document, "data": write_entries([(client, 1, state)])})

    def close(self) -> None:
        self.session.ws.socket.close()

    def emit(self, event: str, payload: dict[str, object], number: int | None = None) -> None:
        packet = {"type": 2, "nsp": "/collab", "data": [event, payload]}
        self.session.packet(packet | ({} if number is None else {"id": number}))


def present(page: Page) -> set[int]:
    """Whose carets this page knows of."""
    known: dict[int, bytes] = {}
    for line in page.heard("awareness"):
        known |= {client: state for client, _clock, state in read_entries(bytes(line["data"]))}
    return {client for client, state in known.items() if state != GONE}


def test_no_ghost_stays_behind(office: Office) -> None:
    said_before = len(office.server.log.read_text())
    ann = office.page("author")
    for number, (opcode, payload) in enumerate(GARBAGE.values()):
        eve = Intruder(office, client=5000 + number)
        wait_until(lambda eve=eve: eve.client in present(ann), lambda: ann.told[-3:])  # type: ignore[misc]
        since = time.monotonic()

        eve.session.ws.send(opcode, payload)

        wait_until(lambda eve=eve: eve.client not in present(ann), lambda: ann.told[-3:])  # type: ignore[misc]
        assert time.monotonic() - since < SOON
        eve.close()
    ann.type("照常")
    wait_until(ann.is_saved)
    assert "Traceback" not in office.server.log.read_text()[said_before:]


@pytest.mark.parametrize("seed", range(3))
def test_noise_on_many_lines_while_people_write(office: Office, seed: int) -> None:
    dice, said_before = random.Random(seed), len(office.server.log.read_text())
    ann, bo = office.page("author"), office.page("second")
    for number in range(20):
        eve = Intruder(office, client=6000 + number)
        with suppress(OSError):
            for _ in range(3):
                disturb(eve.session, dice)
            eve.session.ws.send(dice.choice([TEXT, BINARY]), b"\xc1")
        eve.close()
        ann.type(f"<{number}>")

    all_saved_and_equal(ann, bo)
    assert all(f"<{number}>" in bo.text for number in range(20))
    wait_until(lambda: not {6000 + number for number in range(20)} & present(ann), lambda: present(ann))
    assert "Traceback" not in office.server.log.read_text()[said_before:]
