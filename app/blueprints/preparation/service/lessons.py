"""How long lessons are, to see whether the steps of a plan fit."""

from flask_babel import gettext as _

from app.blueprints.preparation.models import JointPreparation
from app.reference import grades

MINUTES = {
    "primary": 40,
    "junior_middle": 45,
    "senior_high": 45,
}  # a lesson of each stage, as most timetables have it
USUAL = 40


def sum_sentence(preparation: JointPreparation, total: str) -> str:
    """What stands under the table of steps."""
    periods = preparation.periods or 1
    whole = periods * minutes_of_a_lesson(preparation.grade)
    if periods == 1:
        return str(_("合计 %(sum)s 分钟，一课时 %(whole)s 分钟", sum=total, whole=whole))
    return str(_("合计 %(sum)s 分钟，%(count)s 课时共 %(whole)s 分钟", sum=total, count=periods, whole=whole))


def minutes_of_a_lesson(grade: str) -> int:
    known = grades().get(grade)
    return MINUTES.get(known.stage, USUAL) if known else USUAL
