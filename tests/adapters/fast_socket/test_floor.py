"""The check at the start: what does not fit is not replaced, and the log says why."""

from typing import Any

import pytest
from engineio.async_drivers import gevent as driver
from engineio.socket import Socket
from flask import Flask
from structlog.testing import capture_logs

from app.adapters.fast_socket import floor, hooks
from app.adapters.fast_socket.connection import FastWebSocket
from app.adapters.fast_socket.fanout import FanoutManager
from app.adapters.fast_socket.stock import OneByOneManager
from app.adapters.realtime_socketio import serve_sockets


def test_the_fast_floor_is_laid() -> None:
    server: Any = serve_sockets(Flask("fits"), most_frame_bytes=1000)

    assert isinstance(server.manager, FanoutManager)
    assert server.eio._async["websocket"] is FastWebSocket


def test_another_version_is_served_by_the_stock_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hooks.TRIED, "python-socketio", "6.0")

    with capture_logs() as logs:
        server: Any = serve_sockets(Flask("other"), most_frame_bytes=1000)

    assert isinstance(server.manager, OneByOneManager)
    assert server.eio._async["websocket"] is driver._async["websocket"]
    assert "tried with 6.0" in logs[0]["reason"]


def test_so_is_a_driver_without_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(driver._async, "queue")

    with capture_logs() as logs:
        manager, _finish = floor()

    assert isinstance(manager, OneByOneManager)
    assert "parts" in logs[0]["reason"]


def test_and_an_engine_that_works_in_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Socket, "_websocket_handler")

    assert "another way" in str(hooks.misfit())
