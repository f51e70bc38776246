"""Which pictures belong to which document. The bytes lie in the storage, once for each content."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import subject_of
from app.blueprints.coedit.models import Document, DocumentPicture
from app.blueprints.coedit.pictures.reencoding import Picture
from app.blueprints.coedit.policy import readable_document
from app.blueprints.coedit.text.addresses import picture_address, picture_in
from app.blueprints.coedit.text.plain_text import walk
from app.blueprints.coedit.text.schema import Node
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.policy import authorize
from app.ports import storage

MOST_PICTURES = 500  # of one document


def find_picture(document: Document, digest: str) -> DocumentPicture:
    """What is known of the picture under this address."""
    row = db.session.get(DocumentPicture, (document.id, digest))
    if row is None:
        raise Missing
    return row


def content_of(picture: DocumentPicture) -> bytes:
    try:
        with storage.current().open(picture.sha256) as stored:
            return stored.read()
    except KeyError:
        raise Missing from None


def authorize_pictures(document: Document, *, actor: User) -> None:
    """Ask before a picture is even decoded: that takes a while."""
    authorize(actor, "edit_document", subject_of(document))
    if document.closed_at is not None:
        raise Conflict(_("这份文档已经定稿，不能再加图片。"))
    count = select(func.count()).where(DocumentPicture.document_id == document.id)
    if (db.session.scalar(count) or 0) >= MOST_PICTURES:
        raise Conflict(_("这份文档的图片已经太多，不能再加。"))


def store_pictures(pictures: Iterable[Picture]) -> None:
    """Write the bytes to disk: before the unit of work that says whose they are."""
    for picture in pictures:
        storage.current().put(picture.content)


def add_picture(document: Document, picture: Picture, *, actor: User) -> str:
    """Put a stored picture into the document; returns its address. Twice the same is one."""
    authorize_pictures(document, actor=actor)
    _add_row(document, _row_of(picture), actor)
    return picture_address(document.id, picture.digest)


def settle_pictures(pm: Node, document: Document, fresh: Iterable[Picture] = (), *, actor: User) -> Node:
    """Give the document its own pictures: `fresh` ones of a Word file, and those of documents it copies."""
    drafted = {picture.digest: _row_of(picture) for picture in fresh}
    addresses: dict[str, str] = {}
    for node in walk(pm):
        src = node.get("attrs", {}).get("src") if node["type"] == "image" else None
        named = picture_in(src)
        if not named or str(src) in addresses:
            continue
        source_id, digest = named
        row = drafted.get(digest) if source_id is None else _copied_row(source_id, digest, actor)
        if row is not None:
            _add_row(document, row, actor)
            addresses[str(src)] = picture_address(document.id, digest)
    return _with_sources(pm, addresses)


def _row_of(picture: Picture) -> DocumentPicture:
    return DocumentPicture(
        sha256=picture.digest,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=len(picture.content),
    )


def _copied_row(document_id: int, digest: str, actor: User) -> DocumentPicture | None:
    """A copy of another document's picture, if the person may read that document."""
    row = db.session.get(DocumentPicture, (document_id, digest))
    try:
        readable_document(document_id, actor=actor)
    except Missing:
        return None
    if row is None:
        return None
    return DocumentPicture(
        sha256=digest, media_type=row.media_type, width=row.width, height=row.height, size=row.size
    )


def _add_row(document: Document, row: DocumentPicture, actor: User) -> None:
    if db.session.get(DocumentPicture, (document.id, row.sha256)) is None:
        row.document_id, row.uploaded_by_id = document.id, actor.id
        db.session.add(row)
        db.session.flush()  # the same picture may come again a moment later


def _with_sources(node: Node, addresses: dict[str, str]) -> Node:
    changed = dict(node)
    if node["type"] == "image" and (settled := addresses.get(str(node.get("attrs", {}).get("src")))):
        changed["attrs"] = node["attrs"] | {"src": settled}
    if "content" in node:
        changed["content"] = [_with_sources(child, addresses) for child in node["content"]]
    return changed
