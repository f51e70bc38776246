"""The WebSocket layer does what engineio and the RFC expect of it, polling pages and slow ones included."""

from collections.abc import Iterator
from typing import Any

import gevent
import msgpack
import pytest
import socketio
from flask import Flask
from gevent.pywsgi import WSGIServer

from app.adapters.realtime_socketio import serve_sockets
from app.adapters.websocket import FastWebSocket
from app.adapters.websocket_fanout import OutQueue, hooks_fit
from tests.adapters.websocket_client import BINARY, CLOSE, PING, PONG, TEXT, Connection, Poller, Session

MOST = 8 * 1024 * 1024


class Server:
    """Says back what it is told, to everybody in the namespace."""

    def __init__(self) -> None:
        self.io: Any = serve_sockets(Flask("echo"), most_frame_bytes=MOST)
        self.io.on("say", lambda sid, words: self.io.emit("said", words, namespace="/t"), namespace="/t")
        self.io.on("ask", lambda sid, words: words, namespace="/t")
        self.io.on("connect", lambda sid, environ, auth: None, namespace="/t")
        self._web = WSGIServer(("127.0.0.1", 0), _front(self.io), log=None)
        self._web.start()
        self.port = int(self._web.server_port or 0)
        self._sessions: list[Session] = []

    def session(self, *, engine_sid: str = "") -> Session:
        """A page over a WebSocket, in the namespace unless it takes over a polling one."""
        session = Session(self.port, engine_sid=engine_sid)
        self._sessions.append(session)
        if not engine_sid:
            session.enter()
        return session

    def poller(self) -> Poller:
        poller = Poller(self.port)
        poller.enter()
        return poller

    def stop(self) -> None:
        for session in self._sessions:
            session.ws.socket.close()
        gevent.sleep(0.01)
        self._web.stop(timeout=0)


def _front(io: Any) -> Any:
    return socketio.WSGIApp(io)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    with gevent.Timeout(40):
        yield server
    server.stop()


def test_the_hooks_are_there() -> None:
    assert hooks_fit(), "engineio or python-socketio changed: try the fast path with it, then pin it"


def test_the_handshake_agrees_on_no_extension(server: Server) -> None:
    answer = server.session().ws.answer

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


def test_a_polling_page_may_send_much_at_once(server: Server) -> None:
    poller, other = server.poller(), server.session()

    poller.send(*({"type": 2, "nsp": "/t", "data": ["say", number]} for number in range(300)))

    assert [other.event()[1] for _ in range(300)] == list(range(300))


def test_nothing_is_lost_or_turned_around_while_a_page_upgrades(server: Server) -> None:
    page, other = server.poller(), server.session()
    sent = 0

    def say(count: int) -> None:
        nonlocal sent
        for _ in range(count):
            sent += 1
            other.emit("say", sent)
            assert other.event() == ["said", sent]

    say(3)
    heard = [page.event()[1] for _ in range(3)]
    upgraded = server.session(engine_sid=page.sid)
    upgraded.ws.send(TEXT, b"2probe")
    assert upgraded.text() == "3probe"
    say(3)  # these wait: the polling page has been told to stop, the WebSocket has not taken over
    upgraded.ws.send(TEXT, b"5")
    say(5)
    heard += [upgraded.event()[1] for _ in range(8)]

    assert heard == list(range(1, 12))


def test_fragments_make_one_message_with_a_ping_between(server: Server) -> None:
    page = server.session()
    packet = msgpack.dumps({"type": 2, "nsp": "/t", "data": ["say", "in drei Teilen"]})
    page.ws.send(BINARY, packet[:5], final=False)
    page.ws.send(PING, b"are you there")
    page.ws.send(0, packet[5:9], final=False)
    page.ws.send(0, packet[9:])

    assert page.ws.receive() == (PONG, b"are you there")
    assert page.event() == ["said", "in drei Teilen"]


def test_frames_that_arrive_in_small_pieces_and_several_at_once(server: Server) -> None:
    page = server.session()
    recorded: list[bytes] = []
    page_socket, page.ws.socket = page.ws.socket, _Recorder(recorded)  # type: ignore[assignment]
    for number in range(3):
        page.ws.send(
            BINARY, msgpack.dumps({"type": 2, "nsp": "/t", "data": ["say", "x" * 200 + str(number)]})
        )
    page.ws.socket = page_socket
    stream = b"".join(recorded)
    for at in range(0, len(stream), 97):
        page_socket.sendall(stream[at : at + 97])
        gevent.sleep(0.001)

    assert [str(page.event()[1])[-1] for _ in range(3)] == ["0", "1", "2"]


class _Recorder:
    def __init__(self, into: list[bytes]) -> None:
        self.sendall = into.append


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


def test_an_answer_to_a_question_comes_back(server: Server) -> None:
    page = server.session()

    page.packet({"type": 2, "nsp": "/t", "id": 7, "data": ["ask", b"bytes"]})

    assert page.message() == {"type": 3, "nsp": "/t", "id": 7, "data": [b"bytes"]}
