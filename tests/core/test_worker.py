"""The worker's lanes: neither waits for the other, and neither goes on alone."""

import os
import subprocess
import sys
from pathlib import Path

WHILE_SOMETHING_IS_CONVERTED = """
import threading
from app import create_app
from app.adapters.worker import Worker
from app.blueprints.accounts.events import SessionsRevoked
from app.core import outbox
from app.core.db import Base, db
from app.core.uow import unit_of_work

app = create_app()
Base.metadata.create_all(db.engine)
delivered = threading.Event()
outbox.subscribe(SessionsRevoked)(lambda event: delivered.set())

def convert():
    with unit_of_work():
        outbox.emit(SessionsRevoked(user_id=1))
    print("in time" if delivered.wait(20) else "it waited for us", flush=True)
    worker.stop()
    return 1

worker = Worker(app, rounds=[convert])
worker.run()
"""


WITH_A_LANE_THAT_ENDS = """
from app import create_app
from app.adapters.worker import Worker
from app.blueprints.accounts.events import SessionsRevoked
from app.core import outbox
from app.core.db import Base, db
from app.core.uow import unit_of_work

app = create_app()
Base.metadata.create_all(db.engine)

@outbox.subscribe(SessionsRevoked)
def end(event):
    raise SystemExit  # what no lane catches

with app.app_context(), unit_of_work():
    outbox.emit(SessionsRevoked(user_id=1))
Worker(app).run()
print("ended as a whole", flush=True)
"""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "QINGLAN_DATA_DIR": str(folder), "QINGLAN_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_an_event_does_not_wait_for_a_conversion(tmp_path: Path) -> None:
    answer = run(WHILE_SOMETHING_IS_CONVERTED, tmp_path)

    assert (answer.stdout.splitlines()[-1:], answer.returncode) == (["in time"], 0), answer.stderr


def test_no_lane_goes_on_without_the_other(tmp_path: Path) -> None:
    answer = run(WITH_A_LANE_THAT_ENDS, tmp_path)

    assert answer.stdout.splitlines()[-1:] == ["ended as a whole"], answer.stderr
