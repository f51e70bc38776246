"""The minutes of a lesson's steps, as the editor adds them up (tests/editor/minutes.test.ts)."""

import json
from pathlib import Path

import pytest

from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.minutes import minutes_in, with_sums
from app.core.richtext import cleaned

CASES = json.loads((Path(__file__).parents[1] / "editor" / "minutes.json").read_text())
HEAD = "<tr><th>环节</th><th>时 间</th><th>教师活动</th></tr>"


def line_under(rows: str, head: str = HEAD) -> str:
    html = html_of(read_html(f"<table>{head}{rows}</table><p>后面</p>"))
    shown = with_sums(cleaned(html), lambda minutes: f"合计 {minutes} 分钟")
    assert shown.endswith("<p>后面</p>")
    return str(shown).partition('<p class="minutes-sum">')[2].partition("</p>")[0]


@pytest.mark.parametrize("words", CASES)
def test_minutes_are_read_as_people_write_them(words: str) -> None:
    minutes = minutes_in(words)

    assert (minutes and [minutes.least, minutes.most]) == CASES[words]


def test_merged_cells_count_once_and_only_in_their_column() -> None:
    rows = """<tr><td>导入</td><td>5分钟</td><td>用 3 分钟提问</td></tr>
      <tr><td>新授</td><td rowspan="2">１０～１２分钟</td><td></td></tr>
      <tr><td>练习</td><td>读 20 分钟</td></tr>
      <tr><td colspan="3">第二课时 40分钟</td></tr>"""

    assert line_under(rows) == "合计 15～17 分钟"


def test_other_tables_have_no_sum() -> None:
    assert line_under("<tr><td>x</td><td>5分钟</td></tr>", "<tr><th>姓名</th><th>时间</th></tr>") == ""
    assert str(with_sums(cleaned("<p>没有表</p>"), str)) == "<p>没有表</p>"


def test_what_stands_in_the_sentence_is_escaped() -> None:
    html = cleaned(html_of(read_html(f"<table>{HEAD}<tr><td>a</td><td>5</td><td></td></tr></table>")))

    assert "&lt;b&gt;5" in with_sums(html, lambda minutes: f"<b>{minutes}")
