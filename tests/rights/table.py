"""The form of the tables: one line says of one request who gets which answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

AT_THE_DOOR = frozenset({"guest", "suspended"})  # nobody is signed in: led to the sign-in page


@dataclass(frozen=True)
class Row:
    """`may` get `answer`; `told` may know of the thing but not do it: 403; for others it is not there: 404.

    `unlike` names people for whom the state of the thing decides, not their right (409, 410 …).
    """

    what: str  # "post /preparations/{preparation}/exports": the braces are filled in from the world
    may: Collection[str]
    told: Collection[str] = ()
    answer: int = 0  # 0: 200 for get, 303 for post
    sends: Mapping[str, Any] = field(default_factory=dict)
    unlike: Mapping[str, int] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return self.what.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.what.partition(" ")[2]

    def asked_of(self, cast: Collection[str]) -> list[str]:
        """Where the door is open to all, those at its edge are enough: whole pages take their time."""
        inside = [who for who in cast if who not in AT_THE_DOOR]
        if all(self.status_for(who) == self.status_for(inside[0]) for who in inside):
            inside = inside[:1] + inside[-2:]
        return [*(AT_THE_DOOR & set(cast)), *inside]

    def status_for(self, who: str) -> int:
        if who in AT_THE_DOOR:
            return 302
        if who in self.unlike:
            return self.unlike[who]
        if who in self.may:
            return self.answer or (200 if self.method == "get" else 303)
        return 403 if who in self.told else 404


@dataclass(frozen=True)
class Table:
    """A feature's lines, and the people worth asking about them."""

    blueprints: Collection[str]
    cast: Collection[str]
    rows: Collection[Row]
