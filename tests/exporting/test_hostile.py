"""What somebody may put into a text to reach files, other machines, or everybody's patience."""

import time
import zipfile
from io import BytesIO

import pytest
from flask import Flask

from app.blueprints.coedit.exporting.markdown import markdown_of
from app.blueprints.coedit.exporting.print_page import page_of
from app.blueprints.coedit.room.limits import MOST_DOCUMENT_BYTES
from app.blueprints.coedit.text.schema import Node, doc, paragraph, text_node
from tests.coedit_content.documents import block, cell, text, words
from tests.exporting.conftest import WordOf, paper
from tests.exporting.word_reader import equations, opened, words_of

TRICKS = [
    r"\input{/etc/passwd}",
    r"\include{/etc/passwd}",
    r"\def\a{\a\a}\a",
    r"\write18{touch /tmp/x}",
    "</m:t></m:r><w:p/>",
    "<script>alert(1)</script>",
    "x" * 100_000,
    "{" * 3000,
    "\ufffe\uffff\x01",
]


@pytest.mark.parametrize("latex", TRICKS, ids=range(len(TRICKS)))
def test_a_formula_is_an_equation_or_stays_as_it_was_typed(word_of: WordOf, latex: str) -> None:
    pm = doc(
        block("blockMath", latex=latex), paragraph(block("inlineMath", latex=r"\frac{1}{2}"), text("末"))
    )
    content = word_of(pm)
    page, _files = page_of(paper(pm))

    assert equations(content) >= 1
    assert words_of(content).split("版本")[0].count("末") == 1
    assert "root:" not in words_of(content) + page.decode()
    assert b"<script" not in page


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "\\\\server\\share", "//evil"]
)
def test_only_web_addresses_become_links(word_of: WordOf, href: str) -> None:
    pm = doc(paragraph(text("点这里", link=href)))
    content = word_of(pm)
    page, _files = page_of(paper(pm))

    assert not [each for each in opened(content).part.rels.values() if each.is_external]
    assert "点这里" in words_of(content)
    assert href not in page.decode()
    assert href not in markdown_of(paper(pm), {})


def test_words_never_become_markup(word_of: WordOf) -> None:
    written = '{{主备人}} <w:p> <img src="file:///etc/passwd"> $\\input{x}$ `a` [b](javascript:c) ]]> &lt;'
    pm = doc(paragraph(text(written)))

    assert "".join(written.split()) in words_of(word_of(pm))
    markdown = markdown_of(paper(pm), {})
    assert markdown.count(r"\<img") == markdown.count("<img") == 1
    assert r"\[b\](javascript" in markdown
    assert r"\$" in markdown
    page, files = page_of(paper(pm))
    assert (b"<img" in page, files) == (False, {})


def test_pictures_of_elsewhere_are_left_out(word_of: WordOf) -> None:
    sources = ["https://evil.example/x.png", "file:///etc/passwd", "/documents/8/images/" + "cd" * 32]
    pm = doc(*(block("image", src=src, alt="图") for src in sources))
    page, files = page_of(paper(pm))

    assert "[图片：图]" in words_of(word_of(pm))
    assert (b"evil" in page, files) == (False, {})
    assert not [name for name in zipfile.ZipFile(BytesIO(word_of(pm))).namelist() if "media" in name]


def test_ten_thousand_rows(word_of: WordOf) -> None:
    rows = [
        block("tableRow", *(cell(words(f"{row}-{column}")) for column in range(4))) for row in range(10_000)
    ]
    started = time.monotonic()

    content = word_of(doc(block("table", *rows)))

    assert len(opened(content).tables[1]._tbl.tr_lst) == 10_000
    assert time.monotonic() - started < 60


def test_tables_in_tables_and_too_many_columns(word_of: WordOf) -> None:
    nested: Node = words("最里面")
    for _depth in range(50):
        nested = block("table", block("tableRow", cell(nested)))
    wide = block("table", block("tableRow", *(cell(words(f"列{column}")) for column in range(70))))
    spans = block("table", block("tableRow", cell(words("宽"), colspan=1000, rowspan=1000)))

    written = words_of(word_of(doc(nested, wide, spans)))

    assert "最里面" in written
    assert "列69" in written
    assert "宽" in written


def test_a_text_at_its_limit_still_leaves(app: Flask, word_of: WordOf) -> None:
    """Half of it in one paragraph, half of it in very many."""
    letters = MOST_DOCUMENT_BYTES // 6
    many = [paragraph(text_node("教" * 40)) for _ in range(letters // 40)]
    pm = doc(paragraph(text_node("案" * letters)), *many)

    content = word_of(pm)

    with zipfile.ZipFile(BytesIO(content)) as package:
        body = package.read("word/document.xml").decode()
    assert (body.count("案"), body.count("教") > letters - 80) == (letters + 1, True)
    assert len(page_of(paper(pm))[0]) > letters


def test_tables_fifty_deep_are_exported_with_all_their_words(word_of: WordOf) -> None:
    inner: Node = paragraph(text_node("第50层"))
    for depth in range(49, 0, -1):
        inner = block("table", block("tableRow", cell(paragraph(text_node(f"第{depth}层")), inner)))
    pm = doc(block("table", block("tableRow", cell(inner))))
    said = words_of(word_of(pm))
    page, _files = page_of(paper(pm))

    for depth in range(1, 51):
        assert f"第{depth}层" in said
        assert f"第{depth}层" in page.decode()
    assert "第50层" in markdown_of(paper(pm), {})
