"""Signals reach the listeners of a process once, whatever carries them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import gevent
import pytest
from flask import Flask

from app.adapters.realtime_database import DatabaseRealtime
from app.core.uow import unit_of_work
from app.ports.realtime import NullRealtime, Realtime


@pytest.fixture(params=[NullRealtime, DatabaseRealtime])
def carrier(request: pytest.FixtureRequest, own_app: Flask) -> Realtime:
    realtime: Realtime = request.param()
    return realtime


def test_a_signal_reaches_every_listener_of_its_topic_once(own_app: Flask, carrier: Realtime) -> None:
    heard: list[tuple[str, Mapping[str, Any]]] = []
    with own_app.app_context():
        carrier.listen("narrowed", lambda payload: heard.append(("first", payload)))
        carrier.listen("narrowed", lambda payload: heard.append(("second", payload)))
        carrier.listen("other", lambda payload: heard.append(("other", payload)))
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


def test_one_listeners_trouble_is_not_anothers(own_app: Flask) -> None:
    heard: list[Mapping[str, Any]] = []

    def stumble(_payload: Mapping[str, Any]) -> None:
        raise RuntimeError("a fault of ours")

    with own_app.app_context():
        carrier = DatabaseRealtime()
        carrier.listen("narrowed", stumble)
        carrier.listen("narrowed", heard.append)
        with unit_of_work():
            carrier.publish("narrowed", {"user_id": 1})
            carrier.publish("narrowed", {"user_id": 2})
        assert carrier.deliver() == 2

    assert heard == [{"user_id": 1}, {"user_id": 2}]


THROUGH_REDIS = """
from gevent import monkey; monkey.patch_all()
import os, gevent
from app.adapters.realtime_redis import RedisRealtime
here, there = (RedisRealtime(os.environ["TEST_REDIS_URL"]) for _ in range(2))
heard = []
here.listen("narrowed", heard.append)
with gevent.Timeout(20):
    while not heard:
        there.publish("other", {"user_id": 1})
        there.publish("narrowed", {"user_id": 7})
        gevent.sleep(0.1)
print(heard[0])
"""


@pytest.mark.skipif("TEST_REDIS_URL" not in os.environ, reason="runs where `make test` has started a Redis")
def test_a_signal_goes_through_redis() -> None:
    """In a process of its own: waiting for Redis like a greenlet takes the patched standard library."""
    done = subprocess.run(
        [sys.executable, "-c", THROUGH_REDIS], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.stdout.strip() == "{'user_id': 7}", done.stderr
