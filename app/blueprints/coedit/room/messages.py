"""What a page may send, read strictly."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.refusals import Reason, Refused

DocumentId = Annotated[int, Field(ge=1, lt=2**31)]
SectionKey = Annotated[str, Field(max_length=40)]
ClientId = Annotated[int, Field(ge=0, lt=2**53)]


class Message(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)

    doc: DocumentId


class JoinMessage(Message):
    sv: Annotated[bytes, Field(max_length=limits.MOST_VECTOR_BYTES)]
    client_id: ClientId
    schema_version: Annotated[int, Field(alias="schema")]


class UpdateMessage(Message):
    mid: Annotated[int, Field(ge=0, lt=2**53)]
    data: bytes
    without: Annotated[list[SectionKey], Field(max_length=limits.MOST_SECTIONS)] = Field(default_factory=list)


class AwarenessMessage(Message):
    data: Annotated[bytes, Field(max_length=limits.MOST_AWARENESS_BYTES)]


M = TypeVar("M", bound=Message)


def read(kind: type[M], payload: Any) -> M:
    """Raises Refused."""
    try:
        return kind.model_validate(payload)
    except ValidationError as error:
        too_large = any(fault["type"] == "bytes_too_long" for fault in error.errors())
        raise Refused(Reason.TOO_LARGE if too_large else Reason.INVALID) from error
