"""Signals through Redis, for installations of several nodes."""

import json
from collections.abc import Mapping
from typing import Any

import gevent
import redis
import structlog

from app.ports.realtime import Listener, hand_out

log = structlog.get_logger(__name__)

CHANNEL = "qinglan:signals"
RETRY_SECONDS = 1.0
CONNECT_SECONDS = 5.0


class RedisRealtime:
    """Publish and subscribe. What is sent while a node is cut off does not reach it."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS)
        self._listeners: dict[str, list[Listener]] = {}

    def publish(self, topic: str, payload: Mapping[str, Any]) -> None:
        self._redis.publish(CHANNEL, json.dumps({"topic": topic, "payload": dict(payload)}))

    def listen(self, topic: str, listener: Listener) -> None:
        if not self._listeners:
            gevent.spawn(self._follow)
        self._listeners.setdefault(topic, []).append(listener)

    def deliver(self, raw: bytes) -> None:
        signal = json.loads(raw)
        hand_out(signal["topic"], signal["payload"], self._listeners.get(signal["topic"], []))

    def _follow(self) -> None:
        while True:
            try:
                self._subscribe()
            except (redis.RedisError, ValueError, KeyError) as error:  # or words of a stranger on our channel
                log.warning("signals not read", error=str(error)[:200])
            gevent.sleep(RETRY_SECONDS)

    def _subscribe(self) -> None:
        with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:  # type: ignore[no-untyped-call]
            subscription.subscribe(CHANNEL)
            for message in subscription.listen():
                self.deliver(message["data"])
