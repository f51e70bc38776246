"""How wide a text is: the one measure behind widths of tables and pictures, on screen and in files."""

PAPER_PIXELS = 584
"""The writing area on a screen of 1280 CSS pixels with the comments beside it; wider ones have some more."""
