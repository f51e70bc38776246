"""Sends what the rooms say through Socket.IO: a document's pages are a Socket.IO room."""

from collections.abc import Mapping
from typing import Any

NAMESPACE = "/collab"


class SocketOutlet:
    """The rooms' Outlet on a python-socketio server."""

    def __init__(self, server: Any) -> None:  # socketio.Server has no types
        self._server = server

    def tell(self, sid: str, event: str, payload: Mapping[str, Any]) -> None:
        self._server.emit(event, dict(payload), to=sid, namespace=NAMESPACE)

    def broadcast(
        self, document_id: int, event: str, payload: Mapping[str, Any], *, skip: str | None = None
    ) -> None:
        room = _pages_of(document_id)
        self._server.emit(event, dict(payload), room=room, skip_sid=skip, namespace=NAMESPACE)

    def enter(self, sid: str, document_id: int) -> None:
        self._server.enter_room(sid, _pages_of(document_id), namespace=NAMESPACE)

    def leave(self, sid: str, document_id: int) -> None:
        self._server.leave_room(sid, _pages_of(document_id), namespace=NAMESPACE)

    def disconnect(self, sid: str) -> None:
        self._server.disconnect(sid, namespace=NAMESPACE)


def _pages_of(document_id: int) -> str:
    return f"document:{document_id}"
