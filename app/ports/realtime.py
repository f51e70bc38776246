"""Signals between the processes of one installation: worker to web, node to node.

A signal is small and may arrive twice or, after a restart, not at all; what must not get lost is in
the database, and a signal only says "look now".
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import structlog
from flask import Flask, current_app

Listener = Callable[[Mapping[str, Any]], None]


log = structlog.get_logger(__name__)


class Realtime(Protocol):
    def publish(self, topic: str, payload: Mapping[str, Any]) -> None:
        """Send after the caller's transaction is committed (subscribers of the outbox are)."""
        ...

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` in this process for every signal of `topic`, its own included."""
        ...


def hand_out(topic: str, payload: Mapping[str, Any], listeners: Iterable[Listener]) -> None:
    """To each of them: one listener's trouble is not another's, and makes no process deaf."""
    for listener in listeners:
        try:
            listener(payload)
        except Exception:  # whatever it was: it is in the log, and the next signal comes soon
            log.exception("signal failed", topic=topic)


class NullRealtime:
    """One process, no transport: signals reach the listeners of this process at once."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Listener]] = {}

    def publish(self, topic: str, payload: Mapping[str, Any]) -> None:
        for listener in self._listeners.get(topic, []):
            listener(payload)

    def listen(self, topic: str, listener: Listener) -> None:
        self._listeners.setdefault(topic, []).append(listener)


def use(app: Flask, adapter: Realtime) -> None:
    app.extensions["realtime"] = adapter


def current() -> Realtime:
    adapter: Realtime = current_app.extensions["realtime"]
    return adapter
