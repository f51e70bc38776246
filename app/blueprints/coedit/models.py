"""Documents that several people write at once, as the log of their Yjs updates."""

import enum
import secrets
import zlib
from datetime import datetime, timedelta

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.blueprints.coedit.text.schema import SCHEMA_VERSION
from app.core import clock
from app.core.db import Base, Timestamps


def fresh_epoch() -> str:
    return secrets.token_hex(8)


class Document(Timestamps, Base):
    """One text written together. `text` and `html` follow the log at a short distance."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(String(40))  # the feature that says who may read and write
    title: Mapped[str] = mapped_column(String(200))
    epoch: Mapped[str] = mapped_column(String(16), default=fresh_epoch)  # browsers drop copies of another one
    head_seq: Mapped[int] = mapped_column(default=0)
    kept_seq: Mapped[int] = mapped_column(default=0)  # the newest version contains the log up to here
    schema_version: Mapped[int] = mapped_column(default=SCHEMA_VERSION)
    closed_at: Mapped[datetime | None]  # finalized: nobody writes any more
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    derived_seq: Mapped[int] = mapped_column(default=0)  # text and html contain the log up to here

    presenting: Mapped["DocumentPresenting | None"] = relationship(viewonly=True)


class DocumentUpdate(Base):
    """What one author wrote between two commits: the source of attribution. Rows never change."""

    __tablename__ = "document_update"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    client_id: Mapped[int] = mapped_column(BigInteger)  # of the page that sent it
    data: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(default=clock.stamp)


class DocumentSnapshot(Base):
    """The whole state up to `seq`, compressed, so that opening does not replay the log."""

    __tablename__ = "document_snapshot"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentClient(Base):
    """Which person a Yjs client number belongs to: whoever wrote with it first."""

    __tablename__ = "document_client"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    client_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class VersionKind(enum.StrEnum):
    """Why a version was kept."""

    FINAL = "final"  # what all share and cite, with a number of its own
    STATE_CHANGE = "state_change"  # the host's work went on to another stage
    NAMED = "named"  # somebody wanted to find it again
    PAUSE = "pause"  # by itself, when the writing rested
    BEFORE_RESTORE = "before_restore"  # by itself, so that restoring loses nothing


AUTOMATIC = frozenset({VersionKind.PAUSE, VersionKind.BEFORE_RESTORE})  # thinned out as they grow old


class DocumentVersion(Base):
    """A frozen state: what was finalized, or kept on the way. It never changes."""

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("document_id", "no", name="uq_document_version_document_id_no"),
        Index("ix_document_version_document_id_seq", "document_id", "seq"),
        Index("ix_document_version_sha256", "sha256"),
    )

    LABEL_LENGTH = 80

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[VersionKind] = mapped_column(default=VersionKind.FINAL)
    no: Mapped[int | None]  # 1, 2, 3 … of the final ones
    seq: Mapped[int]  # contains the log up to here
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH), default="")
    writer_ids: Mapped[list[int]] = mapped_column(JSON, default=list)  # who wrote since the version before
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))  # who kept it; of a pause: who wrote last
    at: Mapped[datetime] = mapped_column(default=clock.stamp)
    sha256: Mapped[str] = mapped_column(String(64), default="")  # of the HTML
    state: Mapped[bytes] = mapped_column(LargeBinary)  # a full Yjs update, compressed
    html: Mapped[str] = mapped_column(Text, default="")  # of final ones; else it follows from the state
    text: Mapped[str] = mapped_column(Text, default="")

    document: Mapped[Document] = relationship()
    author: Mapped[User] = relationship()

    @property
    def full_state(self) -> bytes:
        return zlib.decompress(self.state)


class DocumentPicture(Base):
    """A picture that was put into a document: whoever may read the document may see it."""

    __tablename__ = "document_picture"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # the bytes in the storage
    media_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]  # in bytes
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.stamp)


class DocumentPresenting(Base):
    """Somebody presents the text (主讲): the others' view follows theirs, and perhaps only they write."""

    __tablename__ = "document_presenting"

    AWAY_FOR = timedelta(seconds=60)  # without a connection: then it is over

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    presenter_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    since: Mapped[datetime]
    seen_at: Mapped[datetime]  # when the presenter's page was connected, every few seconds
    locked: Mapped[bool] = mapped_column(default=False)

    document: Mapped[Document] = relationship()
    presenter: Mapped[User] = relationship()

    @property
    def seconds_left(self) -> float:
        return max((self.seen_at + self.AWAY_FOR - clock.now()).total_seconds(), 0.0)

    @property
    def is_live(self) -> bool:
        return self.seconds_left > 0

    def keeps_from_writing(self, person: User) -> bool:
        return self.locked and self.is_live and person.id != self.presenter_id


class DocumentHand(Base):
    """Somebody wants to say something while another presents."""

    __tablename__ = "document_hand"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    raised_at: Mapped[datetime]
    called_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
