"""How Chinese characters are read, with tone marks: first as here, then how else they may be."""

import re

MOST = 60
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def readings_of(words: str) -> list[list[str]]:
    """The readings of each Chinese character in `words`."""
    from pypinyin import Style, pinyin  # its dictionary costs start-up time that workers need not pay

    found: list[list[str]] = []
    for run in _CHINESE.findall(words[:MOST]):
        here = pinyin(run, style=Style.TONE)
        for character, (reading,) in zip(run, here, strict=True):
            others = pinyin(character, style=Style.TONE, heteronym=True)[0]
            known = [reading, *(other for other in others if other != reading)]
            found.append([each for each in known if each != character])
    return found
