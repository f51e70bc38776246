"""How a node is found by its sound, and what a volume is called."""

import unicodedata

from pypinyin import Style, lazy_pinyin

from app import reference
from app.blueprints.curriculum.models import CurriculumNode, Place


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


def volume_name(place: Place) -> str:
    """`数学 三年级上册 人教版`: what a volume is called unless a school says otherwise."""
    grade = reference.grades()[place.grade].name
    volume = reference.volumes()[place.volume].name
    subject, edition = reference.subjects()[place.subject].name, reference.editions()[place.edition].name
    return f"{subject} {grade}{volume} {edition}"


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in text if character.isalnum())
