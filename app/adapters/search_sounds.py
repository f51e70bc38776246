"""How titles sound: pinyin whole and as initials, characters with two readings in either of them."""

from collections.abc import Iterable, Sequence
from functools import cache

from pypinyin import lazy_pinyin

from app.adapters.search_text import lines_of

LONGEST = 8  # syllables written together
BEGINNING = "^"


def sounds_of(title: str, known: Iterable[str] = ()) -> set[str]:
    """Every run of two to eight syllables and of their initials: `fuli` and `fl` find 浮力.

    With a `^` before it once more what the title begins with: whoever types `zhouchang` means 周长是什么
    rather than 拼图形求周长. `known` are readings that somebody knows better than the dictionary:
    `shan yu ting`.
    """
    found: set[str] = set()
    for syllables in (*_readings_of(title), *(reading.split() for reading in known)):
        for parts in (syllables, [syllable[0] for syllable in syllables]):
            found |= _runs(parts) | {f"{BEGINNING}{run}" for run in _beginnings(parts)}
    return found | {reading.split()[0] for reading in known if reading}  # the family name alone


def _readings_of(title: str) -> list[Sequence[str]]:
    """The usual reading, then one for each character that can be read otherwise."""
    characters = [character for character in title if "\u3400" <= character <= "\u9fff"]
    usual = [sound.lower() for sound in lazy_pinyin("".join(characters))]
    if len(usual) != len(characters):  # the dictionary knows one character in two pieces
        return [usual]
    others = [
        [*usual[:at], other, *usual[at + 1 :]]
        for at, character in enumerate(characters)
        for other in _second_readings().get(character, ())
        if other != usual[at]
    ]
    return [usual, *others]


def _runs(syllables: Sequence[str]) -> set[str]:
    return {
        "".join(syllables[start : start + size])
        for start in range(len(syllables))
        for size in range(2, LONGEST + 1)
        if start + size <= len(syllables)
    }


def _beginnings(syllables: Sequence[str]) -> set[str]:
    return {"".join(syllables[:size]) for size in range(2, min(LONGEST, len(syllables)) + 1)}


@cache
def _second_readings() -> dict[str, Sequence[str]]:
    """`重 zhong chong`: what people may type for the character, wherever it stands."""
    rows = (line.split() for line in lines_of("readings.txt"))
    return {character: sounds for character, *sounds in rows}
