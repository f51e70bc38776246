"""Bytes between the nodes of one installation, by channel.

Unlike a signal (realtime) a message is sent often, to those nodes only that follow its channel. It may
get lost or come twice; what must not get lost is in the database, and whoever follows looks there as well.
"""

from collections.abc import Callable
from typing import Protocol

from flask import Flask, current_app


class Relay(Protocol):
    def follow(self, channel: str, hear: Callable[[bytes], None], catch_up: Callable[[], None]) -> None:
        """Call `hear` for every message of other nodes, in a greenlet of the relay's own.

        `catch_up` is called whenever messages begin to be heard: at first, and after every interruption.
        """
        ...

    def drop(self, channel: str) -> None:
        """Hear no more of it."""
        ...

    def send(self, channel: str, message: bytes) -> None:
        """To all other nodes that follow the channel. Never waits, never fails: it may get lost."""
        ...


class NullRelay:
    """One node: there is nobody to tell."""

    def follow(self, channel: str, hear: Callable[[bytes], None], catch_up: Callable[[], None]) -> None:
        pass

    def drop(self, channel: str) -> None:
        pass

    def send(self, channel: str, message: bytes) -> None:
        pass


def use(app: Flask, adapter: Relay) -> None:
    app.extensions["relay"] = adapter


def current() -> Relay:
    adapter: Relay = current_app.extensions["relay"]
    return adapter
