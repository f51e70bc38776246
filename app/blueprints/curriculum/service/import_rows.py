"""Reading an Excel tree row by row: what each row means, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import gettext as _

from app import reference
from app.blueprints.curriculum.models import CurriculumNode, Place
from app.core.errors import Invalid
from app.core.sentences import said
from app.core.spreadsheet import ColumnsUsed, Row, Sheet, read_rows, write_faults, write_workbook
from app.web.i18n import translated

BOOK_COLUMNS = ("学科", "年级", "教材版本", "册次")
REQUIRED = (*BOOK_COLUMNS, "单元", "课题")
COLUMNS = (*REQUIRED, "课时数", "修订年份")
CARRIED = (*BOOK_COLUMNS, "修订年份", "单元")  # a blank cell means: as in the row above
MOST_ROWS = 1500
MOST_DIGITS = 6  # of a number that is read at all
MOST_KEPT = 200  # characters of a cell that is handed back


@dataclass
class TreeRow:
    """One topic of the file. `reasons` say what is wrong; such a row has no effect."""

    number: int
    subject: str = ""
    grade: str = ""
    edition: str = ""
    volume: str = ""
    revision_year: int | None = None
    stage: str = ""
    unit: str = ""
    topic: str = ""
    periods: int | None = None
    reasons: list[str] = field(default_factory=list)  # as they are kept, see core.sentences
    effect: str = ""
    book: str = ""  # as it stands in the file: also what is not understood
    written: dict[str, str] = field(default_factory=dict)  # the cells, blank ones filled from above
    besides: list[str] = field(default_factory=list)  # headers of what was filled in and is not used

    @property
    def place(self) -> Place:
        return Place(
            stage=self.stage,
            subject=self.subject,
            grade=self.grade,
            edition=self.edition,
            volume=self.volume,
            revision_year=self.revision_year,
        )

    @property
    def reason(self) -> str:
        """What is wrong, in the language of whoever reads it."""
        return "".join(translated(each) for each in self.reasons)

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def template() -> bytes:
    """The workbook to fill in, with one example and the words that are understood as drop-down lists."""
    names = {
        "学科": [entry.name for entry in reference.subjects().values()],
        "年级": [entry.name for entry in reference.grades().values()],
        "教材版本": [entry.name for entry in reference.editions().values()],
        "册次": [entry.name for entry in reference.volumes().values()],
    }
    unit = _("第六单元 多边形的面积")
    example = [
        ["数学", "五年级", "人教版", "上册", unit, _("平行四边形的面积"), 2, 2012],
        ["", "", "", "", "", _("三角形的面积"), 2, ""],
    ]
    widths = {"单元": 32, "课题": 36}
    filled = Sheet(title=_("目录"), headers=COLUMNS, rows=example, choices=names, widths=widths)
    notes = [
        [_("每行一个课题。学科、年级、教材版本、册次、单元留空，表示与上一行相同。")],
        [_("一行里只要重新写了学科、年级、教材版本或册次，就要同时写单元；修订年份也不再沿用上一行。")],
        [_("课时数和修订年份可以不填。示例两行请删去或改写。")],
        [_("同名的单元和课题会更新，不会重复；文件里没有的课题保持不变。")],
    ]
    return write_workbook([filled, Sheet(title=_("填写说明"), headers=[_("填写说明")], rows=notes)])


def read_tree(content: bytes, *, system: str) -> list[TreeRow]:
    """Every filled row of the file, judged. `system` is the school's: 63 or 54. Raises Invalid."""
    rows: list[TreeRow] = []
    above: dict[str, str] = {}
    seen: dict[tuple[object, ...], int] = {}
    for row in read_rows(content, required=REQUIRED, max_rows=MOST_ROWS):
        cells = _carry(row, above)
        judged = _judge(row, cells, system)
        key = (*vars(judged.place).values(), judged.unit, judged.topic)
        if not judged.reasons and key in seen:
            judged.reasons = [said("与第 %(row)s 行重复。", row=seen[key])]
        seen.setdefault(key, row.number)
        rows.append(judged)
    return rows


def _carry(row: Row, above: dict[str, str]) -> Mapping[str, str]:
    cells = dict(row.cells)
    if any(cells[column] for column in BOOK_COLUMNS):  # another book: its unit and year do not carry over
        above.pop("单元", None)
        above.pop("修订年份", None)
    for column in CARRIED:
        cells[column] = cells.get(column) or above.get(column, "")
    above.update({column: cells[column] for column in CARRIED})
    return cells


def _judge(read: Row, cells: Mapping[str, str], system: str) -> TreeRow:
    row = TreeRow(read.number, besides=read.besides(COLUMNS))
    row.written = {column: cells.get(column, "")[:MOST_KEPT] for column in COLUMNS}
    row.book = " ".join(cells[column][:20] for column in BOOK_COLUMNS if cells[column])
    problems: dict[str, str] = {}
    row.subject = _code("学科", cells, reference.find_subject(cells["学科"]), problems)
    row.grade = _code("年级", cells, reference.find_grade(cells["年级"], system), problems)
    row.edition = _code("教材版本", cells, reference.find_edition(cells["教材版本"]), problems)
    row.volume = _code("册次", cells, reference.find_volume(cells["册次"]), problems)
    row.stage = reference.grades(system)[row.grade].stage if row.grade else ""
    row.unit, row.topic = _name("单元", cells, problems), _name("课题", cells, problems)
    row.revision_year = _number("修订年份", cells, 2000, 2100, problems)
    row.periods = _number("课时数", cells, 1, CurriculumNode.MOST_PERIODS, problems)
    problems |= {column: fault for column, fault in read.faults.items() if column in COLUMNS}
    row.reasons = list(problems.values())  # one for each cell: of a formula, that it is one
    return row


def _code(column: str, cells: Mapping[str, str], code: str | None, problems: dict[str, str]) -> str:
    if not cells[column]:
        problems[column] = said("没有填%(column)s。", column=column)
    elif code is None:
        problems[column] = said("不认识的%(column)s“%(text)s”。", column=column, text=cells[column][:20])
    return code or ""


def _name(column: str, cells: Mapping[str, str], problems: dict[str, str]) -> str:
    name = " ".join(cells[column].split())
    if not name:
        problems[column] = said("没有填%(column)s。", column=column)
    if len(name) > CurriculumNode.NAME_LENGTH:
        limit = CurriculumNode.NAME_LENGTH
        problems[column] = said("%(column)s太长，最多 %(limit)s 个字。", column=column, limit=limit)
    return name[: CurriculumNode.NAME_LENGTH]


def _number(
    column: str, cells: Mapping[str, str], least: int, most: int, problems: dict[str, str]
) -> int | None:
    text = cells.get(column, "").removesuffix("年").removesuffix("课时")
    if not text:
        return None
    if not (text.isdecimal() and len(text) <= MOST_DIGITS and least <= int(text) <= most):
        problems[column] = said(
            "%(column)s应为 %(least)s 到 %(most)s 的整数。", column=column, least=least, most=most
        )
        return None
    return int(text)


def columns_of(rows: Sequence[TreeRow]) -> ColumnsUsed:
    return ColumnsUsed.of(COLUMNS, [(row.written, row.besides) for row in rows])


def faulty_rows(rows: Sequence[TreeRow]) -> bytes:
    """The rows that need correction, with the reason: corrected, the file can be uploaded by itself."""
    return write_faults(COLUMNS, [(row.written, row.number, row.reason) for row in rows if row.reason])


def stored_rows(rows: Sequence[Mapping[str, Any]]) -> list[TreeRow]:
    """The rows of a stored import."""
    if not rows:
        raise Invalid(_("导入记录里没有内容。"))
    return [_from_stored(row) for row in rows]


def _from_stored(row: Mapping[str, Any]) -> TreeRow:
    """Older rows kept one sentence, as it read then."""
    known = dict(row)
    older = known.pop("reason", "")
    return TreeRow(**({"reasons": [older] if older else []} | known))
