"""Run as `python -m tests.accounts.desk`: found a database with one teacher for a live server."""

from app import create_app
from app.blueprints.accounts.models import User
from app.core.db import Base, db
from tests.accounts.people import HASH

if __name__ == "__main__":
    app = create_app()
    Base.metadata.create_all(db.engine)
    with db.sessions() as session:
        session.add(User(account_name="QH0001", name="林知远", password_hash=HASH))
        session.commit()
