"""The Socket.IO server: msgpack packets on gevent, same origin only."""

from typing import Any

import msgpack
from engineio.payload import Payload
from flask import Flask
from flask_socketio import SocketIO
from socketio.msgpack_packet import MsgPackPacket

from app.adapters.fast_socket import floor

MOST_PACKETS_PER_POST = 512  # a polling page that was held up sends all it has at once; the default is 16


class BrowsersPacket(MsgPackPacket):  # type: ignore[misc]  # socketio has no types
    """What is empty is left out: browsers take a goodbye with `data: null` for a broken packet, and drop
    what they were told just before it."""

    @staticmethod
    def ext_hook(code: int, content: bytes) -> object:
        """Browsers wrap bytes in extension 0."""
        return content if code == 0 else msgpack.ExtType(code, content)

    def _to_dict(self) -> dict[str, Any]:
        return {key: value for key, value in super()._to_dict().items() if value is not None}


def serve_sockets(app: Flask, *, most_frame_bytes: int) -> Any:
    """Put Socket.IO in front of `app`; returns python-socketio's server."""
    Payload.max_decode_packets = MOST_PACKETS_PER_POST
    manager, finish = floor()
    options: dict[str, Any] = {
        "async_mode": "gevent",
        "async_handlers": False,  # a page's updates keep their order
        "serializer": BrowsersPacket,
        "max_http_buffer_size": most_frame_bytes,
        "http_compression": False,
        "client_manager": manager,
    }
    server = SocketIO(app, **options).server  # type: ignore[attr-defined]  # not in the stubs
    finish(server.eio)
    return server
