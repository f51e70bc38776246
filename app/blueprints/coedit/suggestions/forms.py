"""What a page sends about suggestions, read."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from app.blueprints.coedit.text.pending import KEY
from app.core.errors import Invalid


@dataclass(frozen=True)
class Decision:
    keys: frozenset[str]
    verb: str
    reason: str


def decision_in_form() -> Decision:
    keys = frozenset(request.form.get("keys", "").split())
    if not all(KEY.fullmatch(key) for key in keys):
        raise Invalid(_("页面已经过期，请重新载入后再试。"))
    return Decision(keys, request.form.get("verb", ""), request.form.get("reason", ""))
