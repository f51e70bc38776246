"""A term that becomes shorter loses weeks, with what was entered for them: nobody does that unasked."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.blueprints.org.models import Term, Week
from app.blueprints.org.weeks_in_use import count_in_weeks
from app.core.errors import Invalid


def refuse_losing(term: Term, weeks: int, *, agreed: bool) -> None:
    """Behind the first `weeks`, what is in use cannot be lost, and what was entered only knowingly."""
    lost = [week for week in term.weeks if week.week_no > weeks]
    used = count_in_weeks(term.id, [week.week_no for week in lost]) if lost else {}
    if used:
        sentence = _used(used)
        raise Invalid(sentence, {"end_date": sentence})
    entered = [week for week in lost if not week.is_untouched]
    if entered and not agreed:
        sentence = _entered(lost, entered)
        raise Invalid(sentence, {"lose_weeks": sentence})


def _used(used: Mapping[int, int]) -> str:
    listed = _("、").join(_("第 %(no)s 周 %(count)s 次", no=no, count=used[no]) for no in sorted(used))
    return str(_("这一天以后的周次里已经有集体备课（%(weeks)s），学期不能缩短到这一天。", weeks=listed))


def _entered(lost: Sequence[Week], entered: Sequence[Week]) -> str:
    listed = _("、").join(
        _("第 %(no)s 周（%(note)s）", no=week.week_no, note=week.note)
        if week.note
        else _("第 %(no)s 周", no=week.week_no)
        for week in entered
    )
    sentence = _(
        "这样学期只有 %(left)s 周，后面的周次里填写过：%(weeks)s。确实要删去，请勾选后再保存。",
        left=lost[0].week_no - 1,
        weeks=listed,
    )
    return str(sentence)
