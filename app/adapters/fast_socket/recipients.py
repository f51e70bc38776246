"""What both floors share of an event to a room: who gets it. How it gets there is theirs."""

from collections.abc import Sequence
from typing import Any

from socketio import Manager

Recipient = tuple[str, str]  # python-socketio's number of the page, and engineio's


class RoomManager(Manager):  # type: ignore[misc]  # socketio has no types
    """A client manager that asks `send` to bring an event to the pages of a room."""

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
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
        present = list(self.get_participants(namespace, to or room))
        self.send(event, data, namespace, [each for each in present if each[0] not in skipped], options)

    def send(
        self, event: str, data: Any, namespace: str, recipients: Sequence[Recipient], options: dict[str, Any]
    ) -> None:
        """A packet for each page, as python-socketio makes them."""
        for sid, _page in recipients:  # everybody is in a room named after them
            super().emit(event, data, namespace, room=sid, **options)
