"""Updates put together by hand, as no editor would."""

from app.blueprints.coedit.room.lib0 import write_uint
from app.blueprints.coedit.text.schema import FRAGMENT

STRING, FORMAT, TYPE, VALUES = 4, 6, 7, 8
PARAGRAPH = b"\x03\x09paragraph"  # an XML element and its name
QUOTE = b"\x03\x0ablockquote"  # may hold another
TEXT = b"\x06"  # an XML text


def sized(raw: bytes) -> bytes:
    return write_uint(len(raw)) + raw


def at_root(kind: int, content: bytes, *, name: str = FRAGMENT) -> bytes:
    return bytes([kind, 1]) + sized(name.encode()) + content


def inside(parent: tuple[int, int], kind: int, content: bytes, *, key: str | None = None) -> bytes:
    keyed, named = (0, b"") if key is None else (0x20, sized(key.encode()))
    return bytes([kind | keyed, 0]) + write_uint(parent[0]) + write_uint(parent[1]) + named + content


def beside(origin: tuple[int, int], kind: int, content: bytes) -> bytes:
    return bytes([kind | 0x80]) + write_uint(origin[0]) + write_uint(origin[1]) + content


def update_of(*structs: bytes, client: int, clock: int = 0) -> bytes:
    head = write_uint(1) + write_uint(len(structs)) + write_uint(client) + write_uint(clock)
    return head + b"".join(structs) + b"\x00"


def deletion(client: int, start: int, length: int) -> bytes:
    return bytes([0, 1]) + write_uint(client) + b"\x01" + write_uint(start) + write_uint(length)
