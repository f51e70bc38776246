"""The demonstration in the data folder of the environment, indexed: `python -m tests.found_demonstration`."""

from app import create_app
from app.blueprints.search.indexing import index_changes
from app.core import jobs, outbox
from app.core.db import Base, db
from app.demo.load.demonstration import Outcome, load_demonstration


def found() -> None:
    Base.metadata.create_all(db.engine)
    assert load_demonstration() is Outcome.LOADED
    while outbox.drain() + jobs.run_due() + index_changes():
        pass  # so that no server has to do it again


if __name__ == "__main__":
    with create_app().app_context():
        found()
