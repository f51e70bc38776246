"""Terms of a group's school year, and the weeks that are counted in them."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.blueprints.org.calendar import DAYS, monday_of
from app.blueprints.org.models import SchoolGroup, Term, Week, WeekKind
from app.blueprints.org.service.shortening import refuse_losing
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.policy import authorize

MOST_WEEKS = 30


@dataclass(frozen=True, kw_only=True)
class TermSheet:
    year: int  # in which the school year begins
    no: int  # 1 autumn, 2 spring
    start_date: date
    end_date: date

    @property
    def school_year(self) -> str:
        return f"{self.year}—{self.year + 1}"


def create_term(group: SchoolGroup, sheet: TermSheet, *, actor: object) -> Term:
    """With its weeks: the first is the one that the first day lies in."""
    authorize(actor, "keep_calendar", group)
    _check(group.id, sheet)
    term = Term(
        group=group,
        school_year=sheet.school_year,
        no=sheet.no,
        start_date=sheet.start_date,
        end_date=sheet.end_date,
    )
    db.session.add(term)
    lay_out_weeks(term)
    _note("org.term_created", term, actor=actor)
    return term


def edit_term(term: Term, sheet: TermSheet, *, lose_weeks: bool = False, actor: object) -> None:
    """Weeks are laid out again; kinds and notes stay with their number, so a later start moves holidays.

    Whoever takes away weeks for which something was entered has to know it (`lose_weeks`).
    """
    authorize(actor, "edit", term)
    _check(term.group_id, sheet, but=term)
    weeks = (monday_of(sheet.end_date) - monday_of(sheet.start_date)) // DAYS + 1
    refuse_losing(term, weeks, agreed=lose_weeks)
    term.school_year, term.no = sheet.school_year, sheet.no
    term.start_date, term.end_date = sheet.start_date, sheet.end_date
    lay_out_weeks(term)
    _note("org.term_edited", term, actor=actor)


def delete_term(term: Term, *, actor: object) -> None:
    authorize(actor, "destroy", term)
    _note("org.term_deleted", term, actor=actor)
    try:
        with db.session.begin_nested():
            db.session.delete(term)
    except IntegrityError as used:
        raise Conflict(_("这个学期已经有备课安排，不能删除。")) from used


def adjust_weeks(term: Term, wanted: dict[int, tuple[WeekKind, str]], *, actor: object) -> None:
    """Kind and note of weeks by their number: 国庆节, 期末复习, 运动会 …"""
    authorize(actor, "edit", term)
    for week in term.weeks:
        if week.week_no in wanted:
            week.kind, note = wanted[week.week_no]
            week.note = note.strip()[:60]
    _note("org.term_weeks_adjusted", term, actor=actor)


def _note(action: str, term: Term, *, actor: object) -> None:
    audit.record(action, actor=actor, target=term.group, note=f"{term.school_year} {term.no}")


def lay_out_weeks(term: Term) -> None:
    """Keep the rows that stay, because preparations refer to them."""
    monday, numbers = monday_of(term.start_date), 0
    weeks = {week.week_no: week for week in term.weeks}
    while monday <= term.end_date:
        numbers += 1
        week = weeks.get(numbers)
        if week is None:
            term.weeks.append(Week(week_no=numbers, starts_on=monday, kind=WeekKind.TEACHING, note=""))
        else:
            week.starts_on = monday
        monday += DAYS
    for number, week in weeks.items():
        if number > numbers:
            term.weeks.remove(week)


def _check(group_id: int, sheet: TermSheet, *, but: Term | None = None) -> None:
    if sheet.end_date <= sheet.start_date:
        raise Invalid(_("结束日期要晚于开始日期。"), {"end_date": _("结束日期要晚于开始日期。")})
    if sheet.end_date - sheet.start_date > timedelta(weeks=MOST_WEEKS):
        raise Invalid(_("一个学期最多 30 周。"), {"end_date": _("一个学期最多 30 周。")})
    _refuse_other_year(sheet)
    others = db.session.scalars(
        select(Term).where(Term.group_id == group_id, Term.id != (but.id if but else 0))
    ).all()
    for other in others:
        if (other.school_year, other.no) == (sheet.school_year, sheet.no):
            raise Invalid(_("这个学期已经有了。"), {"no": _("这个学期已经有了。")})
        if monday_of(other.start_date) <= sheet.end_date and sheet.start_date <= other.end_date:
            sentence = _("与另一个学期的日期重叠。")
            raise Invalid(sentence, {"start_date": sentence})


def _refuse_other_year(sheet: TermSheet) -> None:
    """A school year begins in summer: nobody's first day lies before July, nobody's last after August."""
    if sheet.start_date < date(sheet.year, 7, 1) or sheet.end_date > date(sheet.year + 1, 8, 31):
        sentence = _("这些日期不在 %(year)s 学年里，请核对学年或者日期。", year=sheet.school_year)
        raise Invalid(sentence, {"year": sentence})
