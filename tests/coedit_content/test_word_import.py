"""A Word lesson plan keeps its words, tables, pictures and formulas on the way into the editor."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.blueprints.coedit.text.chinese_numbers import formatted
from app.blueprints.coedit.text.content import from_pm, text_of, to_pm
from app.blueprints.coedit.text.html_read import UNKNOWN_PICTURE
from app.blueprints.coedit.text.paper import CELL_MARGINS, PAPER_PIXELS
from app.blueprints.coedit.text.plain_text import walk
from app.blueprints.coedit.text.schema import Node, paragraph
from app.blueprints.coedit.word.importing import WordDraft, read_word
from app.core.errors import Invalid
from tests.coedit_content import word_files
from tests.coedit_content.documents import block, text, words
from tests.coedit_content.test_html_read import assert_valid


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def nodes(draft: WordDraft, kind: str) -> list[Node]:
    return [node for node in walk(draft.pm) if node["type"] == kind]


def spans(table: Node) -> list[list[tuple[str, int, int]]]:
    return [
        [(text_of(cell), cell["attrs"]["colspan"], cell["attrs"]["rowspan"]) for cell in row["content"]]
        for row in table["content"]
    ]


def test_everything_of_a_word_file_arrives() -> None:
    draft = read_word(word_files.word_with_everything())

    title, goals, line, formula, bullets, numbers, form, picture, last = draft.pm["content"]
    assert title == block("heading", text("认识分数"), level=1), "no smaller than the headings below it"
    assert goals == block("heading", text("教学目标"), level=2)
    assert line == paragraph(
        text("能说出"), text("分子", "underline"), text("分母", "bold"), text("2", "subscript"),
        text("3", "superscript"), block("inlineMath", latex=r"\frac{1}{2}"),
    )  # fmt: skip
    assert formula == block("blockMath", latex=r"\frac{3}{4}")
    assert bullets == block("bulletList", block("listItem", words("圆片")), block("listItem", words("彩纸")))
    assert numbers == block("orderedList", block("listItem", words("导入")), start=1)
    assert spans(form) == [
        [("课题", 1, 1), ("认识分数", 3, 1)],
        [("年级", 1, 1), ("三年级", 1, 1), ("主备", 1, 1), ("林知远", 1, 1)],
        [("教学过程", 1, 2), ("导入", 1, 1), ("分月饼", 1, 1), ("说一说", 1, 1)],
        [("小结", 1, 1), ("读一读", 2, 1)],
    ]
    assert picture["attrs"] == {
        "src": f"picture:{draft.pictures[0].digest}", "width": 227, "height": 113,
    }  # fmt: skip
    assert last == paragraph(text("见"), text("课标", link="https://example.org/课标"))
    assert (draft.title, draft.unreadable_pictures, len(draft.pictures)) == ("认识分数", 0, 1)


def test_the_sample_lesson_plan_of_the_demo() -> None:
    content = word_files.DEMO.read_bytes()
    draft = read_word(content)

    assert len(content) < 60_000
    assert draft.title == "《认识分数》第一课时教案"
    head, steps = nodes(draft, "table")
    assert spans(head)[3][1][1:] == (3, 1)  # 教学目标 over three columns
    assert any(rowspan == 3 for row in spans(steps) for _words, _colspan, rowspan in row)
    assert [node["attrs"]["latex"] for node in nodes(draft, "inlineMath")] == [
        r"\frac{1}{2}", r"\frac{1}{4}", r"\frac{1}{8}",
    ]  # fmt: skip
    assert (len(nodes(draft, "image")), len(draft.pictures), draft.unreadable_pictures) == (1, 1, 0)


def heads(table: Node) -> list[str]:
    cells = (cell for row in table["content"] for cell in row["content"])
    return [text_of(cell) for cell in cells if cell["type"] == "tableHeader"]


def test_only_rows_that_name_columns_become_heads() -> None:
    draft = read_word(word_files.word_with_tables())

    assert [heads(table) for table in nodes(draft, "table")] == [
        [],
        ["组", "发现"],
        ["环节", "时 间", "教师活动", "学生活动"],
        ["教学环节", "师生活动", "设计意图"],
    ]
    assert "课题" in text_of(draft.pm)


def test_columns_are_as_wide_as_in_word() -> None:
    draft = read_word(word_files.word_with_tables())

    first_rows = [table["content"][0]["content"] for table in nodes(draft, "table")]
    assert [[cell["attrs"]["colwidth"] for cell in row] for row in first_rows] == [
        [[58], [234], [58], [234]],
        [[58], [117]],  # narrower than the paper
        [[50], [55], [298], [181]],
        [[117, 350, 117]],
    ]


def test_a_table_in_a_cell_is_no_wider_than_its_words_may_be() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("小组活动")
        outer = document.add_table(rows=1, cols=3, style="Table Grid")
        outer.cell(0, 1).add_table(rows=1, cols=2)

    outer, inner = nodes(read_word(word_files.word(write)), "table")

    def widths(table: Node) -> list[int]:
        cells = table["content"][0]["content"]
        return [width for cell in cells for width in cell["attrs"]["colwidth"]]

    assert sum(widths(outer)) == PAPER_PIXELS  # not a pixel more: its last border would be out of sight
    assert sum(widths(inner)) == widths(outer)[1] - CELL_MARGINS


def test_what_was_read_is_valid_for_the_editor() -> None:
    for content in (word_files.DEMO.read_bytes(), word_files.word_that_pandoc_would_shorten()):
        pm = read_word(content).pm

        for node in walk(pm):
            assert_valid(node)
        assert to_pm(from_pm(pm)) == pm


def test_words_that_pandoc_would_drop_stay() -> None:
    draft = read_word(word_files.word_that_pandoc_would_shorten())

    assert text_of(draft.pm).split("\n") == [
        "读:分",
        "框外前框外后",
        "框里一",
        "框里二",
        "图前",
        f"式前{UNKNOWN_PICTURE}式后",
    ]
    assert len(nodes(draft, "image")) == 1


def test_chinese_numbers_of_word_are_kept_as_words() -> None:
    draft = read_word(word_files.word_with_chinese_numbers())

    assert [text_of(node) for node in draft.pm["content"][:-1]] == [
        "第1课时 初步认识", "一、目标", "二、过程", "(一)导入", "① 提问", "② 折纸", "(二)新授", "三、反思",
        "第2课时 简单应用",
    ]  # fmt: skip
    assert draft.pm["content"][0]["type"] == "heading"
    assert draft.pm["content"][-1] == block(
        "orderedList", block("listItem", words("圆片")), block("listItem", words("彩纸")), start=1
    )


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (11, "chineseLegalSimplified", "壹拾壹"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (13, "ideographZodiac", "子"),
        (10, "ideographDigital", "一〇"),
        (3, "upperLetter", "C"),
        (14, "lowerRoman", "xiv"),
        (7, "decimal", "7"),
        (0, "chineseCounting", "0"),
        (5, "unheardOf", "5"),
    ],
)
def test_numbers_as_word_writes_them(number: int, kind: str, written: str) -> None:
    assert formatted(number, kind) == written


def test_pictures_in_old_formats_are_marked_and_counted() -> None:
    draft = read_word(word_files.word_that_pandoc_would_shorten())

    assert draft.unreadable_pictures == 1


def test_a_picture_used_twice_is_kept_once() -> None:
    def write(document: Any) -> None:
        for _ in range(2):
            document.add_picture(io.BytesIO(word_files.picture()))

    draft = read_word(word_files.word(write))

    assert len(nodes(draft, "image")) == 2
    assert len(draft.pictures) == 1


def test_a_word_file_without_words_is_refused() -> None:
    for write in (lambda document: None, lambda document: document.add_table(2, 2)):
        with pytest.raises(Invalid, match="文档里没有文字"):
            read_word(word_files.word(write))


def test_a_scanned_plan_has_no_words_but_is_read() -> None:
    scanned = word_files.word(lambda document: document.add_picture(io.BytesIO(word_files.picture())))

    draft = read_word(scanned)

    assert len(nodes(draft, "image")) == 1
    assert draft.title == ""


def outline(node: Node) -> list[object]:
    """The words of a list, what stands below an item behind it."""
    found: list[object] = []
    for item in node["content"]:
        first, *below = item["content"]
        found.append(text_of(first))
        found += [outline(each) for each in below]
    return found


def test_the_nested_list_styles_of_word_nest() -> None:
    draft = read_word(word_files.word_with_nested_styles())

    bullets, numbers, _words, by_hand = draft.pm["content"]
    assert bullets["type"] == "bulletList"
    assert outline(bullets) == ["准备", ["圆片", ["红色"], "彩纸"], "过程", ["折", "剪", ["沿线"]]]
    steps = bullets["content"][1]["content"][1]
    assert steps["type"] == "orderedList"
    assert outline(numbers) == ["作业"]
    assert outline(by_hand) == ["练习", ["口算", ["带括号"], "笔算"]]
