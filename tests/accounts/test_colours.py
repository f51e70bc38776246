"""The colours that stand for people can be told apart, and read."""

import re
from itertools import combinations
from pathlib import Path

from app.blueprints.accounts.colours import PALETTE, colour_of, free_colour

STYLES = Path("app/static/src/styles/card.css")
CLEARLY_ANOTHER = 28.0  # in CIELAB; two shades of one colour are below 15


def test_no_two_colours_are_nearly_the_same() -> None:
    distances = {pair: _distance(*pair) for pair in combinations(PALETTE, 2)}

    assert {pair: far for pair, far in distances.items() if far < CLEARLY_ANOTHER} == {}


def test_white_letters_can_be_read_on_each() -> None:
    assert [colour for colour in PALETTE if 1.05 / (_luminance(colour) + 0.05) < 4.5] == []


def test_avatars_have_the_same_colours() -> None:
    drawn = re.findall(r'\.avatar\[data-color="(\d+)"\] \{ background: (#\w{6});', STYLES.read_text())

    assert [colour for _number, colour in drawn] == [colour_of(int(number)) for number, _colour in drawn]
    assert len(drawn) == len(PALETTE)


def test_a_taken_colour_gives_way_to_the_next_one_free() -> None:
    own = PALETTE[-1]

    assert free_colour(own, PALETTE[:3]) == own
    assert free_colour(own, [own, PALETTE[0]]) == PALETTE[1]
    assert free_colour(own, PALETTE) == own


def _linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _distance(one: str, other: str) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5)


def _lab(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear(colour)
    x = _bent((0.4125 * red + 0.3576 * green + 0.1804 * blue) / 0.9505)
    y = _bent(_luminance(colour))
    z = _bent((0.0193 * red + 0.1192 * green + 0.9503 * blue) / 1.0888)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _bent(value: float) -> float:
    return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116
