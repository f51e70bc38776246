"""The Excel file: its columns, the template to fill in, and one row of it as it was meant."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from openpyxl.utils.datetime import from_excel

from app import reference
from app.core.sentences import Said, said
from app.core.spreadsheet import ColumnsUsed, Sheet, write_faults, write_workbook
from app.web.i18n import translated

NAME, ACCOUNT, SCHOOL, UNITS, ROLE = "姓名", "工号", "学校", "部门", "职务"
SUBJECT, TITLE, HONOUR, PHONE, EMAIL, JOINED = "学科", "职称", "荣誉", "手机号", "邮箱", "入职日期"
REQUIRED = (NAME, ACCOUNT)
COLUMNS = (NAME, ACCOUNT, SCHOOL, UNITS, ROLE, SUBJECT, TITLE, HONOUR, PHONE, EMAIL, JOINED)
EXAMPLE = "示例"  # rows whose account begins like this are the template's own
MOST_ROWS = 5000
DAY = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:(?:[-/.月])(\d{1,2})日?|月)?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIALS = range(25_569, 73_051)  # Excel's own count of days, from 1970 to 2099
QUOTED = 30  # characters of a cell in a sentence about it


@dataclass
class Line:
    """One row as it was meant, what it would do, and what is wrong with it."""

    number: int
    name: str = ""
    account_name: str = ""
    phone: str = ""
    email: str = ""
    subject: str = ""
    title: str = ""
    honour: str = ""
    joined_on: str = ""
    places: list[tuple[int, str]] = field(default_factory=list)  # (unit, role)
    user_id: int | None = None  # of the account that is updated
    is_same: bool = False  # as the account is already
    faults: list[tuple[str, str]] = field(default_factory=list)  # (column, sentence)
    hints: list[str] = field(default_factory=list)  # what may be meant, and is worth a look
    written: dict[str, str] = field(default_factory=dict)
    besides: list[str] = field(default_factory=list)  # headers of what was filled in and is not used
    unreadable: list[str] = field(default_factory=list)  # columns of formulas and error values

    def blame(self, column: str, sentence: str) -> None:
        """What stands in a formula is not what its author sees: that it is one says enough."""
        if column not in self.unreadable:
            self.faults.append((column, sentence))

    @property
    def reasons(self) -> list[str]:
        """Why the row cannot be used, in the order of its cells."""
        ordered = sorted(self.faults, key=lambda fault: COLUMNS.index(fault[0]))
        return [translated(sentence) for _column, sentence in ordered]

    @property
    def is_bad(self) -> bool:
        return bool(self.faults)

    @property
    def is_new(self) -> bool:
        return not self.faults and self.user_id is None

    @property
    def joined(self) -> date | None:
        return date.fromisoformat(self.joined_on) if self.joined_on else None

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_stored(cls, row: Mapping[str, Any]) -> "Line":
        pairs = {name: [tuple(pair) for pair in row[name]] for name in ("places", "faults")}
        return cls(**{**row, **pairs})


def plain(text: str) -> str:
    """Full-width digits and letters become plain ones, blanks around go."""
    return unicodedata.normalize("NFKC", text).strip()


def quoting(written: str, sentence: Said) -> Said:
    """What was found, and what is wrong with it."""
    found = written if len(written) <= QUOTED else f"{written[: QUOTED - 1]}…"
    return said("“%(found)s”：%(fault)s", found=found, fault=sentence)


def read_day(text: str) -> date | None:
    """`2019-08-20`, `2019/8/20`, `2019年8月`, `20190820`, and 43000: the day in a cell formatted as a number.
    Raises ValueError for anything else."""
    if not text:
        return None
    if re.fullmatch(r"[0-9]{5}", text) and int(text) in SERIALS:
        day = from_excel(int(text))
        return day.date() if isinstance(day, datetime) else None
    found = DAY.fullmatch(text.split(" ", maxsplit=1)[0]) or COMPACT_DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part or 1) for part in found.groups())
    if year < 1950:
        raise ValueError(text)
    return date(year, month, day)


def template(schools: Sequence[str], units: Sequence[str], roles: Sequence[str]) -> bytes:
    """The workbook to fill in: header, two examples, drop-down lists, an explaining sheet."""
    headers = [f"{name} *" if name in REQUIRED else name for name in COLUMNS]
    school = schools[0] if schools else ""
    unit = units[0] if units else ""
    first = ["林知远", f"{EXAMPLE}001", school, unit, "教师", "数学", "一级教师", "", "13800000000"]
    second = ["苏屿", f"{EXAMPLE}002", school, "", "", "语文", "", "县教坛新秀", ""]
    examples = [[*first, "", "2019-08-20"], [*second, "", "2024-09"]]
    choices = {
        SCHOOL: schools,
        UNITS: units,
        ROLE: roles,
        SUBJECT: [entry.name for entry in reference.subjects().values()],
        TITLE: [entry.name for entry in reference.titles().values()],
    }
    listed = {name: values for name, values in choices.items() if values}
    return write_workbook(
        [
            Sheet(title="教师", headers=headers, rows=examples, choices=listed, widths={UNITS: 28}),
            Sheet(title="填写说明", headers=["列", "怎么填"], rows=_explanations(), widths={"怎么填": 70}),
        ]
    )


def columns_of(lines: Sequence[Line]) -> ColumnsUsed:
    return ColumnsUsed.of(COLUMNS, [(line.written, line.besides) for line in lines])


def faulty_rows(lines: Sequence[Line]) -> bytes:
    """The rows that need correction, with the reason, in the shape of the template."""
    return write_faults(
        COLUMNS, [(line.written, line.number, " ".join(line.reasons)) for line in lines if line.is_bad]
    )


def slips(people: Sequence[tuple[str, str, str, str]], address: str) -> bytes:
    headers = [NAME, ACCOUNT, "初始密码", SCHOOL, "登录地址"]
    rows = [[*person, address] for person in people]
    return write_workbook([Sheet(title="初始密码", headers=headers, rows=rows, widths={"登录地址": 32})])


def _explanations() -> list[list[str]]:
    texts = {
        NAME: _("必填。2 到 40 个字。"),
        ACCOUNT: _("必填，用来登录。字母、数字、点、横线；已有的工号（姓名相同）会更新资料。"),
        SCHOOL: _("学校的全称或简称。只给一所学校导入时可以不填。"),
        UNITS: _("教研组、备课组、处室的名称；几个部门用顿号隔开。不填就直接属于学校。部门要先建好。"),
        ROLE: _("不填就是教师。备课组长、教研组长写在相应的部门里。"),
        SUBJECT: _("从下拉列表选择，可以不填。"),
        TITLE: _("从下拉列表选择；旧称（如“小学高级”）也认识。可以不填。"),
        HONOUR: _("可以不填。"),
        PHONE: _("可以不填；填了也能用它登录。"),
        EMAIL: _("可以不填。"),
        JOINED: _("哪一天开始当教师，写成 2019-08-20 或 2019-08，可以不填。任职从导入那天算起。"),
        EXAMPLE: _("工号以“示例”开头的行不会导入，不删也可以。"),
    }
    return [[name, text] for name, text in texts.items()]
