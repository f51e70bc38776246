"""One event to many pages: encoded and framed once, and the same bytes written to every WebSocket."""

from typing import Any

from engineio import packet as engine_packet
from socketio import Manager, packet

from app.adapters.fast_socket.frames import message_frame


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
