"""Why an update or a join is refused: codes. The page has the sentences, in its reader's language."""

import enum


class Reason(enum.StrEnum):
    """The codes of `refused`, `revoked`, `not_saved` and failed joins."""

    FORBIDDEN = "forbidden"
    MISSING = "missing"
    LEFT = "left"
    SCHEMA = "schema"
    FULL = "full"
    CROWDED = "crowded"
    UNAVAILABLE = "unavailable"
    SIGNED_OUT = "signed_out"
    TOO_LARGE = "too_large"
    INVALID = "invalid"
    READ_ONLY = "read_only"
    SUGGEST_ONLY = "suggest_only"
    GAP = "gap"
    FOREIGN = "foreign"
    TOO_FAST = "too_fast"
    DOCUMENT_FULL = "document_full"
    NOT_JOINED = "not_joined"
    CLOSED = "closed"
    CHANGED = "changed"
    NOT_SAVED = "not_saved"


class Refused(Exception):
    """This one update is not taken in; the room lives on."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
