"""What a form must pass before texts are printed on it: as strict as for imported files, and smaller."""

import re

from flask_babel import gettext as _

from app.blueprints.coedit.word.checks import open_word, read_part
from app.core.errors import Invalid

MOST_MB = 5
# Fields that fetch or run something when the file is opened, in Word's several ways of writing them.
_FETCHING = re.compile(rb"INCLUDEPICTURE|INCLUDETEXT|\bDDE(?:AUTO)?\b|\bRD\s|\bIMPORT\b", re.IGNORECASE)
_FIELD_TEXT = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
_FOREIGN_PARTS = ("word/embeddings/", "word/activex/", "word/afchunk")


def check_template(content: bytes) -> None:
    """Raises Invalid with what is wrong with it."""
    package = open_word(content, MOST_MB)
    names = package.namelist()
    if any(name.lower().startswith(_FOREIGN_PARTS) for name in names):
        raise Invalid(_("模板里嵌入了别的文件或控件，请删去后再上传。"))
    for name in names:
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        fields = b" ".join(b"".join(found) for found in _FIELD_TEXT.findall(read_part(package, name)))
        squeezed = fields.replace(b" ", b"")  # Word cuts the name of a field into runs as it likes
        if _FETCHING.search(fields) or re.search(
            rb"INCLUDEPICTURE|INCLUDETEXT|DDEAUTO", squeezed, re.IGNORECASE
        ):
            raise Invalid(_("模板里有从别处取内容的域，请删去后再上传。"))
