"""Who is here and where their caret stands (y-protocols awareness): merged per room, never stored."""

import json
import time
from collections.abc import Collection, Mapping
from typing import Any, NoReturn

from app.blueprints.coedit.room.lib0 import Malformed, Reader, write_uint

GONE = b"null"
MOST_CLOCK = 2**52  # browsers count no further than twice that


class Carets:
    """The newest entry of every page in a room, and those that the room has not been told yet."""

    def __init__(self) -> None:
        self._entries: dict[int, tuple[int, bytes]] = {}  # client → (clock, JSON)
        self._news: dict[int, None] = {}
        self._neighbours: dict[int, float] = {}  # clients on other nodes → when they were heard of

    def hear(self, message: bytes, *, client_id: int, person: Mapping[str, Any] | None = None) -> None:
        """Take in what a page says about itself; what it says about others is dropped. Raises Malformed."""
        for client, clock, state in read_entries(message):
            known = self._entries.get(client)
            if client == client_id and (known is None or clock > known[0]):
                self._neighbours.pop(client, None)
                self._entries[client] = (clock, _signed(state, client, person or {}))
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

    def everybody_here(self) -> bytes | None:
        """The pages of this node alone."""
        entries = [
            (client, *entry)
            for client, entry in self._entries.items()
            if entry[1] != GONE and client not in self._neighbours
        ]
        return write_entries(entries) if entries else None

    def hear_neighbours(self, message: bytes, *, without: Collection[int]) -> bytes | None:
        """Take in what another node says of its pages, and return what is new for those here.

        Raises Malformed.
        """
        news = []
        for client, clock, state in read_entries(message):
            known = self._entries.get(client)
            if client in without or (known is not None and clock <= known[0]):
                continue
            news.append((client, clock, state))
            self._remember_neighbour(client, clock, state)
        return write_entries(news) if news else None

    def _remember_neighbour(self, client: int, clock: int, state: bytes) -> None:
        if state == GONE:
            self._entries.pop(client, None)
            self._neighbours.pop(client, None)
        else:
            self._entries[client] = (clock, state)
            self._neighbours[client] = time.monotonic()

    def forget_neighbours(self, before: float) -> bytes | None:
        """Their node has died, or the line to it: what the pages here are to be told."""
        silent = [client for client, heard in self._neighbours.items() if heard < before]
        gone = [(client, self._entries[client][0] + 1, GONE) for client in silent]
        for client, clock, state in gone:
            self._remember_neighbour(client, clock, state)
        return write_entries(gone) if gone else None

    def colours_of_neighbours(self) -> dict[int, str]:
        """By person: how people on other nodes are shown."""
        told = [json.loads(self._entries[client][1]).get("user") for client in self._neighbours]
        return {user["id"]: str(user["color"]) for user in told if user and {"id", "color"} <= user.keys()}

    def __bool__(self) -> bool:
        return bool(self._news)


def _signed(state: bytes, client_id: int, person: Mapping[str, Any]) -> bytes:
    """The entry with the name of whom the session belongs to, whatever it says. Raises Malformed."""
    try:
        told = json.loads(state, parse_constant=_no_constant)
        if isinstance(told, dict) and "user" in told:
            claimed = told["user"] if isinstance(told["user"], dict) else {}
            school = claimed.get("school")  # a word beside the name, known to the page only
            school = school[:40] if isinstance(school, str) else ""
            told["user"] = {**person, "school": school, "client": client_id}
        if told is not None and not isinstance(told, dict):
            raise Malformed("an awareness entry that is no object")
        return json.dumps(told, allow_nan=False, separators=(",", ":")).encode()
    except (ValueError, RecursionError) as error:
        raise Malformed("an awareness entry that is no JSON") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN is JSON to Python only


def read_entries(message: bytes) -> list[tuple[int, int, bytes]]:
    """(client, clock, JSON) of each entry. Raises Malformed."""
    reader = Reader(message)
    try:
        entries = [(reader.uint(), reader.uint(), reader.take(reader.uint())) for _ in range(reader.count())]
    except IndexError as error:
        raise Malformed("awareness message ends early") from error
    if any(clock >= MOST_CLOCK for _client, clock, _state in entries):
        raise Malformed("clock too big")
    return entries


def write_entries(entries: list[tuple[int, int, bytes]]) -> bytes:
    parts = [write_uint(len(entries))]
    for client, clock, state in entries:
        parts += [write_uint(client), write_uint(clock), write_uint(len(state)), state]
    return b"".join(parts)
