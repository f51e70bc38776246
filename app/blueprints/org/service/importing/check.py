"""The dry run: what each row would do, or why it cannot be used. Reads only."""

from collections.abc import Sequence

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.accounts.sign_in_names import normal_account_name, normal_email, normal_phone
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.service.importing import sheet
from app.blueprints.org.service.importing.accounts import Accounts
from app.blueprints.org.service.importing.differences import find_same
from app.blueprints.org.service.importing.doubles import find_doubles
from app.blueprints.org.service.importing.names import check_name, hint_at_name
from app.blueprints.org.service.importing.places import Places
from app.blueprints.org.service.importing.sheet import Line, plain
from app.blueprints.org.service.people import PersonSheet, check_sheet
from app.core import clock
from app.core.errors import Invalid
from app.core.sentences import said
from app.core.spreadsheet import Row
from app.web.i18n import source_words

COLUMN_OF = {
    "name": sheet.NAME,
    "account_name": sheet.ACCOUNT,
    "phone": sheet.PHONE,
    "email": sheet.EMAIL,
}


def check_rows(rows: Sequence[Row], unit: OrgUnit, *, actor: User) -> list[Line]:
    """One line for each row that is not an example, in the order of the file."""
    lines = [line for row in rows if (line := _read(row)) is not None]
    places = Places(unit, actor)
    for line in lines:
        _look_up(line)
        places.find(line)
        _check_alone(line)
    find_doubles(lines)
    Accounts(lines, actor).find()
    find_same(lines)
    for line in lines:
        if line.is_new:  # others have their places
            places.hint(line)
            hint_at_name(line)
    return lines


def _read(row: Row) -> Line | None:
    cells = {name: plain(row.cells.get(name, "")) for name in sheet.COLUMNS}
    if cells[sheet.ACCOUNT].startswith(sheet.EXAMPLE):
        return None
    line = Line(row.number, written={name: row.cells.get(name, "") for name in sheet.COLUMNS})
    line.besides = row.besides(sheet.COLUMNS)
    line.faults = [(column, row.faults[column]) for column in sheet.COLUMNS if column in row.faults]
    line.unreadable = [column for column, _sentence in line.faults]
    line.name = cells[sheet.NAME]
    line.account_name = normal_account_name(cells[sheet.ACCOUNT])
    line.phone, line.email = normal_phone(cells[sheet.PHONE]), normal_email(cells[sheet.EMAIL])
    line.honour = cells[sheet.HONOUR]
    return line


def _look_up(line: Line) -> None:
    """From written names to codes."""
    subject, title = plain(line.written[sheet.SUBJECT]), plain(line.written[sheet.TITLE])
    line.subject, line.title = reference.find_subject(subject) or "", reference.find_title(title) or ""
    if subject and not line.subject:
        line.blame(sheet.SUBJECT, said("没有“%(name)s”这个学科。", name=subject))
    if title and not line.title:
        line.blame(sheet.TITLE, said("没有“%(name)s”这个职称。", name=title))
    _read_day(line)


def _read_day(line: Line) -> None:
    written = plain(line.written[sheet.JOINED])
    try:
        day = sheet.read_day(written)
    except ValueError:
        fault = said("入职日期要写成 2019-08-20 或 2019-08。")
        line.blame(sheet.JOINED, sheet.quoting(written, fault))
    else:
        line.joined_on = day.isoformat() if day else ""
        if day and day > clock.today():
            line.blame(sheet.JOINED, sheet.quoting(written, said("入职日期不能晚于今天。")))


def _check_alone(line: Line) -> None:
    if not line.name:
        line.blame(sheet.NAME, said("缺少姓名。"))
    check_name(line)
    if not line.account_name:
        line.blame(sheet.ACCOUNT, said("缺少工号。"))
    if len(line.honour) > 60:
        line.blame(sheet.HONOUR, said("荣誉太长，最多 60 个字。"))
    try:
        with source_words():  # kept with the row; whoever reads it reads it in their language
            check_sheet(_sheet_of(line))
    except Invalid as refusal:
        for name, fault in refusal.fields.items():
            column, sentence = COLUMN_OF[name], said(fault)
            quoted = column in (sheet.PHONE, sheet.EMAIL)
            line.blame(column, sheet.quoting(plain(line.written[column]), sentence) if quoted else sentence)


def _sheet_of(line: Line) -> PersonSheet:
    """What is missing is said already."""
    return PersonSheet(
        name=line.name or "——",
        account_name=line.account_name or "missing",
        phone=line.phone or None,
        email=line.email or None,
    )
