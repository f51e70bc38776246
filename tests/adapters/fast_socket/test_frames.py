"""Frames that cost a server more than they cost who sends them; and the goodbye that browsers understand."""

import msgpack
import pytest
from socketio import packet

from app.adapters.fast_socket.frames import BINARY, MOST_FRAGMENTS, PING, PONG, FrameReader, ProtocolError
from app.adapters.socket_packets import BrowsersPacket

MOST = 8 * 1024 * 1024


def masked(first: int, payload: bytes = b"") -> bytes:
    return bytes((first, 0x80 | len(payload))) + b"\0\0\0\0" + payload


def test_a_message_in_endless_pieces_is_ended() -> None:
    reader = FrameReader(MOST)
    reader.feed(masked(BINARY))

    with pytest.raises(ProtocolError):
        reader.feed(masked(0) * (MOST_FRAGMENTS + 1))


def test_a_flood_of_pings_is_answered_once() -> None:
    reader = FrameReader(MOST)

    reader.feed(masked(0x80 | PONG) + masked(0x80 | PING, b"1") * 5000 + masked(0x80 | PING, b"last"))

    assert list(reader.controls) == [(PING, b"last")]


def test_a_goodbye_carries_no_empty_fields() -> None:
    """Browsers would take it for broken and forget what they were told just before."""
    goodbye = BrowsersPacket(packet.DISCONNECT, namespace="/t")

    assert msgpack.loads(goodbye.encode()) == {"type": packet.DISCONNECT, "nsp": "/t"}
