"""A document leaves as Word, as a page to print, and as Markdown."""
