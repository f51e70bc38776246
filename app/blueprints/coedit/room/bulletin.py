"""What the nodes tell each other of a document, as bytes (msgpack)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgpack

MOST_CARRIED = 512 * 1024  # bytes; what is longer is read from the log


class Garbled(ValueError):
    """Not a message of this release."""


@dataclass(frozen=True)
class Stored:
    """One commit's rows of a document."""

    first: int
    last: int
    data: bytes | None  # their union; None: look in the log
    claims: Mapping[int, int] = field(default_factory=dict)  # clients seen for the first time → user


@dataclass(frozen=True)
class CaretNews:
    """An awareness message of what is new among one node's pages."""

    data: bytes


@dataclass(frozen=True)
class Asking:
    """Somebody has come to this document on another node: whose carets are there?"""


Bulletin = Stored | CaretNews | Asking


def pack(news: Bulletin) -> bytes:
    match news:
        case Stored(first, last, data, claims):
            carried = data if data is not None and len(data) <= MOST_CARRIED else None
            message: list[Any] = ["stored", first, last, carried, list(claims.items())]
        case CaretNews(data):
            message = ["carets", data]
        case Asking():
            message = ["asking"]
    return bytes(msgpack.packb(message))


def unpack(message: bytes) -> Bulletin:
    """Raises Garbled."""
    try:
        match msgpack.unpackb(message):
            case ["stored", int(first), int(last), bytes() | None as data, list(claims)]:
                return Stored(first, last, data, {int(client): int(user) for client, user in claims})
            case ["carets", bytes(data)]:
                return CaretNews(data)
            case ["asking"]:
                return Asking()
    except (ValueError, TypeError, msgpack.UnpackException) as error:
        raise Garbled from error
    raise Garbled
