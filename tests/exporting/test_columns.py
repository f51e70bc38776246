"""How wide the columns of a table become."""

from app.blueprints.coedit.exporting.table_grid import grid_of
from app.blueprints.coedit.text.schema import Node, paragraph
from tests.coedit_content.documents import block, cell, text, words

NAMES = ("环节", "教师活动", "学生活动", "复备")


def shares(*rows: tuple[Node, ...]) -> list[float]:
    head = block("tableRow", *(cell(words(name), kind="tableHeader") for name in NAMES))
    grid = grid_of(block("table", head, *(block("tableRow", *row) for row in rows)))
    assert grid is not None
    return grid.shares()


def test_one_long_note_takes_no_room_from_what_stands_in_every_row() -> None:
    row = (
        cell(words("导入")),
        cell(words("出示月饼，提问怎样分。" * 6)),
        cell(words("说一说。" * 6)),
        cell(),
    )
    noted = (*row[:3], cell(words("乙校学生先用圆片分一分，再说。")))

    step, teacher, pupils, note = shares(row, row, noted, row)
    assert teacher > pupils > 1.2 * note
    assert note > step


def test_a_formula_is_not_wider_than_its_column() -> None:
    formula = block("inlineMath", latex=r"y=a(x-2.5)^2+3.5+b")
    row = (cell(words("导入")), cell(words("讲" * 300)), cell(words("听" * 300)), cell(paragraph(formula)))

    assert shares(row)[3] > 0.2


def test_columns_share_the_whole_width() -> None:
    assert abs(sum(shares((cell(paragraph(text("长" * 99))), cell(), cell(), cell()))) - 1) < 1e-9
