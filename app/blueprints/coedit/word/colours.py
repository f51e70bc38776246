"""Whether somebody marked words of a Word file with a colour. A plan has none: whoever imports it is told."""

import re
import zipfile

from app.blueprints.coedit.word.checks import main_part_of, read_part

_COLOUR = re.compile(rb'<w:color [^>]*?w:val="([0-9A-Fa-f]{6})"|<w:highlight w:val="(?!none")')
_DARK = 0x60  # each part of a colour below it reads as black on paper


def has_colours(package: zipfile.ZipFile) -> bool:
    """In the words themselves; the colours of headings come from styles and are nobody's mark."""
    text = read_part(package, main_part_of(package) or "word/document.xml")
    return any(
        not found[1] or max(bytes.fromhex(found[1].decode())) >= _DARK for found in _COLOUR.finditer(text)
    )
