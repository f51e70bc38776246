"""Role × event of the co-editing socket; tests/coedit/test_policy.py asks each of them of a running room."""

from collections.abc import Mapping

ROLES = ("author", "participant", "adviser", "reader", "outsider", "suspended", "signed_out", "guest")
NOT_LET_IN = ("suspended", "signed_out", "guest")  # at the handshake already


def _answers(for_those_not_in: str, **answers: str) -> Mapping[str, str]:
    return answers | dict.fromkeys(NOT_LET_IN, for_those_not_in)


EVENTS: Mapping[str, Mapping[str, str]] = {
    "connect": _answers(
        "signed_out", author="in", participant="in", adviser="in", reader="in", outsider="in"
    ),
    "join": _answers(
        "signed_out", author="edit", participant="edit", adviser="suggest", reader="read", outsider="missing"
    ),
    "update": _answers(
        "not_joined",
        author="ack",
        participant="ack",
        adviser="suggest_only",
        reader="read_only",
        outsider="not_joined",
    ),
    "awareness": _answers(
        "dropped", author="shown", participant="shown", adviser="shown", reader="shown", outsider="dropped"
    ),
    "leave": _answers(
        "nothing", author="left", participant="left", adviser="left", reader="left", outsider="nothing"
    ),
    "disconnect": _answers(
        "nothing", author="left", participant="left", adviser="left", reader="left", outsider="nothing"
    ),
}
JOIN_CLOSED = {"author": "read", "participant": "read", "adviser": "read", "reader": "read"}
JOIN_CLOSED |= {"outsider": "missing"}
