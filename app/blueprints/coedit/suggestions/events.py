"""Facts about suggestions, for open pages, notifications and the record of the discussion."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SuggestionsNoted(Event):
    """The register follows the text: some are new, say something else, or are gone."""

    name = "coedit.suggestions_noted"

    document_id: int


@dataclass(frozen=True, kw_only=True)
class SuggestionsDecided(Event):
    """Somebody adopted, rejected or took back suggestions, all in one go; `open`: took back that decision."""

    name = "coedit.suggestions_decided"

    document_id: int
    suggestion_ids: list[int]
    state: str
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class SuggestingDefaultChanged(Event):
    """The mode in which people begin is another one."""

    name = "coedit.suggesting_default_changed"

    document_id: int
    actor_id: int
