"""Heavy work beside the event loop: the same result, the same error, the loop goes on."""

import subprocess
import sys

import pytest

from app.core.threads import off_the_loop

UNDER_GEVENT = """
from gevent import monkey; monkey.patch_all()
import contextvars, threading, time, gevent
from app.core.threads import off_the_loop

language = contextvars.ContextVar("language"); language.set("en")
ticks = []
def tick():
    while True:
        ticks.append(1); gevent.sleep(0.01)
gevent.spawn(tick)
real_sleep = monkey.get_original("time", "sleep")
def work(number):
    real_sleep(0.3)
    return number * 2, language.get()
assert off_the_loop(work, 21) == (42, "en")
assert len(ticks) > 10, "the loop stood still"
try:
    off_the_loop(int, "x")
except ValueError:
    print("as before")
"""


def test_without_gevent_it_is_simply_done() -> None:
    assert off_the_loop(divmod, 7, 2) == (3, 1)
    with pytest.raises(ValueError, match="invalid literal"):
        off_the_loop(int, "x")


def test_under_gevent_the_loop_goes_on() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", UNDER_GEVENT], capture_output=True, text=True, check=False, timeout=60
    )

    assert (answer.stdout, answer.stderr) == ("as before\n", "")
