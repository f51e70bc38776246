"""Signals reach the listeners of a process once, whatever carries them."""

import os
from collections.abc import Mapping
from typing import Any

import gevent
import pytest
from flask import Flask

from app.adapters.realtime_database import DatabaseRealtime
from app.adapters.realtime_redis import RedisRealtime
from app.core.uow import unit_of_work
from app.ports.realtime import NullRealtime, Realtime

CARRIERS = ["null", "database", *(["redis"] if os.environ.get("TEST_REDIS_URL") else [])]


@pytest.fixture(params=CARRIERS)
def carrier(request: pytest.FixtureRequest, own_app: Flask) -> Realtime:
    made: dict[str, Any] = {
        "null": NullRealtime,
        "database": DatabaseRealtime,
        "redis": lambda: RedisRealtime(os.environ["TEST_REDIS_URL"]),
    }
    realtime: Realtime = made[request.param]()
    return realtime


def test_a_signal_reaches_every_listener_of_its_topic_once(own_app: Flask, carrier: Realtime) -> None:
    heard: list[tuple[str, Mapping[str, Any]]] = []
    with own_app.app_context():
        carrier.listen("narrowed", lambda payload: heard.append(("first", payload)))
        carrier.listen("narrowed", lambda payload: heard.append(("second", payload)))
        carrier.listen("other", lambda payload: heard.append(("other", payload)))
        gevent.sleep(0.1)  # Redis subscribes in the background

        with unit_of_work():
            carrier.publish("narrowed", {"user_id": 7})
        with gevent.Timeout(10):
            while len(heard) < 2:
                gevent.sleep(0.05)
        gevent.sleep(0.6)

    assert sorted(heard) == [("first", {"user_id": 7}), ("second", {"user_id": 7})]


def test_what_was_said_before_is_not_heard_afterwards(own_app: Flask) -> None:
    heard: list[Mapping[str, Any]] = []
    with own_app.app_context():
        speaker, listener = DatabaseRealtime(), DatabaseRealtime()
        with unit_of_work():
            speaker.publish("narrowed", {"user_id": 1})
        listener.listen("narrowed", heard.append)

        with unit_of_work():
            speaker.publish("narrowed", {"user_id": 2})
        listener.deliver()
        listener.deliver()

    assert heard == [{"user_id": 2}]
