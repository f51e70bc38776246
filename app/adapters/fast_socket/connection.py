"""The WebSocket under engineio on gevent. Nothing yields here but the reader and a slow client's drain."""

import base64
import hashlib
import socket
from collections import deque
from collections.abc import Callable
from typing import Any, ClassVar

import gevent
from gevent.socket import wait_write

from app.adapters.fast_socket.frames import (
    CLOSE,
    PING,
    PONG,
    PROTOCOL_ERROR,
    FrameReader,
    Message,
    ProtocolError,
    close_code,
    frame,
    message_frame,
)

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
MOST_BACKLOG_BYTES = 32 * 1024 * 1024
DRAIN_SECONDS = 60
GOODBYE_SECONDS = 5
READ_BYTES = 65536
READABLE = 1  # libev's EV_READ
UNREADABLE = (ValueError, RecursionError, OSError)  # of engineio, on bytes and on an end in mid-upgrade


class FastWebSocket:
    """What engineio asks of a WebSocket: a WSGI callable that gives its handler wait, send and close."""

    most_backlog_bytes: ClassVar[int] = MOST_BACKLOG_BYTES

    def __init__(self, handler: Callable[["FastWebSocket"], Any], server: Any) -> None:
        self._handler = handler
        self._reader = FrameReader(server.max_http_buffer_size)
        self._backlog: deque[memoryview] = deque()
        self._backlog_bytes = 0
        self._draining: gevent.Greenlet[[], None] | None = None
        self._closed = self._said_goodbye = False
        self._raw: Any = None  # the C socket below gevent's: neither recv nor send waits
        self._readable: Any = None  # the loop's watcher of it

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
        if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or len(key) != 24:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"not a WebSocket handshake"]
        connection, under_gunicorn = _socket_of(environ)
        self._raw = getattr(connection, "_sock", connection)
        self._raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(_handshake(key))
        self._readable = gevent.get_hub().loop.io(self._raw.fileno(), READABLE)
        engine_socket: Any = getattr(self._handler, "__self__", None)
        if hasattr(getattr(engine_socket, "queue", None), "bind"):
            engine_socket.queue.bind(self, engine_socket)
        try:
            answer = self._handler(self)
        except UNREADABLE:  # a packet was; engineio leaves the page as it is, connected to nothing
            self.close(PROTOCOL_ERROR)
            engine_socket.close(wait=False, abort=True, reason=engine_socket.server.reason.TRANSPORT_ERROR)
            answer = []
        finally:
            self._abort()
            self._readable.close()
        if under_gunicorn:
            raise StopIteration  # gunicorn's sign that the connection is no longer its own
        return answer

    def wait(self) -> Message | None:
        """The next message; None once the connection has ended."""
        while not self._reader.messages:
            if self._closed or not self._receive():
                return None
        return self._reader.messages.popleft()

    def send(self, message: Message) -> None:
        """engineio's writer, before the queue is bound. Raises OSError."""
        if not self.write(message_frame(message)):
            raise OSError("closed")

    def write(self, framed: bytes) -> bool:
        """Send at once what the kernel takes; the rest follows. Every byte goes through here, in order."""
        if self._closed:
            return False
        sent: int | None = 0
        if not self._backlog:
            sent = self._send_some(framed)
            if sent is None or sent == len(framed):
                return sent is not None
        return self._keep(memoryview(framed)[sent:])

    def close(self, code: int = 1000) -> None:
        if not self._closed and not self._said_goodbye:
            self._said_goodbye = True
            self.write(frame(CLOSE, code.to_bytes(2, "big")))
            if self._draining is not None:
                self._draining.join(GOODBYE_SECONDS)
        self._abort()

    def _receive(self) -> bool:
        try:
            gevent.get_hub().wait(self._readable)  # first: a page seldom has written again already
            received = self._raw.recv(READ_BYTES)
        except BlockingIOError:
            return True
        except OSError:
            received = b""
        if not received:
            self._abort()
            return False
        try:
            self._reader.feed(received)
            self._answer_controls()
        except ProtocolError as error:
            self.close(error.code)
        return True

    def _answer_controls(self) -> None:
        while self._reader.controls:
            opcode, payload = self._reader.controls.popleft()
            if opcode == PING:
                self.write(frame(PONG, payload))
            elif opcode == CLOSE:
                self.close(close_code(payload))

    def _send_some(self, rest: bytes | memoryview) -> int | None:
        try:
            sent: int = self._raw.send(rest)
        except BlockingIOError:
            return 0
        except OSError:
            self._abort()
            return None
        return sent

    def _keep(self, rest: memoryview) -> bool:
        self._backlog.append(rest)
        self._backlog_bytes += len(rest)
        if self._backlog_bytes > self.most_backlog_bytes:
            self._abort()  # a client so far behind has to connect again and resynchronize
            return False
        if self._draining is None:
            self._draining = gevent.spawn(self._drain)
        return True

    def _drain(self) -> None:
        try:
            while self._backlog and not self._closed:
                sent = self._send_some(self._backlog[0])
                if sent == 0:
                    wait_write(self._raw.fileno(), timeout=DRAIN_SECONDS)
                elif sent:
                    self._sent(sent)
        except OSError:  # the timeout is one
            self._abort()
        finally:
            self._draining = None

    def _sent(self, count: int) -> None:
        self._backlog_bytes -= count
        rest = self._backlog[0][count:]
        if rest:
            self._backlog[0] = rest
        else:
            self._backlog.popleft()

    def _abort(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._backlog.clear()
        try:
            self._raw.shutdown(socket.SHUT_RDWR)  # wakes the reader; the web server closes the socket
        except OSError:
            return


def _socket_of(environ: dict[str, Any]) -> tuple[Any, bool]:
    """The connection below the request, and whether gunicorn holds it."""
    if "gunicorn.socket" in environ:
        return environ["gunicorn.socket"], True
    source = environ["wsgi.input"]
    return getattr(source, "rfile", source).raw._sock, False


def _handshake(key: str) -> bytes:
    """Accept, with no extension: compressing for each client costs more than it saves."""
    accepted = base64.b64encode(hashlib.sha1(key.encode() + GUID).digest())  # noqa: S324 - as the RFC says
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accepted + b"\r\n\r\n"
    )
