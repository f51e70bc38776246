"""Messages between nodes through Redis: a channel is subscribed to only where somebody follows it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gevent
import redis
import structlog
from gevent.lock import RLock
from gevent.queue import Full, Queue

log = structlog.get_logger(__name__)

PREFIX = "qinglan:relay:"
IDLE = f"{PREFIX}-"  # followed by every node, so that a subscription exists before the first channel
RETRY_SECONDS = 1.0
CONNECT_SECONDS = 5.0
MOST_WAITING = 10_000  # messages; beyond that Redis is away, and the nodes read the database anyway
MOST_AT_ONCE = 200
NODE_BYTES = 16


@dataclass(frozen=True)
class Follower:
    hear: Callable[[bytes], None]
    catch_up: Callable[[], None]


class RedisRelay:
    """One connection that listens and one that sends, each with a greenlet, from the first follower on."""

    def __init__(self, url: str) -> None:
        self._redis: Any = redis.Redis.from_url(
            url, socket_connect_timeout=CONNECT_SECONDS, socket_keepalive=True
        )
        self._node = uuid.uuid4().bytes
        self._followers: dict[bytes, Follower] = {}
        self._outgoing: Queue[tuple[str, bytes]] = Queue(MOST_WAITING)
        self._subscription: Any = None
        self._writing = RLock()  # two greenlets must not write to one connection at once
        self._started = False

    def follow(self, channel: str, hear: Callable[[bytes], None], catch_up: Callable[[], None]) -> None:
        name = PREFIX + channel
        self._followers[name.encode()] = Follower(hear, catch_up)
        self._start()
        self._say("subscribe", name)

    def drop(self, channel: str) -> None:
        name = PREFIX + channel
        if self._followers.pop(name.encode(), None) is not None:
            self._say("unsubscribe", name)

    def send(self, channel: str, message: bytes) -> None:
        try:
            self._outgoing.put_nowait((PREFIX + channel, self._node + message))
        except Full:
            log.warning("a message between nodes was dropped")

    def _start(self) -> None:
        if not self._started:
            self._started = True
            gevent.spawn(self._forever, self._listen)
            gevent.spawn(self._forever, self._send_waiting)

    def _say(self, command: str, name: str) -> None:
        """Before there is a subscription nothing is lost: it begins with all channels."""
        with self._writing:
            try:
                if self._subscription is not None:
                    getattr(self._subscription, command)(name)
            except redis.RedisError:
                self._subscription = None  # the listener finds out and begins again

    def _forever(self, work: Callable[[], None]) -> None:
        while True:
            try:
                work()
            except redis.RedisError as error:
                log.warning("no line to the other nodes", error=str(error)[:200])
            gevent.sleep(RETRY_SECONDS)

    def _listen(self) -> None:
        with self._redis.pubsub() as subscription:
            with self._writing:
                subscription.subscribe(IDLE, *(name.decode() for name in self._followers))
                self._subscription = subscription
            try:
                for message in subscription.listen():
                    self._take(message)
            finally:
                self._subscription = None

    def _take(self, message: dict[str, Any]) -> None:
        follower = self._followers.get(message["channel"])
        if follower is None:
            return
        if message["type"] == "subscribe":
            gevent.spawn(follower.catch_up)
        elif message["type"] == "message" and message["data"][:NODE_BYTES] != self._node:
            try:
                follower.hear(message["data"][NODE_BYTES:])
            except Exception:  # one room's trouble must not make the node deaf for the others
                log.exception("a message between nodes failed")

    def _send_waiting(self) -> None:
        while True:
            messages = [self._outgoing.get()]
            while len(messages) < MOST_AT_ONCE and not self._outgoing.empty():
                messages.append(self._outgoing.get_nowait())
            with self._redis.pipeline(transaction=False) as pipe:
                for channel, message in messages:
                    pipe.publish(channel, message)
                pipe.execute()
