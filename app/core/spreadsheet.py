"""Excel files in and out: rows of text with the row numbers people see, and templates to fill in.

What comes out of `read_rows` is text only, without dates of Excel's own. A formula or an error value is a
fault of its row, not of the file.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any, Self
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from defusedxml import DefusedXmlException
from flask_babel import gettext as _
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from app.core.errors import Invalid
from app.core.sentences import said
from app.core.workbook_checks import check_workbook

MOST_COLUMNS = 60
LAST_ROW = 20_000  # reading a row far below costs the time of all the blank ones above it
ADDED = ("原行号", "原因")  # columns that `write_faults` adds
MOST_NAMED = 120  # characters of a file's own headers in a sentence: it has to fit into the row of a job
MOST_OF_A_HEADER = 20  # characters of one that is only mentioned
HEADER_WITHIN = 10  # rows: titles and hints may stand above the header
UNREADABLE = (
    BadZipFile, InvalidFileException, ParseError, DefusedXmlException,
    KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, OSError, SyntaxError,
)  # fmt: skip  # whatever openpyxl trips over in a damaged file


MOST_BYTES = 5 * 1024 * 1024  # a list with several thousand rows is far smaller


@dataclass(frozen=True)
class Row:
    """One filled row: its number in Excel, its cells as text by header, and why cells cannot be taken."""

    number: int
    cells: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)  # column → what is wrong with its cell

    def besides(self, columns: Collection[str]) -> list[str]:
        """The headers of what is filled in and stands in none of these columns."""
        known = {*columns, *ADDED}
        return [name[:MOST_OF_A_HEADER] for name, text in self.cells.items() if text and name not in known]


@dataclass(frozen=True)
class ColumnsUsed:
    """Which columns of a file were understood, and which hold something that nobody reads."""

    used: Sequence[str]
    unused: Sequence[str]

    @classmethod
    def of(cls, columns: Sequence[str], rows: Iterable[tuple[Mapping[str, str], Sequence[str]]]) -> Self:
        """From each row's cells in these columns, and the headers of those besides."""
        filled: set[str] = set()
        unused: dict[str, None] = {}
        for cells, besides in rows:
            filled |= {name for name, text in cells.items() if text}
            unused |= dict.fromkeys(besides)
        return cls([name for name in columns if name in filled], list(unused))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet to write. `choices` gives a column a drop-down list, `widths` its width in characters."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[str | int | float | date | None]] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_rows(
    content: bytes,
    *,
    required: Sequence[str],
    max_bytes: int = MOST_BYTES,
    max_rows: int = 2000,
    if_none: str = "",
) -> list[Row]:
    """The filled rows below the header of the first visible sheet. Blank rows are left out.

    Headers count without spaces, asterisks and remarks in brackets: `姓名 *（必填）` is 姓名.
    Raises Invalid with a sentence for the person who uploaded; `if_none` says that the header stands alone.
    """
    check_workbook(content, max_bytes=max_bytes)
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
        numbered = _numbered_rows(book)
        headers = _find_header(numbered, required)
        filled = filter(None, (_row(number, cells, headers) for number, cells in numbered))
        rows = list(islice(filled, max_rows + 1))
    except UNREADABLE as error:
        raise Invalid(_("文件已损坏，无法读取。请用 Excel 或 WPS 打开后另存，再上传。")) from error
    if not rows:
        raise Invalid(if_none or _("表头下面没有内容，请填写后再上传。"))
    return _not_too_many(rows, max_rows)


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file. Text stays text: what begins with “=” is no formula."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        for values in (sheet.headers, *sheet.rows):
            page.append([_written(page, value) for value in values])
        _dress(page, sheet)
    _add_choices(book, sheets)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write_faults(columns: Sequence[str], faulty: Iterable[tuple[Mapping[str, str], int, str]]) -> bytes:
    """Rows to correct, in the shape of the template: the cells of each, its number and the reason."""
    rows: list[list[str | int]] = [
        [*(cells.get(name, "") for name in columns), number, reason] for cells, number, reason in faulty
    ]
    headers = [*columns, *ADDED]
    return write_workbook([Sheet(title="需要改正的行", headers=headers, rows=rows, widths={"原因": 60})])


def plain_header(text: str) -> str:
    """A header as it is compared: no spaces, no asterisk, no remark in brackets."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("*", "")
    return plain.split("(")[0] or plain


def _not_too_many(rows: list[Row], most: int) -> list[Row]:
    if len(rows) > most:
        raise Invalid(said("行数太多，一次最多 %(count)s 行。请拆成几个文件分别上传。", count=most))
    return rows


def _numbered_rows(book: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    pages = [page for page in book.worksheets if page.sheet_state == "visible"]
    if not pages:
        raise Invalid(_("文件里没有可读的工作表。"))
    pages[0].reset_dimensions()  # the declared size may be wrong
    for number, cells in enumerate(pages[0].iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > LAST_ROW:
            raise Invalid(said("工作表太长：第 %(row)s 行之后还有行。请删去末尾的空行。", row=LAST_ROW))
        yield number, cells


def _find_header(numbered: Iterator[tuple[int, Sequence[Any]]], required: Sequence[str]) -> dict[int, str]:
    best: dict[int, str] = {}
    filled = False
    for _number, cells in islice(numbered, HEADER_WITHIN):
        filled = filled or _is_filled(cells)
        headers = {at: plain_header(str(c.value)) for at, c in enumerate(cells) if c.value is not None}
        if set(required) <= set(headers.values()):
            _refuse_doubles(list(headers.values()))
            return headers
        if len(set(required) & set(headers.values())) > len(set(required) & set(best.values())):
            best = headers
    if not filled and not any(_is_filled(cells) for _number, cells in numbered):
        raise Invalid(_("表格是空的：第一张工作表里什么也没有。请下载模板，填写后再上传。"))
    missing = "、".join(name for name in required if name not in best.values())
    raise Invalid(said("缺少这些列：%(columns)s。请用模板的表头，不要改列名。", columns=missing))


def _is_filled(cells: Sequence[Any]) -> bool:
    return any(cell.value is not None and _text(cell.value) for cell in cells)


def _refuse_doubles(headers: list[str]) -> None:
    doubles = sorted({name for name in headers if headers.count(name) > 1})
    if doubles:
        named = "、".join(doubles)[:MOST_NAMED]
        raise Invalid(said("表头重复：%(columns)s。请删去多余的列。", columns=named))


def _row(number: int, cells: Sequence[Any], headers: Mapping[int, str]) -> Row | None:
    values, faults = dict.fromkeys(headers.values(), ""), dict[str, str]()
    for at, cell in enumerate(cells):
        if at in headers and cell.value is not None:
            faults |= _computed(cell, headers[at])
            values[headers[at]] = _text(cell.value)
    return Row(number, values, faults) if any(values.values()) else None


def _computed(cell: Any, header: str) -> dict[str, str]:
    if cell.data_type == "f":
        return {header: said("“%(column)s”是公式。请复制后“选择性粘贴”为值。", column=header)}
    if cell.data_type == "e":
        return {header: said("“%(column)s”是错误值，请改正。", column=header)}
    return {}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return unicodedata.normalize("NFC", str(value)).strip()


def _written(page: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = openpyxl.cell.WriteOnlyCell(page, value=value)
    cell.data_type = "s"
    return cell


def _dress(page: Any, sheet: Sheet) -> None:
    for at, header in enumerate(sheet.headers, start=1):
        cell = page.cell(1, at)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="FFE8EFE9")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = sheet.widths.get(header, 16)
    page.freeze_panes = "A2"


def _add_choices(book: Any, sheets: Sequence[Sheet]) -> None:
    """Drop-down lists point to a hidden sheet, because a list inside the rule may have 255 characters."""
    columns = [(sheet, header) for sheet in sheets for header in sheet.choices]
    if not columns:
        return
    lists = book.create_sheet("选项")
    lists.sheet_state = "hidden"
    for at, (sheet, header) in enumerate(columns, start=1):
        letter, choices = get_column_letter(at), sheet.choices[header]
        for line, choice in enumerate(choices, start=1):
            lists.cell(line, at, choice)
        source = f"{quote_sheetname('选项')}!${letter}$1:${letter}${len(choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        target = get_column_letter(list(sheet.headers).index(header) + 1)
        rule.add(f"{target}2:{target}2000")
        book[sheet.title].add_data_validation(rule)
