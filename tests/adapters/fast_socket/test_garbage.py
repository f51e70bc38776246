"""Bytes that no client sends: the page is gone at once, nobody else notices, and the log stays clean."""

import random
from collections.abc import Iterator
from contextlib import suppress

import gevent
import gevent.socket
import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.fast_socket.frames import BINARY, TEXT, FrameReader, ProtocolError
from tests.adapters.fast_socket.client import Connection, Session
from tests.adapters.fast_socket.conftest import Server

DEEP = 100_000


def packet(**fields: object) -> bytes:
    return bytes(msgpack.dumps({"type": 2, "nsp": "/t", "data": ["say", 1], **fields}))


GARBAGE: dict[str, tuple[int, bytes]] = {
    "nothing, as text": (TEXT, b""),
    "nothing, as bytes": (BINARY, b""),
    "no engine.io packet": (TEXT, b"hello"),
    "a number of another script": (TEXT, "²".encode()),
    "broken base64": (TEXT, b"b!"),
    "a text message": (TEXT, b"4hello"),
    "deep JSON": (TEXT, b"4" + b"[" * DEEP),
    "no msgpack": (BINARY, b"\xc1"),
    "msgpack that ends early": (BINARY, packet()[:-3]),
    "more after the packet": (BINARY, packet() + b"\x00"),
    "deep msgpack": (BINARY, b"\x91" * DEEP),
    "a big promise": (BINARY, b"\xdd\xff\xff\xff\xff"),
    "no map": (BINARY, msgpack.dumps([1, 2])),
    "no type": (BINARY, msgpack.dumps({"nsp": "/t"})),
    "no namespace": (BINARY, msgpack.dumps({"type": 2, "data": ["say", 1]})),
    "a type that is no number": (BINARY, packet(type="2")),
    "a type nobody knows": (BINARY, packet(type=77)),
    "parts that never come": (BINARY, packet(type=5)),
    "an answer nobody asked for": (BINARY, packet(type=3, id=1, data=[])),
    "a namespace that is a list": (BINARY, packet(nsp=[])),
    "an event without a name": (BINARY, packet(data=[])),
    "an event that is no list": (BINARY, packet(data="say")),
    "an event that says nothing": (BINARY, packet(data=["say"])),
    "an event that says too much": (BINARY, packet(data=["say", 1, 2])),
    "a name that is a map": (BINARY, packet(data=[{}, 1])),
    "the library's own event": (BINARY, packet(data=["disconnect", 1])),
    "a number that is none": (BINARY, packet(id=[])),
}


@pytest.fixture
def quiet(server: Server, caplog: pytest.LogCaptureFixture) -> Iterator[Server]:
    """A server whose log says nothing of all this."""
    yield server
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def gone(server: Server, number: int) -> list[str]:
    """Who has left, once nobody but `number` pages is held."""
    with gevent.Timeout(5):
        while sum(not page.closed for page in server.io.eio.sockets.values()) > number:
            gevent.sleep(0.01)
    return server.left


@pytest.mark.parametrize(("opcode", "payload"), GARBAGE.values(), ids=list(GARBAGE))
def test_garbage_ends_the_connection_and_the_membership(quiet: Server, opcode: int, payload: bytes) -> None:
    eve, ann = quiet.session(), quiet.session()

    eve.ws.send(opcode, payload)

    assert eve.ws.close_code() == 1002
    assert len(gone(quiet, 1)) == 1
    ann.emit("say", "照常")
    assert ann.event() == ["said", "照常"]


def test_what_follows_garbage_is_not_looked_at(quiet: Server) -> None:
    eve, ann = quiet.session(), quiet.session()
    recorded: list[bytes] = []
    line, eve.ws.socket = eve.ws.socket, _Recorder(recorded)  # type: ignore[assignment]
    for payload in (b"\xc1", packet(), msgpack.dumps({"type": 0, "nsp": "/t"})):
        eve.ws.send(BINARY, payload)
    eve.ws.socket = line
    line.sendall(b"".join(recorded))

    assert eve.ws.close_code() == 1002
    gone(quiet, 1)
    ann.emit("say", "照常")
    assert ann.event() == ["said", "照常"]


class _Recorder:
    def __init__(self, into: list[bytes]) -> None:
        self.sendall = into.append


def test_garbage_in_the_middle_of_an_upgrade(quiet: Server) -> None:
    for said in (["hello"], ["2probe", ""], ["2probe", "x"]):
        page = quiet.poller()
        upgraded = quiet.session(engine_sid=page.sid)
        for words in said:
            upgraded.ws.send(TEXT, words.encode())
        upgraded.ws.close_code()

        gone(quiet, 0)


def test_who_goes_away_in_the_middle_of_an_upgrade_is_gone(quiet: Server) -> None:
    page = quiet.poller()
    upgraded = quiet.session(engine_sid=page.sid)
    upgraded.ws.send(TEXT, b"2probe")
    assert upgraded.text() == "3probe"
    upgraded.ws.socket.close()
    gevent.sleep(0.05)
    assert quiet.io.eio.sockets[page.sid].closed is False  # it may still poll
    assert "6" in page._request("GET", "")


@pytest.mark.parametrize("body", ["hello", "4hello", "b!", "4" + "[" * DEEP, "bwQ==", "\x1e" * 3])
def test_garbage_of_a_polling_page(quiet: Server, body: str) -> None:
    eve, ann = quiet.poller(), quiet.session()

    answer = eve.say(body)

    assert " 400 " in answer or " 200 " in answer
    assert len(gone(quiet, 1)) == 1
    ann.emit("say", "照常")
    assert ann.event() == ["said", "照常"]


@pytest.mark.parametrize("seed", range(12))
def test_noise_on_the_line(quiet: Server, seed: int) -> None:
    """Of the WebSocket itself, of engine.io and of Socket.IO: true packets with something wrong in them."""
    dice = random.Random(seed)
    ann = quiet.session()
    for _ in range(25):
        eve = quiet.session()
        with suppress(OSError):  # thrown out before it was through
            disturb(eve, dice)
            eve.ws.socket.close()

    gone(quiet, 1)
    ann.emit("say", "照常")
    with gevent.Timeout(5):
        while ann.event() != ["said", "照常"]:
            pass  # some of the noise was an event


def disturb(eve: Session, dice: random.Random) -> None:
    noise = dice.randbytes(dice.randrange(1, 60))
    match dice.randrange(4):
        case 0:
            eve.ws.socket.sendall(noise)
        case 1:
            eve.ws.send(dice.choice([TEXT, BINARY, 0, 3, 9, 10, 11]), noise, final=dice.random() < 0.7)
        case 2:
            true = bytearray(packet(data=["say", {"words": ["x", 1.5, None, b"y"]}], id=3))
            for _ in range(dice.randrange(1, 4)):
                true[dice.randrange(len(true))] = dice.randrange(256)
            eve.ws.send(BINARY, bytes(true))
        case _:
            eve.ws.send(TEXT, dice.choice("0123456789b").encode() + noise)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.binary(max_size=40), max_size=12))
def test_a_reader_of_frames_takes_any_bytes_or_says_no(pieces: list[bytes]) -> None:
    reader = FrameReader(1000)
    with suppress(ProtocolError):
        for piece in pieces:
            reader.feed(piece)
    assert sum(len(message) for message in reader.messages) <= sum(map(len, pieces))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_frames_cut_anywhere_are_the_same_frames(messages: list[bytes], dice: random.Random) -> None:
    stream = b"".join(_framed(message, dice) for message in messages)
    reader = FrameReader(1000)
    while stream:
        cut = dice.randrange(1, len(stream) + 1)
        reader.feed(stream[:cut])
        stream = stream[cut:]

    assert list(reader.messages) == messages


def _framed(message: bytes, dice: random.Random) -> bytes:
    """One message in one to three frames."""
    recorded: list[bytes] = []
    connection = Connection.__new__(Connection)
    connection.socket = _Recorder(recorded)  # type: ignore[assignment]
    cuts = sorted(dice.randrange(len(message) + 1) for _ in range(dice.randrange(3)))
    parts = [message[start:end] for start, end in zip([0, *cuts], [*cuts, len(message)], strict=True)]
    for number, part in enumerate(parts):
        connection.send(0 if number else BINARY, part, final=number == len(parts) - 1)
    return b"".join(recorded)
