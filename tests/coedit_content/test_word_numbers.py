"""Numbers that Word counts by itself read in the editor as they do in Word."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from flask import Flask

from app.blueprints.coedit.text.content import text_of
from app.blueprints.coedit.text.schema import Node
from app.blueprints.coedit.word.importing import read_word
from tests.coedit_content.word_files import element, line, run, text_box, word

Levels = Sequence[tuple[str, str]]  # of each level: how it counts, and its pattern
LETTERS, DECIMAL = ("upperLetter", "%1."), ("decimal", "%1.")


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def numbered(words: str, number: int, depth: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr>{run(words)}</w:p>"


def level(depth: int, kind: str, pattern: str, more: str = "") -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inner}</w:lvl>'


def read(
    blocks: Sequence[str], levels: Levels | str, nums: Mapping[int, str], styles: Sequence[str] = ()
) -> list[Node]:
    """The paragraphs, in a file with one numbering; `nums`: what each number overrides in it."""
    described = (
        levels
        if isinstance(levels, str)
        else "".join(level(depth, kind, pattern) for depth, (kind, pattern) in enumerate(levels))
    )

    def write(document: Any) -> None:
        root = document.part.numbering_part.element
        root.insert(0, element(f'<w:abstractNum w:abstractNumId="90">{described}</w:abstractNum>'))
        for number, more in nums.items():
            root.append(element(f'<w:num w:numId="{number}"><w:abstractNumId w:val="90"/>{more}</w:num>'))
        for style in styles:
            document.styles.element.append(element(style))
        for block in blocks:
            document.element.body.sectPr.addprevious(element(block))

    return list(read_word(word(write)).pm["content"])


def words_of(nodes: Sequence[Node]) -> list[str]:
    return [text_of(node) for node in nodes]


def anew(depth: int = 0, start: int = 1) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def test_answers_to_choose_from_keep_their_letters_and_begin_anew() -> None:
    blocks = [
        line("1．选一选"), numbered("苹果", 90), numbered("香蕉", 90),
        line("2．再选"), numbered("红", 91), numbered("绿", 91),
    ]  # fmt: skip
    assert words_of(read(blocks, [LETTERS], {90: "", 91: anew()})) == [
        "1．选一选", "A. 苹果", "B. 香蕉", "2．再选", "A. 红", "B. 绿",
    ]  # fmt: skip


def test_numbers_that_go_on_go_on() -> None:
    blocks = [numbered("甲", 90), line("中间"), numbered("乙", 91), numbered("丙", 92)]
    assert words_of(read(blocks, [("chineseCounting", "%1、")], {90: "", 91: "", 92: anew(0, 7)})) == [
        "一、甲", "中间", "二、乙", "七、丙",
    ]  # fmt: skip


def test_levels_that_nobody_uses_do_not_count() -> None:
    [numbers] = read(
        [numbered("折", 90), numbered("剪", 90)], [DECIMAL, ("chineseCounting", "%2、")], {90: ""}
    )
    assert (numbers["type"], words_of(numbers["content"])) == ("orderedList", ["折", "剪"])


def test_a_list_that_reads_like_ours_stays_a_list() -> None:
    blocks = [numbered("过程", 90), numbered("导入", 90, 1), numbered("提问", 90, 2)]
    levels = [DECIMAL, ("decimal", "(%2)"), ("decimalEnclosedCircle", "%3")]
    [numbers] = read(blocks, levels, {90: ""})

    outer = numbers["content"][0]["content"]
    inner = outer[1]["content"][0]["content"]
    assert [text_of(block) for block in (outer[0], inner[0], inner[1])] == ["过程", "导入", "提问"]
    assert numbers["type"] == outer[1]["type"] == inner[1]["type"] == "orderedList"


def test_numbers_of_several_levels_stay_whole() -> None:
    blocks = [numbered("目标", 90), numbered("知识", 90, 1), numbered("能力", 90, 1)]
    assert words_of(read(blocks, [DECIMAL, ("decimal", "%1.%2")], {90: ""})) == [
        "1. 目标", "1.1 知识", "1.2 能力",
    ]  # fmt: skip


def test_a_number_beside_its_words_without_a_gap() -> None:
    levels = level(0, "chineseCounting", "第%1关", '<w:suff w:val="nothing"/>')
    assert words_of(read([numbered("：读题", 90)], levels, {90: ""})) == ["第一关：读题"]


def test_a_number_may_read_otherwise_than_its_numbering() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "ideographTraditional", "%1、")}</w:lvlOverride>'
    assert words_of(read([numbered("读", 90)], [DECIMAL], {90: other})) == ["甲、读"]


def test_styles_pass_their_numbers_on_to_styles_based_on_them() -> None:
    numbering = '<w:pPr><w:numPr><w:numId w:val="90"/></w:numPr></w:pPr>'
    styles = [
        f'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="条目"/>{numbering}</w:style>',
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="小条目"/><w:basedOn w:val="a"/></w:style>',
    ]
    blocks = [f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run("读")}</w:p>' for style in ("a", "b")]
    assert words_of(read(blocks, [("chineseCounting", "%1、")], {90: ""}, styles)) == ["一、读", "二、读"]


def test_a_numbering_that_only_names_a_list_style() -> None:
    style = (
        '<w:style w:type="numbering" w:styleId="l"><w:name w:val="条"/>'
        '<w:pPr><w:numPr><w:numId w:val="90"/></w:numPr></w:pPr></w:style>'
    )

    def link(document: Any) -> None:
        root = document.part.numbering_part.element
        root.insert(0, element('<w:abstractNum w:abstractNumId="90"/>'))
        root[0].append(element(level(0, "chineseCounting", "%1、")))
        root.insert(
            1, element('<w:abstractNum w:abstractNumId="91"><w:numStyleLink w:val="l"/></w:abstractNum>')
        )
        for number in (90, 91):
            root.append(element(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        document.styles.element.append(element(style))
        document.element.body.sectPr.addprevious(element(numbered("读", 91)))

    assert words_of(read_word(word(link)).pm["content"]) == ["一、读"]


def test_numbers_in_a_text_box_count_once() -> None:
    box = text_box("框").replace("<w:p>", f"<w:p>{numbered('', 90)[5 : numbered('', 90).index('<w:r>')]}")
    blocks = [numbered("前", 90), line(box), numbered("后", 90)]
    assert words_of(read(blocks, [("chineseCounting", "%1、")], {90: ""})) == ["一、前", "二、框", "三、后"]
