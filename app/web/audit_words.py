"""How the lines of the audit log read: each feature says it for what it records."""

from collections.abc import Mapping

from flask_babel import LazyString

_sentences: dict[str, LazyString] = {}


def register_sentences(sentences: Mapping[str, LazyString]) -> None:
    """What is said after the name of whoever did it; `%(whom)s` and `%(note)s` are filled in."""
    _sentences.update(sentences)


def sentence(action: str, *, whom: str, note: str) -> str:
    """An action of a feature that is gone reads as its code."""
    if action not in _sentences:
        return f"{action} {whom} {note}".strip()
    return str(_sentences[action]) % {"whom": whom, "note": note}


def recorded_actions() -> list[str]:
    """Every action that has a sentence, feature by feature."""
    return list(_sentences)
