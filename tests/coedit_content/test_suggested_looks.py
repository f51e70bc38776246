"""Words that are only to look otherwise are told from words that are to be others."""

from app.blueprints.coedit.text.schema import Node
from app.blueprints.coedit.text.suggested_looks import LOOK, MOST_TRIES, with_look_changes

KEY = "7-1"


def run(words: str, mark: str, *looks: str) -> Node:
    marks = [{"type": mark, "attrs": {"key": KEY}}, *({"type": look} for look in looks)]
    return {"type": "text", "text": words, "marks": marks}


def told(struck: Node, added: Node) -> list[tuple[str, bool]]:
    return [(part["text"], LOOK in part) for part in with_look_changes([struck, added])]


def test_a_copy_in_another_look_says_so_and_other_words_do_not() -> None:
    struck = run("百分数的意义", "suggestedDeletion")

    assert told(struck, run("意义！", "suggestedInsertion", "bold")) == [
        ("百分数的", False), ("意义", True), ("意义", True), ("！", False),
    ]  # fmt: skip
    assert told(struck, run("意义", "suggestedInsertion")) == [("百分数的意义", False), ("意义", False)]


def test_only_so_many_lengths_are_tried() -> None:
    """A long text of one letter would else be compared with itself at each of its lengths."""
    copy = run("甲" + "乙" * MOST_TRIES, "suggestedInsertion", "bold")

    near = told(run("乙" * MOST_TRIES + "甲", "suggestedDeletion"), run("甲乙", "suggestedInsertion", "bold"))
    far = told(run("丙" * MOST_TRIES + "甲", "suggestedDeletion"), copy)

    assert ("甲", True) in near
    assert not any(is_look for _words, is_look in far)
