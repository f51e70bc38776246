"""Pinyin over characters in each format: over its character, at the size of the words around it."""

from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import html

from app.blueprints.coedit.exporting.markdown import markdown_of
from app.blueprints.coedit.exporting.print_page import page_of
from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.coedit.text.schema import Node, doc, paragraph, text_node
from app.blueprints.coedit.word.importing import read_word
from tests.coedit_content.documents import block, cell, text
from tests.exporting.conftest import WordOf, paper
from tests.exporting.test_template_places import form
from tests.exporting.word_reader import opened, words_of

pytestmark = pytest.mark.usefixtures("_inside")


def over(words: str, reading: str, *marks: str) -> Node:
    others: list[Node] = [{"type": mark} for mark in marks]
    return text_node(words, [*others, {"type": "ruby", "attrs": {"text": reading}}])


LINE = paragraph(over("春", "chūn", "bold"), over("眠", "mián"), text("不觉"), over("晓", "xiǎo "))
POEM = doc(
    block("heading", over("春", "chūn"), level=1),
    LINE,
    block("table", block("tableRow", cell(paragraph(over("妈", "mā"), over("妈", "mā "))))),
)


def test_word_has_phonetic_guides(word_of: WordOf) -> None:
    content = word_of(POEM)
    guides = list(opened(content).element.body.iter(qn("w:ruby")))

    def words(guide: Any, part: str) -> str:
        return "".join(letters.text for letters in guide.find(qn(part)).iter(qn("w:t")))

    pairs = [(words(guide, "w:rubyBase"), words(guide, "w:rt")) for guide in guides]
    assert pairs == [
        ("春", "chūn"), ("春", "chūn"), ("眠", "mián"), ("晓", "xiǎo"), ("妈", "mā"), ("妈", "mā"),
    ]  # fmt: skip
    sizes = [guide.find(qn("w:rubyPr")).find(qn("w:hpsBaseText")).get(qn("w:val")) for guide in guides]
    assert sizes == ["32", "24", "24", "24", "21", "21"]  # as the form and the style of tables say
    assert guides[1].find(f".//{qn('w:rubyBase')}//{qn('w:b')}") is not None
    assert "不觉" in words_of(content)


def test_what_leaves_as_word_comes_back_with_its_pinyin(word_of: WordOf) -> None:
    brought = read_word(word_of(doc(LINE), form(lambda document: document.add_paragraph("{{正文}}")))).pm

    assert brought["content"] == [paragraph(*LINE["content"][:-1], over("晓", "xiǎo"))]


def test_markdown_shows_it_above_and_reads_well_without() -> None:
    written = markdown_of(paper(POEM), {})

    assert "**<ruby>春<rp>(</rp><rt>chūn</rt><rp>)</rp></ruby>**" in written
    assert "<ruby>眠<rp>(</rp><rt>mián</rt><rp>)</rp></ruby>不觉" in written
    line = next(line for line in written.splitlines() if "不觉" in line)
    assert html.fromstring(line.replace("*", "")).text_content() == "春(chūn)眠(mián)不觉晓(xiǎo)"
    again = read_html(f"<p>{line}</p>".replace("**", ""))["content"][0]
    assert [each["text"] for each in again["content"]] == ["春", "眠", "不觉", "晓"]


def test_the_printed_page_keeps_it() -> None:
    page = html.fromstring(page_of(paper(POEM))[0])

    assert [ruby.text_content() for ruby in page.iter("ruby")][:3] == ["春chūn", "春chūn", "眠mián"]


def test_a_reading_holds_no_tags() -> None:
    written = markdown_of(paper(doc(paragraph(over("字", "<b>zì</b>")))), {})

    assert "<rt>&lt;b&gt;zì&lt;/b&gt;</rt>" in written
