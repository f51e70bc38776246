"""The moment a sign-in runs out, however early a timer comes and however long judging takes."""

from datetime import timedelta

import gevent

from app.blueprints.coedit.room.expiry import Expiry
from app.core import clock
from tests.coedit.house_rig import until


def test_what_runs_out_while_it_is_judged_is_judged_again() -> None:
    end = clock.now() + timedelta(seconds=0.3)
    judged = []

    def judge(sid: str) -> None:
        judged.append(clock.now())
        gevent.sleep(0.5)  # longer than the rest of the sign-in

    expiry = Expiry(judge, lambda sid: end)
    expiry.watch("sid", end - timedelta(seconds=0.2))  # a timer that comes early

    until(lambda: len(judged) == 2)
    assert judged[0] < end <= judged[1]


def test_a_page_that_went_is_not_judged() -> None:
    judged: list[str] = []
    expiry = Expiry(judged.append, lambda sid: None)
    for sid in ("gone", "stays"):
        expiry.watch(sid, clock.now() + timedelta(seconds=0.1))

    expiry.forget("gone")

    until(lambda: bool(judged))
    assert judged == ["stays"]
