"""A Word file as an independent reader sees it."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.oxml.ns import qn

from app.blueprints.coedit.text.schema import Node

W, M = "w", "m"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def words_of(content: bytes) -> str:
    """All words of the body without gaps, those of formulas too."""
    body = opened(content).element.body
    letters = (
        node.text or "" for node in body.iter() if isinstance(node.tag, str) and node.tag.endswith("}t")
    )
    return "".join("".join(letters).split())


def equations(content: bytes) -> int:
    return sum(1 for _ in opened(content).element.body.iter(MATH))


def geometry(table: Any) -> list[list[tuple[int, str]]]:
    """(columns it goes over, how it goes down) of each cell, row by row."""
    rows = []
    for row in table._tbl.tr_lst:
        cells = []
        for cell in row.tc_lst:
            properties = cell.tcPr
            span = properties.find(qn("w:gridSpan"))
            merge = properties.find(qn("w:vMerge"))
            down = "" if merge is None else merge.get(qn("w:val"), "continue")
            cells.append((1 if span is None else int(span.get(qn("w:val"))), down))
        rows.append(cells)
    return rows


def words_in(pm: Node) -> Sequence[str]:
    """Each run of text, without gaps."""
    found: list[str] = []
    waiting = [pm]
    while waiting:
        node = waiting.pop()
        if node["type"] == "text":
            found.append("".join(node["text"].split()))
        waiting += reversed(node.get("content", []))
    return [words for words in found if words]
