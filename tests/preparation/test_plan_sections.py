"""Which sections a plan has: by its template, and in a Word file by what people call them."""

import pytest

from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.preparation.service.sections import sections_of, with_sections
from app.blueprints.preparation.service.templates import filled, templates


def keys(html: str) -> list[tuple[str, str | None]]:
    content = with_sections(read_html(html))["content"]
    return [(node["type"], node.get("attrs", {}).get("section")) for node in content]


@pytest.mark.parametrize("key", templates())
def test_every_heading_of_a_template_names_a_section_of_its_own(key: str) -> None:
    headings = [node for node in filled(templates()[key], {})["content"] if node["type"] == "heading"]
    named = [heading["attrs"]["section"] for heading in headings]

    assert len(set(named)) == len(named) > 5
    assert [section.key for section in sections_of(f"{key}@1")] == named


def test_without_a_template_every_lesson_plan_has_these() -> None:
    assert {"objectives", "process", "board_design", "homework"} <= {each.key for each in sections_of(None)}


def test_headings_of_a_word_file_are_recognised() -> None:
    html = "<h1>认识分数</h1><h3>一、教学目标：</h3><p>……</p>"
    html += "<h2>（二）教学重难点</h2><h2>教学 过程</h2><h2>其他</h2>"

    assert [key for _kind, key in keys(html)] == [None, "objectives", None, "key_points", "process", None]


def test_so_are_lines_of_nothing_but_such_words_but_no_sentence() -> None:
    html = "<p><b>【教学目标】</b></p><p>教学过程要活泼。</p><p>三、板书设计</p><p>板书设计</p>"

    assert keys(html) == [
        ("heading", "objectives"),
        ("paragraph", None),
        ("heading", "board_design"),
        ("paragraph", None),  # the second of a name is ordinary
    ]
