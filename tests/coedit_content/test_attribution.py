"""What came from an adopted suggestion says so: words, pictures, formulas, rows, where a paragraph begins."""

import pytest

from app.blueprints.coedit.text.content import from_pm, to_pm
from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.coedit.text.html_write import Credits, html_of
from app.blueprints.coedit.text.judging import lines_without
from app.blueprints.coedit.text.pending import adopted_keys, pending_in, without_suggestions
from app.blueprints.coedit.text.plain_text import text_of
from app.blueprints.coedit.text.schema import Node, doc, paragraph, text_node
from app.core.richtext import cleaned
from tests.coedit_content.documents import PICTURE, block, cell, words

SU = "柳溪小学 苏屿"
THANKS = Credits(adopted={"7-1": SU})
SIGN = {"suggestion": "adopted:7-1"}


def adopted(said: str, *more: Node) -> Node:
    return text_node(said, [{"type": "adopted", "attrs": {"key": "7-1"}}, *more])


def table(**row: str) -> Node:
    return block("table", block("tableRow", cell(words("甲"))), block("tableRow", cell(words("乙")), **row))


THINGS = {
    "picture": doc(block("image", src=PICTURE, **SIGN)),
    "formula": doc(block("blockMath", latex="x", **SIGN)),
    "formula in a line": doc(paragraph(block("inlineMath", latex="x", **SIGN))),
    "line": doc(block("horizontalRule", **SIGN)),
    "row": doc(table(**SIGN)),
    "table": doc(table() | {"attrs": SIGN}),
    "paragraph": doc(paragraph(text_node("先")), words("后") | {"attrs": SIGN}),
    "words": doc(paragraph(adopted("反例"))),
}


@pytest.mark.parametrize("name", THINGS)
def test_each_thing_names_whose_it_was_and_can_be_led_to(name: str) -> None:
    html = str(cleaned(html_of(THINGS[name], THANKS)))

    assert html.count(f'title="采纳自 {SU}"') == 1
    assert html.count('id="adopted-7-1"') == 1
    assert "采纳自" not in html_of(THINGS[name])  # nobody decided that


@pytest.mark.parametrize("name", THINGS)
def test_it_stays_when_it_is_stored_and_frozen(name: str) -> None:
    assert without_suggestions(to_pm(from_pm(THINGS[name]))) == to_pm(from_pm(THINGS[name]))
    assert pending_in(THINGS[name]) == {}


def test_an_adopted_picture_may_be_suggested_to_go() -> None:
    pm = doc(block("image", src=PICTURE, suggestion="adopted:7-1 delete:8-1"))

    html = html_of(pm, THANKS)

    assert list(pending_in(pm)) == ["8-1"]
    assert 'class="suggested-deletion"' in html
    assert SU in html
    assert adopted_keys(without_suggestions(pm)["content"][0]) == ["7-1"]


def test_only_the_first_words_are_led_to() -> None:
    html = html_of(doc(paragraph(adopted("反"), text_node("、"), adopted("例", {"type": "bold"}))), THANKS)

    assert html.count("采纳自") == 2
    assert html.count("id=") == 1


def test_whoever_may_only_suggest_cannot_take_the_sign_off() -> None:
    signed, bare = THINGS["picture"], doc(block("image", src=PICTURE))

    assert lines_without(signed, lambda _key: True) != lines_without(bare, lambda _key: True)


def test_own_html_read_again_is_the_text_without_what_is_only_suggested() -> None:
    inserted = [{"type": "suggestedInsertion", "attrs": {"key": "8-1"}}]
    struck = [{"type": "suggestedDeletion", "attrs": {"key": "8-2"}}]
    pm = doc(
        paragraph(adopted("折纸"), text_node("大家", inserted), text_node("再说", struck)),
        block("image", src=PICTURE, suggestion="insert:8-1"),
        block("blockMath", latex="x", suggestion="delete:8-2"),
        table(suggestion="insert:8-1"),
        words("后") | {"attrs": SIGN},
    )

    again = read_html(str(cleaned(html_of(pm, THANKS))))

    assert text_of(again) == text_of(without_suggestions(pm))
    assert again["content"][0] == paragraph(text_node("折纸再说"))
    assert [node["type"] for node in again["content"]] == ["paragraph", "blockMath", "table", "paragraph"]


def test_words_that_are_to_look_otherwise_stand_there_once() -> None:
    key = {"attrs": {"key": "8-1"}}
    struck, copied = {"type": "suggestedDeletion"} | key, {"type": "suggestedInsertion"} | key
    pm = doc(
        paragraph(
            text_node("先看百分", [struck]), text_node("百分", [copied, {"type": "bold"}]), text_node("数")
        ),
        paragraph(text_node("百分", [struck]), text_node("百分数", [copied])),
    )

    html = str(cleaned(html_of(pm, Credits(suggested={"8-1": SU}))))

    before, after = "suggested-deletion suggested-look-before", "suggested-insertion suggested-look"
    title = f'title="{SU} 建议改格式"'
    assert f'<del class="suggested-deletion" title="{SU} 建议">先看</del>' in html
    assert f'<del class="{before}" {title}>百分</del>' in html
    assert f'<ins class="{after}" {title}><strong>百分</strong></ins>数' in html
    assert f'<ins class="suggested-insertion" title="{SU} 建议">百分数</ins>' in html  # the same look twice
    assert text_of(read_html(html)) == text_of(without_suggestions(pm))


def test_an_id_in_a_text_is_no_place_of_ours() -> None:
    html = str(cleaned('<span id="main">a</span><div id="adopted-7-1">b</div><p id="adopted-7-1">c</p>'))

    assert html == '<span>a</span><div id="adopted-7-1">b</div><p>c</p>'
