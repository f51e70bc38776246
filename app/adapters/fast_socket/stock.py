"""The client manager for engineio's own WebSocket layer: as python-socketio's, one recipient at a time."""

from app.adapters.fast_socket.recipients import RoomManager


class OneByOneManager(RoomManager):
    """A packet for each page. A shared one remembers its encoding without regard to base64, which breaks
    polling pages in a room with others."""
