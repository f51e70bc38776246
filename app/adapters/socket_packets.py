"""Socket.IO's packets as msgpack, read strictly: what no client of ours sends is refused as a whole."""

from typing import Any

import msgpack
from socketio import packet
from socketio.msgpack_packet import MsgPackPacket

RESERVED = {"connect", "connect_error", "disconnect"}  # python-socketio calls its handlers by these names
_UNREADABLE = (ValueError, TypeError, KeyError, RecursionError, msgpack.UnpackException)


class NotAPacket(ValueError):
    """These bytes are nothing that a client sends."""


class BrowsersPacket(MsgPackPacket):  # type: ignore[misc]  # socketio has no types
    """What is empty is left out: browsers take a goodbye with `data: null` for a broken packet, and drop
    what they were told just before it."""

    @staticmethod
    def ext_hook(code: int, content: bytes) -> object:
        """Browsers wrap bytes in extension 0."""
        return content if code == 0 else msgpack.ExtType(code, content)

    def decode(self, encoded_packet: object) -> None:
        """Raises NotAPacket."""
        try:
            super().decode(encoded_packet)
        except _UNREADABLE as error:
            raise NotAPacket from error
        if not self._makes_sense():
            raise NotAPacket

    def _makes_sense(self) -> bool:
        """No acknowledgement either: nobody is ever asked for one."""
        if not isinstance(self.namespace, str) or type(self.packet_type) is not int:
            return False
        if self.packet_type == packet.EVENT:
            return _is_event(self.data) and (self.id is None or type(self.id) is int)
        return self.packet_type in {packet.CONNECT, packet.DISCONNECT}

    def _to_dict(self) -> dict[str, Any]:
        return {key: value for key, value in super()._to_dict().items() if value is not None}


def _is_event(content: object) -> bool:
    """A name and one thing that is said."""
    if not isinstance(content, list) or len(content) != 2:
        return False
    return isinstance(content[0], str) and content[0] not in RESERVED
