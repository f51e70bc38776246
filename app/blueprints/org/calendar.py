"""The school calendar as others ask for it: which week of which term is it?"""

from datetime import date, timedelta

from sqlalchemy import select

from app.blueprints.org.models import Term, Week
from app.core.db import db

DAYS = timedelta(days=7)


def current_week(group_id: int, day: date) -> Week | None:
    """The week of the group's calendar that `day` lies in; None between terms."""
    wanted = (
        select(Week)
        .join(Term, Week.term_id == Term.id)
        .where(Term.group_id == group_id, Week.starts_on <= day, Week.starts_on > day - DAYS)
        .order_by(Term.start_date.desc())
    )
    return db.session.scalars(wanted.limit(1)).one_or_none()


def current_term(group_id: int, day: date) -> Term | None:
    """The term `day` lies in, else the next one to come, else the last one that was."""
    own = select(Term).where(Term.group_id == group_id)
    running = own.where(Term.end_date >= day).order_by(Term.start_date).limit(1)
    latest = own.order_by(Term.start_date.desc()).limit(1)
    return db.session.scalars(running).one_or_none() or db.session.scalars(latest).one_or_none()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
