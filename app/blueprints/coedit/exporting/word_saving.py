"""The finished file. The text is put in as letters: a tree of it would cost minutes in a long table."""

import io
import re
import zipfile
from collections.abc import Sequence

from docx.document import Document as WordDocument

from app.blueprints.coedit.exporting.word_xml import NAMESPACES
from app.ports.converter import ConversionFailed

_ROOT = re.compile(rb"<(?:\w+:)?document\b")


def with_text(document: WordDocument, mark: str, blocks: Sequence[str]) -> bytes:
    """The file with `blocks` where the comment `mark` stands."""
    saved, target = io.BytesIO(), io.BytesIO()
    document.save(saved)
    main = str(document.part.partname).removeprefix("/")
    names = _missing_names(document)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == main:
                part = _ROOT.sub(lambda root: root[0] + names, part, count=1)
                part = part.replace(mark.encode(), "".join(blocks).encode(), 1)
            package.writestr(entry, part)
    return target.getvalue()


def _missing_names(document: WordDocument) -> bytes:
    """The namespaces of the text that the form has not named yet."""
    known = document.element.nsmap
    if any(known.get(prefix, name) != name for prefix, name in NAMESPACES.items()):
        raise ConversionFailed("the form uses a usual prefix for something else")
    missing = (f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items() if prefix not in known)
    return "".join(missing).encode()
