"""One event to many pages: encoded and framed once, and the same bytes written to every WebSocket.

The hooks are private to engineio and python-socketio. Both are pinned; `hooks_fit` checks at the start
that they are there, and without them the stock path is used, with its limits.
"""

import inspect
from importlib.metadata import version
from typing import Any

from engineio import packet as engine_packet
from gevent import queue as gevent_queue
from socketio import Manager, packet

from app.adapters.websocket import FastWebSocket
from app.adapters.websocket_frames import message_frame

TRIED = {"python-engineio": "4.15.1", "python-socketio": "5.18.1"}


class OutQueue(gevent_queue.JoinableQueue[Any]):
    """engineio's queue of packets for one page: an ordinary one while polling and upgrading.

    Once the WebSocket has taken over and all earlier packets are written, put() writes directly.
    """

    socket: FastWebSocket | None = None
    _candidate: FastWebSocket | None = None
    _engine_socket: Any = None

    def bind(self, candidate: FastWebSocket, engine_socket: Any) -> None:
        self._candidate, self._engine_socket = candidate, engine_socket

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        if self.socket is None or item is None:  # None is engineio's end mark for its writer
            super().put(item, block, timeout)
        else:
            self.socket.write(message_frame(item.encode()))

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        if (
            block
            and self._candidate
            and self.socket is None
            and self._engine_socket.upgraded
            and self.empty()
        ):
            self.socket = self._candidate
        if self.socket is not None and block:
            timeout = None  # only the end mark can come: engineio's idle limit would end its writer
        return super().get(block, timeout)


class FanoutManager(Manager):  # type: ignore[misc]  # socketio has no types
    """Writes to WebSockets directly; all others take the normal path, with a fresh packet each.

    A shared packet remembers its encoding without regard to base64, which breaks polling pages.
    """

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: str | None = None,
        skip_sid: str | list[str] | None = None,
        callback: Any = None,
        to: str | None = None,
        **options: Any,
    ) -> None:
        if callback or namespace not in self.rooms:
            super().emit(event, data, namespace, room, skip_sid, callback, to=to, **options)
            return
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        content = [event, *arguments]
        parts = self.server.packet_class(packet.EVENT, namespace=namespace, data=content).encode()
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
        pages = [page for sid, page in self.get_participants(namespace, to or room) if sid not in skipped]
        self._write(pages, parts if isinstance(parts, list) else [parts])

    def _write(self, pages: list[str], parts: list[str | bytes]) -> None:
        framed: bytes | None = None
        for page in pages:
            engine_socket = self.server.eio.sockets.get(page)
            socket = getattr(getattr(engine_socket, "queue", None), "socket", None)
            if socket is not None:
                framed = framed or b"".join(message_frame(_prefixed(part)) for part in parts)
                socket.write(framed)
            elif engine_socket is not None:
                for part in parts:
                    self.server._send_eio_packet(page, engine_packet.Packet(engine_packet.MESSAGE, part))


def _prefixed(part: str | bytes) -> str | bytes:
    return part if isinstance(part, bytes) else f"{engine_packet.MESSAGE}{part}"


def hooks_fit() -> bool:
    """Whether the libraries are those this was tried with and still have what is replaced."""
    from engineio.async_drivers import gevent as driver
    from engineio.socket import Socket
    from socketio import Server

    return (
        all(version(name) == wanted for name, wanted in TRIED.items())
        and {"websocket", "queue"} <= set(driver._async)
        and issubclass(driver._async["queue"], gevent_queue.JoinableQueue)
        and hasattr(Socket, "_websocket_handler")
        and hasattr(Server, "_send_eio_packet")
        and {"event", "data", "namespace", "room", "skip_sid", "to"}
        <= set(inspect.signature(Manager.emit).parameters)
    )


def install(engine: Any) -> None:
    """Put the fast socket and its queue under an engineio server."""
    engine._async = {**engine._async, "websocket": FastWebSocket, "queue": OutQueue}
