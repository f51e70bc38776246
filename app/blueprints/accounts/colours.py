"""The colours that stand for people: of their avatar, their caret and what they wrote.

The one palette of the product. Each is dark enough for white text on it, and no two are alike; the style
sheet's avatars (`card.css`) repeat it, held by a test.
"""

from collections.abc import Collection

PALETTE = (
    "#0b7a75", "#2a5bd7", "#996b05", "#826393", "#cb382b", "#343f04",
    "#d82079", "#037ca4", "#5d3009", "#16871a", "#6c2136", "#4f1a89",
)  # fmt: skip


def colour_of(person_id: int) -> str:
    """A person's own colour, the same everywhere and always."""
    return PALETTE[person_id % len(PALETTE)]


def free_colour(own: str, taken: Collection[str]) -> str:
    """One's own, else the next of the palette that nobody has; one's own again when all are taken."""
    start = PALETTE.index(own) if own in PALETTE else 0
    in_turn = (own, *PALETTE[start + 1 :], *PALETTE[:start])
    return next((colour for colour in in_turn if colour not in taken), own)
