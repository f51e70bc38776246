"""One event to many pages: encoded and framed once, and the same bytes written to every WebSocket."""

from collections.abc import Sequence
from typing import Any

from engineio import packet as engine_packet
from socketio import packet

from app.adapters.fast_socket.frames import message_frame
from app.adapters.fast_socket.recipients import Recipient, RoomManager


class FanoutManager(RoomManager):
    """Writes to WebSockets directly; all others take the normal path, with a fresh packet each.

    A shared packet remembers its encoding without regard to base64, which breaks polling pages.
    """

    def send(
        self, event: str, data: Any, namespace: str, recipients: Sequence[Recipient], options: dict[str, Any]
    ) -> None:
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        content = [event, *arguments]
        parts = self.server.packet_class(packet.EVENT, namespace=namespace, data=content).encode()
        self._write([page for _sid, page in recipients], parts if isinstance(parts, list) else [parts])

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
