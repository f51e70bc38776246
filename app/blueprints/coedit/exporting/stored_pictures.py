"""The pictures that a text shows, from the storage: only those that belong to its own document."""

from sqlalchemy import select

from app.blueprints.coedit.exporting.paper import PaperPicture
from app.blueprints.coedit.models import DocumentPicture
from app.blueprints.coedit.text.addresses import picture_in
from app.blueprints.coedit.text.plain_text import walk
from app.blueprints.coedit.text.schema import Node
from app.core.db import db
from app.ports import storage


def pictures_of(pm: Node, document_id: int | None) -> dict[str, PaperPicture]:
    """By the src in the text. A picture of another document is left out: it may be hidden from the reader."""
    query = select(DocumentPicture).where(DocumentPicture.document_id == document_id)
    rows = {row.sha256: row for row in db.session.scalars(query)}
    found: dict[str, PaperPicture] = {}
    for node in walk(pm):
        src = node.get("attrs", {}).get("src") if node["type"] == "image" else None
        named = picture_in(src)
        if named is None or named[0] != document_id or named[1] not in rows or str(src) in found:
            continue
        picture = _read(rows[named[1]])
        if picture is not None:
            found[str(src)] = picture
    return found


def _read(row: DocumentPicture) -> PaperPicture | None:
    try:
        with storage.current().open(row.sha256) as file:
            return PaperPicture(file.read(), row.media_type, max(1, row.width), max(1, row.height))
    except KeyError:
        return None
