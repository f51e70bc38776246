"""The client manager for engineio's own WebSocket layer: as python-socketio's, one recipient at a time."""

from typing import Any

from socketio import Manager


class OneByOneManager(Manager):  # type: ignore[misc]  # socketio has no types
    """A packet for each page. A shared one remembers its encoding without regard to base64, which breaks
    polling pages in a room with others."""

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
        for sid, _page in list(self.get_participants(namespace, to or room)):
            if sid not in skipped:  # everybody is in a room named after them
                super().emit(event, data, namespace, room=sid, **options)
