"""Excel files in and out: what is read, and every refusal with its sentence."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from app.core.errors import Invalid
from app.core.spreadsheet import Row, Sheet, read_rows, write_workbook
from app.web.i18n import translated

HEADERS = ["姓名", "学科", "入职"]


def workbook(*rows: Sequence[Any], headers: Sequence[Any] = HEADERS) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (headers, *rows):
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(name: str, content: bytes, source: bytes | None = None) -> bytes:
    """A workbook with one part of its zip added or replaced."""
    out = BytesIO()
    old_bytes = BytesIO(source or workbook(["周若溪", "语文", ""]))
    with zipfile.ZipFile(old_bytes) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def sheet_with(xml: str) -> bytes:
    return with_part("xl/worksheets/sheet1.xml", xml.encode())


def test_rows_come_with_the_numbers_excel_shows() -> None:
    content = workbook(["周若溪", "语文", date(2019, 8, 1)], [None, " ", None], [13800000000.0, 7, True])

    rows = read_rows(content, required=["姓名", "学科"])

    assert rows == [
        Row(2, {"姓名": "周若溪", "学科": "语文", "入职": "2019-08-01"}),
        Row(4, {"姓名": "13800000000", "学科": "7", "入职": "是"}),
    ]


def test_title_rows_above_and_remarks_in_the_header_do_no_harm() -> None:
    content = workbook([None], ["姓名 *", "学科(必填)", None], ["林知远", "数学", "x"], headers=["教师名单"])

    rows = read_rows(content, required=["姓名", "学科"])

    assert rows == [Row(4, {"姓名": "林知远", "学科": "数学"})]


def test_a_written_workbook_reads_back_and_text_stays_text() -> None:
    content = write_workbook(
        [
            Sheet(
                title="名单",
                headers=["姓名", "公式"],
                rows=[["孟青岚", "=1+1"]],
                choices={"姓名": ["孟青岚", "何嘉言"]},
                widths={"姓名": 30},
            ),
            Sheet(title="说明", headers=["怎样填写"]),
        ]
    )

    assert read_rows(content, required=["姓名"])[0].cells == {"姓名": "孟青岚", "公式": "=1+1"}
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["名单", "说明", "选项"]
    assert book["名单"].data_validations.dataValidation[0].sqref


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
REFUSALS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "空的"),
    "not Excel": (lambda: b"name,subject\n", "不是 Excel"),
    "cut off": (lambda: workbook(["a", "b", "c"])[:900], "不是 Excel"),
    "a renamed zip": (
        lambda: with_part("readme.txt", b"x", zipped({"word/document.xml": b""})),
        "不是 Excel",
    ),
    "old Excel": (lambda: OLE + b"\0" * 600, ".xls"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "宏"),
    "links": (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "链接"),
    "zip bomb": (lambda: with_part("xl/media/a.png", b"\0" * (31 * 1024 * 1024)), "解开后太大"),
    "entity bomb": (lambda: sheet_with(f"{BOMB}<worksheet>&b;</worksheet>"), "损坏"),
    "broken sheet": (lambda: sheet_with("<worksheet><sheetData><row"), "损坏"),
    "broken workbook": (lambda: with_part("xl/workbook.xml", b"<workbook"), "损坏"),
    "missing columns": (lambda: workbook(["a"], headers=["名字", "入职"]), "缺少这些列：姓名、学科"),
    "a missing column": (lambda: workbook(["a"], headers=["姓名", "入职"]), "缺少这些列：学科"),
    "double columns": (lambda: workbook(["a"], headers=["姓名", "学科", "姓名"]), "表头重复：姓名"),
    "no rows": (workbook, "没有内容"),
    "no cells": (lambda: workbook(headers=[]), "表格是空的"),
    "blank cells": (lambda: workbook([None], [" "], headers=[" "]), "表格是空的"),
    "rows far below": (lambda: workbook(*[[None]] * 12, ["a"], headers=[]), "缺少这些列"),
    "too many rows": (lambda: workbook(*[["a", "b", "c"]] * 31), "最多 30 行"),
}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_what_excel_computes_is_a_fault_of_its_row_alone() -> None:
    content = workbook(["a", "=A1", ""], ["b", "c", ""], ["d", "#N/A", ""])

    rows = read_rows(content, required=["姓名", "学科"])

    assert [(row.number, [translated(fault)[:8] for fault in row.faults.values()]) for row in rows] == [
        (2, ["“学科”是公式。"]), (3, []), (4, ["“学科”是错误值"]),
    ]  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_a_bad_file_is_refused_with_a_clear_sentence(case: str) -> None:
    build, sentence = REFUSALS[case]

    with pytest.raises(Invalid) as refusal:
        read_rows(build(), required=["姓名", "学科"], max_rows=30)

    assert sentence in str(refusal.value)


def test_a_big_file_is_refused_before_it_is_opened() -> None:
    with pytest.raises(Invalid, match="最多 1 MB"):
        read_rows(b"PK" + b"\0" * 1024 * 1024, required=["姓名"], max_bytes=1024 * 1024)


def test_a_row_a_million_lines_below_does_not_hang() -> None:
    cell = '<c r="{0}{1}" t="inlineStr"><is><t>{2}</t></is></c>'
    header = "".join(cell.format(c, 1, t) for c, t in zip("AB", ["姓名", "学科"], strict=True))
    last = cell.format("A", 1048576, "顾以恒")
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{header}</row><row r="1048576">{last}</row></sheetData></worksheet>'
    )

    with pytest.raises(Invalid, match="删去末尾的空行"):
        read_rows(sheet_with(xml), required=["姓名"])
