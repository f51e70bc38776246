"""Tables of Word files keep every cell where Word draws it, however ragged the rows are."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.blueprints.coedit.text.content import text_of
from app.blueprints.coedit.text.plain_text import walk
from app.blueprints.coedit.text.schema import Node
from app.blueprints.coedit.word.importing import read_word
from tests.coedit_content.word_files import body, line

Read = list[list[tuple[str, int, int]]]  # rows of words with how many columns and rows they cover


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def table(*rows: str, grid: tuple[int, ...] = (2000, 2000, 2000)) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(*cells: str, more: str = "") -> str:
    return f"<w:tr><w:trPr>{more}</w:trPr>{''.join(cells)}</w:tr>"


def cell(words: str, span: int = 1, merge: str = "") -> str:
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{line(words)}</w:tc>'


def tables_in(*blocks: str) -> list[Node]:
    pm = read_word(body(line("教案"), *blocks)).pm
    return [node for node in walk(pm) if node["type"] == "table"]


def read(*rows: str, grid: tuple[int, ...] = (2000, 2000, 2000)) -> Read:
    [found] = tables_in(table(*rows, grid=grid))
    return [
        [(text_of(each), each["attrs"]["colspan"], each["attrs"]["rowspan"]) for each in line_["content"]]
        for line_ in found["content"]
    ]


BELOW = row(cell("一"), cell("二"), cell("三"))
ALONE = [("一", 1, 1), ("二", 1, 1), ("三", 1, 1)]


@pytest.mark.parametrize("more", ["", '<w:gridAfter w:val="2"/>'])
def test_a_short_first_row_takes_no_columns_from_those_below(more: str) -> None:
    assert read(row(cell("课题"), more=more), BELOW) == [[("课题", 1, 1), ("", 2, 1)], ALONE]


def test_a_row_that_begins_further_right_stays_there() -> None:
    before = '<w:gridBefore w:val="1"/>'
    assert read(row(cell("教师"), cell("学生"), more=before), BELOW) == [
        [("", 1, 1), ("教师", 1, 1), ("学生", 1, 1)],
        ALONE,
    ]


def test_a_grid_that_names_too_few_columns() -> None:
    assert read(BELOW, BELOW, grid=(2000,)) == [ALONE, ALONE]


def test_a_cell_is_no_wider_than_the_grid() -> None:
    assert read(row(cell("课题", 9)), BELOW) == [[("课题", 3, 1)], ALONE]


def test_only_cells_of_the_same_columns_go_on_downwards() -> None:
    first = row(cell("过程", 1, "restart"), cell("导入", 2, "restart"))
    assert read(
        first,
        row(cell("", 1, "continue"), cell("", 1, "continue"), cell("新授")),
        row(cell("", 1, "continue")),
    ) == [
        [("过程", 1, 3), ("导入", 2, 1)],
        [("", 1, 1), ("新授", 1, 1)],
        [("", 2, 1)],
    ]
    misplaced = row(cell("", 2, "continue"), cell("小结"))
    assert read(first, misplaced) == [[("过程", 1, 1), ("导入", 2, 1)], [("", 2, 1), ("小结", 1, 1)]]


def test_a_merged_cell_without_a_beginning_keeps_its_words() -> None:
    go_on = row(cell("过程", 1, "continue"), cell("导入", 2))
    assert read(go_on, row(cell("", 1, "continue"), cell("新授", 2))) == [
        [("过程", 1, 2), ("导入", 2, 1)],
        [("新授", 2, 1)],
    ]


def test_edges_that_are_not_quite_below_each_other_make_no_column() -> None:
    """Word has a column of half a millimetre then, and rows that end before it."""
    [found] = tables_in(
        table(
            row(cell("课题"), cell("认识分数", 2), more='<w:gridAfter w:val="1"/>'),
            row(cell("年级", 2), cell("三", 2)),
            row(cell("过程", 2, "restart"), cell("导入", 2)),
            row(cell("", 2, "continue"), cell("新授"), more='<w:gridAfter w:val="1"/>'),
            grid=(2000, 30, 4000, 20),
        )
    )
    spans = [[each["attrs"]["colspan"] for each in line_["content"]] for line_ in found["content"]]
    assert spans == [[1, 1], [1, 1], [1, 1], [1]]
    assert found["content"][2]["content"][0]["attrs"]["rowspan"] == 2


def test_a_narrow_column_with_words_stays() -> None:
    assert read(row(cell("甲"), cell("乙")), row(cell("丙"), cell("丁")), grid=(4000, 60)) == [
        [("甲", 1, 1), ("乙", 1, 1)],
        [("丙", 1, 1), ("丁", 1, 1)],
    ]


def test_a_deleted_row_is_gone() -> None:
    gone = row(cell(""), cell(""), cell(""), more='<w:del w:id="1" w:author="林知远"/>')
    assert read(BELOW, gone, BELOW) == [ALONE, ALONE]


def test_a_row_repeated_from_the_middle_stays_in_the_middle() -> None:
    """Word repeats only rows from the first one on."""
    head = row(cell("组"), cell("发现"), cell("想法"), more="<w:tblHeader/>")
    assert read(BELOW, head, BELOW) == [ALONE, [("组", 1, 1), ("发现", 1, 1), ("想法", 1, 1)], ALONE]
