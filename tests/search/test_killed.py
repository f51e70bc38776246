"""A worker that is killed while it writes to the index loses nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, signal, sys
from flask_babel import lazy_gettext
from app import create_app
from app.blueprints.search.indexing import index_changes, note_changes
from app.blueprints.search.kinds import register_kind
from app.core import clock
from app.core.db import Base, db
from app.core.uow import unit_of_work
from app.ports import search
from app.ports.search import Query, SearchDocument

def documents(ids):
    for number in ids:
        yield SearchDocument(uid=f"song:{number}", kind="song", title=f"采茶歌 {number}", body="轻轻地唱",
                             audience=frozenset({"all"}), at=clock.now())

register_kind("song", label=lazy_gettext("歌曲"), load=lambda *_: {}, describe=documents, numbers=lambda: [])
app = create_app()
with app.app_context():
    Base.metadata.create_all(db.engine)
    if sys.argv[1] == "die":
        with unit_of_work():
            note_changes("song", range(1, 61))
        from whoosh.writing import SegmentWriter
        add, done = SegmentWriter.add_document, []
        def add_some(self, **fields):
            done.append(1)
            if len(done) == 30:
                os.kill(os.getpid(), signal.SIGKILL)
            return add(self, **fields)
        SegmentWriter.add_document = add_some
    while index_changes():
        pass
    answer = search.current().find(Query(text="采茶", audience=frozenset({"all"}), limit=100))
    print("FOUND", len(answer.hits))
"""


def run(how: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {
        "QINGLAN_DATA_DIR": str(folder),
        "QINGLAN_DATABASE_URL": "",
        "PYTHONPATH": ".",
    }
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, how],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_what_was_being_indexed_is_indexed_by_the_next_worker(tmp_path: Path) -> None:
    killed = run("die", tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    after = run("go on", tmp_path)

    assert "FOUND 60" in after.stdout, after.stderr
