"""Codes read as names, in the reader's language."""

import pytest
from flask import Flask, render_template_string, session

CASES = [
    ("{{ 'mathematics'|subject_name }}", "数学", "Mathematics"),
    ("{{ 'g3'|grade_name }}", "三年级", "Grade 3"),
    ("{{ 'g10'|grade_name('54') }}", "高一", "Grade 10"),
    ("{{ 'unified'|edition_name }}", "统编版", "National unified edition"),
    ("{{ 'first'|volume_name }}", "上册", "Volume 1"),
    ("{{ 'first'|title_name }}", "一级教师", "First-grade teacher"),
    ("{{ 'primary'|stage_name }}", "小学", "Primary school"),
    ("{{ None|subject_name }}", "", ""),
    ("{{ 'alchemy'|subject_name }}", "alchemy", "alchemy"),
]


@pytest.mark.parametrize(("template", "chinese", "english"), CASES)
def test_a_code_reads_as_a_name(app: Flask, template: str, chinese: str, english: str) -> None:
    with app.test_request_context():
        assert render_template_string(template) == chinese
    with app.test_request_context():
        session["language"] = "en"
        assert render_template_string(template) == english
