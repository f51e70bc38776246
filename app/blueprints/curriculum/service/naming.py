"""How a node is found by its sound."""

import unicodedata

from pypinyin import Style, lazy_pinyin

from app.blueprints.curriculum.models import CurriculumNode


def pinyin_of(name: str) -> str:
    """`认识分数` sounds `renshifenshu rsfs`: whole, then initials; what is not Chinese stays."""
    plain = _plain(name)
    whole = "".join(lazy_pinyin(plain))
    initials = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))
    return f"{whole} {initials}"[:300]


def name_node(node: CurriculumNode, name: str) -> None:
    """Name it, and keep the key it is found by in step."""
    node.name = name
    node.name_pinyin = pinyin_of(name)


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in text if character.isalnum())
