"""Who is here and where their caret stands (y-protocols awareness): merged per room, never stored."""

from app.blueprints.coedit.lib0 import Malformed, Reader, write_uint

GONE = b"null"


class Carets:
    """The newest entry of every page in a room, and those that the room has not been told yet."""

    def __init__(self) -> None:
        self._entries: dict[int, tuple[int, bytes]] = {}  # client → (clock, JSON)
        self._news: dict[int, None] = {}

    def hear(self, message: bytes, *, client_id: int) -> None:
        """Take in what a page says about itself; what it says about others is dropped. Raises Malformed."""
        for client, clock, state in read_entries(message):
            known = self._entries.get(client)
            if client == client_id and (known is None or clock > known[0]):
                self._entries[client] = (clock, state)
                self._news[client] = None

    def remove(self, client_id: int) -> None:
        """The page is gone: tell the room."""
        known = self._entries.get(client_id)
        if known is not None:
            self._entries[client_id] = (known[0] + 1, GONE)
            self._news[client_id] = None

    def news(self) -> bytes | None:
        """One message with everything that is new; None if nothing is."""
        if not self._news:
            return None
        clients, self._news = self._news, {}
        message = write_entries([(client, *self._entries[client]) for client in clients])
        for client in clients:
            if self._entries[client][1] == GONE:
                del self._entries[client]
        return message

    def everybody(self) -> bytes | None:
        """For somebody who has just come; None if nobody is here."""
        entries = [(client, *entry) for client, entry in self._entries.items() if entry[1] != GONE]
        return write_entries(entries) if entries else None

    def __bool__(self) -> bool:
        return bool(self._news)


def read_entries(message: bytes) -> list[tuple[int, int, bytes]]:
    """(client, clock, JSON) of each entry. Raises Malformed."""
    reader = Reader(message)
    try:
        return [(reader.uint(), reader.uint(), reader.take(reader.uint())) for _ in range(reader.count())]
    except IndexError as error:
        raise Malformed("awareness message ends early") from error


def write_entries(entries: list[tuple[int, int, bytes]]) -> bytes:
    parts = [write_uint(len(entries))]
    for client, clock, state in entries:
        parts += [write_uint(client), write_uint(clock), write_uint(len(state)), state]
    return b"".join(parts)
