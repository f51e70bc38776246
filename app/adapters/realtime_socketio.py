"""The Socket.IO server: msgpack packets on gevent, same origin only."""

from typing import Any

from engineio.payload import Payload
from flask import Flask
from flask_socketio import SocketIO

from app.adapters.fast_socket import floor
from app.adapters.socket_garbage import refuse_garbage
from app.adapters.socket_packets import BrowsersPacket

MOST_PACKETS_PER_POST = 512  # a polling page that was held up sends all it has at once; the default is 16


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
    refuse_garbage(server)
    return server
