"""The worker's lanes: a long piece of work keeps no event from being delivered."""

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


def test_an_event_does_not_wait_for_a_conversion(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", WHILE_SOMETHING_IS_CONVERTED],
        env={**os.environ, "QINGLAN_DATA_DIR": str(tmp_path), "QINGLAN_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (answer.stdout.splitlines()[-1:], answer.returncode) == (["in time"], 0), answer.stderr
