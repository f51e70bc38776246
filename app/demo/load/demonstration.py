"""Everything at once, and only into an installation that is empty."""

import enum

from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.service.loading import load_shipped
from app.blueprints.org.models import SchoolGroup
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.demo import content
from app.demo.accounts import PASSWORD
from app.demo.load.calendar import terms_around
from app.demo.load.lessons import load_lessons
from app.demo.load.schools import load_schools
from app.demo.load.staff import load_staff
from app.web.i18n import source_words


class Outcome(enum.StrEnum):
    LOADED = "loaded"
    THERE_ALREADY = "there already"
    REFUSED = "refused"  # somebody works here


def load_demonstration() -> Outcome:
    """Load it unless it is there; never beside the data of real schools."""
    if _is_there():
        return Outcome.THERE_ALREADY
    if db.session.scalar(select(func.count(User.id))):
        return Outcome.REFUSED
    today = clock.today()
    terms = terms_around(today)
    with source_words(), unit_of_work():  # whoever reads what is kept reads it in their language
        load_shipped()
        made = load_schools(terms)
        staff = load_staff(made, today, PASSWORD)
        load_lessons(made, staff, terms, today)
    return Outcome.LOADED


def _is_there() -> bool:
    name = content.organisation()["groups"][0]["name"]
    return db.session.scalar(select(SchoolGroup.id).where(SchoolGroup.name == name)) is not None
