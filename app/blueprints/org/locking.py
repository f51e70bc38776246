"""What two people do at once about one thing, they do one after the other, and nothing twice."""

from app.core.db import Base, db


def hold(*rows: Base) -> None:
    """Read them again, and keep them until the end of the transaction. Whoever holds several begins with the
    unit, the group or the school."""
    for row in rows:
        db.session.refresh(row, with_for_update={"of": type(row)})
