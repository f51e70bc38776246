"""Cleaning: what comes out may be shown on any page."""

import pytest

from app.core.richtext import cleaned, markdown_html


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<script>alert(1)</script>要点", "要点"),
        ('<p onclick="x()" style="color:red">要点</p>', "<p>要点</p>"),
        ('<a href="javascript:x">看</a>', '<a rel="noopener noreferrer nofollow">看</a>'),
        ('<img src="https://evil.example/a.png" alt="圆">', '<img alt="圆">'),
        ('<img src="//evil.example/a.png">', "<img>"),
        ('<img src="data:image/svg+xml,x">', "<img>"),
        ('<p class="flash math">x</p>', "<p>x</p>"),
        ('<div class="table-wrap evil">x</div>', '<div class="table-wrap">x</div>'),
        ("<iframe src=/></iframe><form><input></form>", ""),
        ('<svg><a xlink:href="javascript:x">x</a></svg>', ""),
    ],
)
def test_only_harmless_tags_and_own_pictures_stay(dirty: str, clean: str) -> None:
    assert cleaned(dirty) == clean


def test_markdown_is_cleaned_too() -> None:
    html = markdown_html("**要点** <script>x</script>\n换行\n\n- 一\n- 二")

    assert "<strong>要点</strong>" in html
    assert "<li>一</li>" in html
    assert "<br>" in html
    assert "script" not in html
