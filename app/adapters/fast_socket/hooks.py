"""The start-up check: what is replaced is private to engineio and python-socketio."""

import inspect
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import structlog
from gevent import queue as gevent_queue
from socketio import Manager

from app.adapters.fast_socket.connection import FastWebSocket
from app.adapters.fast_socket.fanout import FanoutManager
from app.adapters.fast_socket.out_queue import OutQueue
from app.adapters.fast_socket.stock import OneByOneManager

log = structlog.get_logger(__name__)

TRIED = {"python-engineio": "4.15.1", "python-socketio": "5.18.1"}
EMIT = {"event", "data", "namespace", "room", "skip_sid", "callback", "to"}


def floor() -> tuple[Manager, Callable[[Any], None]]:
    """The client manager for a new server, and what to do with its engine."""
    reason = misfit()
    if reason is None:
        return FanoutManager(), install
    log.warning("stock WebSocket layer: frames above 4 MB may break", reason=reason)
    return OneByOneManager(), lambda engine: None


def misfit() -> str | None:
    """Why the fast path cannot be put under these libraries; None if it can."""
    from engineio.async_drivers import gevent as driver
    from engineio.socket import Socket
    from socketio import Server

    for name, wanted in TRIED.items():
        if version(name) != wanted:
            return f"{name} is {version(name)}, tried with {wanted}"
    hooks = getattr(driver, "_async", {})
    if not {"websocket", "queue"} <= set(hooks):
        return "engineio's gevent driver has other parts"
    if not issubclass(hooks["queue"], gevent_queue.JoinableQueue):
        return "engineio keeps packets in another kind of queue"
    if not hasattr(Socket, "_websocket_handler") or not hasattr(Server, "_send_eio_packet"):
        return "engineio or python-socketio sends in another way"
    if not set(inspect.signature(Manager.emit).parameters) >= EMIT:
        return "python-socketio's managers are asked in another way"
    return None


def install(engine: Any) -> None:
    """Put the fast socket and its queue under an engineio server."""
    engine._async = {**engine._async, "websocket": FastWebSocket, "queue": OutQueue}
