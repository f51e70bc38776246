"""A server that says back what it is told, on the fast floor and on the stock one."""

from collections.abc import Iterator
from typing import Any

import gevent
import pytest
import socketio
from flask import Flask
from gevent.pywsgi import WSGIServer

from app.adapters.fast_socket import hooks
from app.adapters.realtime_socketio import serve_sockets
from tests.adapters.fast_socket.client import Poller, Session

MOST = 8 * 1024 * 1024


class Server:
    """Says back what it is told, to everybody in the namespace."""

    def __init__(self) -> None:
        self.io: Any = serve_sockets(Flask("echo"), most_frame_bytes=MOST)
        self.io.on("say", lambda sid, words: self.io.emit("said", words, namespace="/t"), namespace="/t")
        self.io.on("ask", lambda sid, words: words, namespace="/t")
        self.io.on("connect", lambda sid, environ, auth: None, namespace="/t")
        self.left: list[str] = []
        self.io.on("disconnect", lambda sid, reason: self.left.append(sid), namespace="/t")
        self._web = WSGIServer(("127.0.0.1", 0), _front(self.io), log=None)
        self._web.start()
        self.port = int(self._web.server_port or 0)
        self._sessions: list[Session] = []

    def session(self, *, engine_sid: str = "", headers: tuple[str, ...] = ()) -> Session:
        """A page over a WebSocket, in the namespace unless it takes over a polling one."""
        session = Session(self.port, engine_sid=engine_sid, headers=headers)
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
    """On the fast floor."""
    yield from running()


@pytest.fixture(params=["fast", "stock"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """On either floor: as if engineio were of another version, for the stock one."""
    if request.param == "stock":
        monkeypatch.setitem(hooks.TRIED, "python-engineio", "0")
    yield from running()


def running() -> Iterator[Server]:
    server = Server()
    with gevent.Timeout(40):
        yield server
    server.stop()
