"""A line between nodes that can be as bad as a test wants it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Letter:
    to: "NodeRelay"
    channel: str
    message: bytes


@dataclass
class Lane:
    """All that is under way. Nothing arrives before the test says so."""

    nodes: list["NodeRelay"] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)

    def node(self) -> "NodeRelay":
        relay = NodeRelay(self)
        self.nodes.append(relay)
        return relay

    def deliver(self) -> None:
        """Everything, in order, answers included."""
        while self.letters:
            self.arrive(0)

    def arrive(self, number: int) -> None:
        letter = self.letters.pop(number)
        if (hear := letter.to.ears.get(letter.channel)) is not None:
            hear(letter.message)


class NodeRelay:
    """One node's end (a Relay)."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self.ears: dict[str, Callable[[bytes], None]] = {}

    def follow(self, channel: str, hear: Callable[[bytes], None], catch_up: Callable[[], None]) -> None:
        self.ears[channel] = hear
        catch_up()

    def drop(self, channel: str) -> None:
        self.ears.pop(channel, None)

    def send(self, channel: str, message: bytes) -> None:
        others = (node for node in self._lane.nodes if node is not self)
        self._lane.letters += [Letter(node, channel, message) for node in others]
