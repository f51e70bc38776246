"""Keeping versions on purpose, and reading what was kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from app.blueprints.accounts.models import User
from app.blueprints.coedit.credits import credits_of
from app.blueprints.coedit.hosts import subject_of
from app.blueprints.coedit.models import Document, DocumentVersion, VersionKind
from app.blueprints.coedit.service import Reading, freeze_version
from app.blueprints.coedit.text.content import to_pm
from app.blueprints.coedit.text.html_write import Credits, html_of
from app.core.db import db
from app.core.errors import Conflict, Invalid, Missing
from app.core.policy import authorize
from app.core.threads import off_the_loop

MOST_SHOWN = 400
MOST_NAMED = 300  # of one document
HEAVY = (DocumentVersion.state, DocumentVersion.html, DocumentVersion.text)


@dataclass(frozen=True)
class Listed:
    """A version in the list, with who wrote since the one before."""

    version: DocumentVersion
    before: DocumentVersion | None
    writers: Sequence[User]


def name_version(
    document: Document, label: str, *, actor: User, reading: Reading | None = None
) -> DocumentVersion:
    """Keep what is stored now under a name that people will find again."""
    authorize(actor, "edit_document", subject_of(document))
    _refuse_if_closed(document)
    label = label.strip()
    if not label:
        raise Invalid(_("请给这个版本起个名字。"), {"label": _("请给这个版本起个名字。")})
    named = select(DocumentVersion.id).where(
        DocumentVersion.document_id == document.id, DocumentVersion.kind == VersionKind.NAMED
    )
    if len(db.session.scalars(named).all()) >= MOST_NAMED:
        raise Conflict(_("这份文档的命名版本已经太多，不能再加。"))
    return freeze_version(document, label, kind=VersionKind.NAMED, actor=actor, reading=reading)


def keep_before_restore(
    document: Document, version: DocumentVersion, *, actor: User, reading: Reading | None = None
) -> DocumentVersion | None:
    """What stands there now, before `version` is written again over it. None if nothing is newer."""
    authorize(actor, "edit_document", subject_of(document))
    _refuse_if_closed(document)
    if document.kept_seq >= document.head_seq:
        return None
    label = _("恢复“%(label)s”之前", label=version.label or version.at.date().isoformat())
    return freeze_version(document, label, kind=VersionKind.BEFORE_RESTORE, actor=actor, reading=reading)


def versions_of(document: Document) -> Sequence[Listed]:
    """The newest first, without their contents."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    query = query.options(joinedload(DocumentVersion.author), *(defer(column) for column in HEAVY))
    newest = query.order_by(DocumentVersion.seq.desc(), DocumentVersion.id.desc()).limit(MOST_SHOWN)
    versions = db.session.scalars(newest).all()
    wanted = {user_id for version in versions for user_id in version.writer_ids}
    people = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(wanted)))}
    return [
        Listed(version, before, [people[each] for each in version.writer_ids if each in people])
        for version, before in zip(versions, [*versions[1:], None], strict=False)
    ]


def version_of(document: Document, version_id: int) -> DocumentVersion:
    """Raises Missing if it is not one of this document's."""
    query = select(DocumentVersion).where(
        DocumentVersion.id == version_id, DocumentVersion.document_id == document.id
    )
    version = db.session.scalars(query.options(joinedload(DocumentVersion.author))).one_or_none()
    if version is None:
        raise Missing(_("没有这个版本。"))
    return version


def html_of_version(version: DocumentVersion) -> str:
    """Of final ones as frozen; the others are written anew from their state, with what was suggested then."""
    return version.html or off_the_loop(_html_of, version.full_state, credits_of(version.document_id))


def _html_of(state: bytes, named: Credits) -> str:
    return html_of(to_pm(state), named)


def _refuse_if_closed(document: Document) -> None:
    if document.closed_at is not None:
        raise Conflict(_("这份文档已经定稿，不能再修改。"))
