"""How wide a text is: the one measure behind widths of tables and pictures, on screen and in files."""

PAPER_PIXELS = 584
"""The writing area on a screen of 1280 CSS pixels with the comments beside it; wider ones have some more."""

CELL_MARGINS = 24
"""Pixels beside the words of a table cell on both sides, with its borders."""
