"""Errors the domain raises. app.web.errors maps them to HTTP, and coedit to socket answers, once."""

from collections.abc import Mapping

from app.core.sentences import Said, in_words


class DomainError(Exception):
    """A refusal with a sentence that is fit for the eyes of the person who asked.

    One that was `said` is spoken now, and kept for whoever reads later what a job has refused.
    """

    def __init__(self, sentence: str = "") -> None:
        super().__init__(in_words(sentence) if isinstance(sentence, Said) else sentence)
        self.kept = sentence


class Forbidden(DomainError):
    """The actor may not do this. (Invisible things are Missing instead.)"""


class Missing(DomainError):
    """No such thing, or none that this actor may know of."""


class Conflict(DomainError):
    """The thing is not in a state that allows this."""


class AlreadyConfirmed(Conflict):
    """Pressed in a second window: its page shows what became of it."""


class Invalid(DomainError):
    """What was handed in cannot be used; `fields` names the form fields at fault."""

    def __init__(self, sentence: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields or {})


class TooMany(DomainError):
    """Too many attempts in too short a time; `retry_after` is in seconds."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
