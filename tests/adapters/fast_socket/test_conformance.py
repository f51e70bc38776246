"""The fast WebSocket does what the RFC expects of it, slow pages and hostile ones included."""

from types import SimpleNamespace

import gevent
import pytest

from app.adapters.fast_socket.connection import FastWebSocket
from app.adapters.fast_socket.hooks import misfit
from app.adapters.fast_socket.out_queue import OutQueue
from tests.adapters.fast_socket.client import BINARY, CLOSE, PING, TEXT, Connection
from tests.adapters.fast_socket.conftest import MOST, Server


def test_the_libraries_are_those_that_were_tried() -> None:
    assert misfit() is None, "engineio or python-socketio changed: see the package's docstring"


def test_the_handshake_agrees_on_no_extension(server: Server) -> None:
    answer = server.session(headers=("Sec-WebSocket-Extensions: permessage-deflate",)).ws.answer

    assert "101" in answer.split("\r\n")[0]
    assert "extensions" not in answer.lower()


def test_one_event_reaches_websockets_and_polling_pages(server: Server) -> None:
    sockets, pollers = [server.session() for _ in range(2)], [server.poller() for _ in range(2)]

    sockets[0].emit("say", b"\x00\xff bytes")

    heard = [page.event() for page in sockets] + [page.event() for page in pollers]
    assert heard == [["said", b"\x00\xff bytes"]] * 4
    queues = {type(page.queue) for page in server.io.eio.sockets.values()}
    assert queues == {OutQueue}
    assert sum(page.queue.socket is not None for page in server.io.eio.sockets.values()) == 2


def test_a_big_frame_comes_back_whole(server: Server) -> None:
    page = server.session()
    big = bytes(range(256)) * (MOST // 256 - 1)

    page.emit("say", big)

    assert page.event() == ["said", big]


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([(BINARY, b"x" * (MOST + 1), True, True)], 1009),
        ([(BINARY, b"x" * (MOST // 2), False, True), (0, b"x" * (MOST // 2 + 1), True, True)], 1009),
        ([(TEXT, b"\xff\xfe", True, True)], 1007),
        ([(BINARY, b"x", True, False)], 1002),
        ([(0, b"x", True, True)], 1002),
        ([(BINARY, b"x", False, True), (BINARY, b"x", True, True)], 1002),
        ([(PING, b"x" * 126, True, True)], 1002),
        ([(PING, b"x", False, True)], 1002),
        ([(3, b"x", True, True)], 1002),
        ([(BINARY | 0x40, b"x", True, True)], 1002),
        ([(CLOSE, (1001).to_bytes(2, "big"), True, True)], 1001),
        ([(CLOSE, (1005).to_bytes(2, "big"), True, True)], 1002),
        ([(CLOSE, b"", True, True)], 1000),
    ],
)
def test_close_codes(server: Server, frames: list[tuple[int, bytes, bool, bool]], code: int) -> None:
    page = server.session()

    sending = gevent.spawn(_send_all, page.ws, frames)

    assert page.ws.close_code() == code
    sending.kill()


def _send_all(connection: Connection, frames: list[tuple[int, bytes, bool, bool]]) -> None:
    try:
        for opcode, payload, final, masked in frames:
            connection.send(opcode, payload, final=final, masked=masked)
    except OSError:
        return  # the server had enough before we were through


def test_too_much_is_refused_before_it_is_there(server: Server) -> None:
    page = server.session()

    page.ws.socket.sendall(bytes([0x82, 0xFF]) + (1 << 40).to_bytes(8, "big"))  # only the head of a frame

    assert page.ws.close_code() == 1009


def test_a_slow_reader_gets_everything_and_holds_nobody_up(server: Server) -> None:
    slow, quick = server.session(), server.session()
    chunk = b"x" * (1 << 20)

    for number in range(8):
        quick.emit("say", [number, chunk])
        assert quick.event() == ["said", [number, chunk]]

    assert [slow.event()[1] for _ in range(8)] == [[number, chunk] for number in range(8)]


def test_who_is_too_far_behind_is_dropped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FastWebSocket, "most_backlog_bytes", 4 << 20)
    stuck, quick = server.session(), server.session()
    chunk = b"x" * (1 << 20)

    for _ in range(20):
        quick.emit("say", chunk)
        quick.event()

    while stuck.ws.receive() is not None:
        pass
    gevent.sleep(0.05)
    assert len(server.io.eio.sockets) == 1


def test_a_bad_handshake_is_answered(server: Server) -> None:
    connection = gevent.socket.create_connection(("127.0.0.1", server.port))
    connection.sendall(
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\n\r\n"
    )

    assert b"400" in connection.recv(200)
    connection.close()


def test_a_page_that_hears_nothing_for_long_is_still_served(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """engineio's writer gives up after a while without a packet; here it only waits for the end."""
    patient = OutQueue.get
    monkeypatch.setattr(
        OutQueue, "get", lambda queue, block=True, timeout=None: patient(queue, block, timeout and 0.05)
    )
    idle, other = server.session(), server.session()
    other.emit("say", "zuerst")
    assert (idle.event(), other.event()) == (["said", "zuerst"],) * 2
    writers = [page.queue for page in server.io.eio.sockets.values()]

    gevent.sleep(0.5)
    other.emit("say", "nach einer Weile")

    assert idle.event() == ["said", "nach einer Weile"]
    assert {type(queue.socket) for queue in writers} == {FastWebSocket}


def test_a_queue_that_has_stepped_aside_waits_for_its_end_only() -> None:
    queue = OutQueue()
    queue.socket = FastWebSocket(lambda _socket: None, SimpleNamespace(max_http_buffer_size=MOST))
    waiting = gevent.spawn(queue.get, timeout=0.01)
    gevent.sleep(0.1)
    assert not waiting.ready()

    queue.put(None)

    assert waiting.get(timeout=5) is None
