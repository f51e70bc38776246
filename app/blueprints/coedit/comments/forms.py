"""What a page sends about comments, read."""

import base64
import binascii

from flask import request
from flask_babel import gettext as _

from app.blueprints.coedit.comments.models import Comment, CommentThread
from app.blueprints.coedit.comments.service import Place, Words
from app.core.errors import Invalid


def words_in_form() -> Words:
    """Without a token nothing keeps the same words from being stored twice."""
    token = request.form.get("token", "").strip()
    if not 8 <= len(token) <= Comment.TOKEN_LENGTH:
        raise Invalid(_("页面已经过期，请重新载入后再试。"))
    return Words(request.form.get("body", ""), token)


def place_in_form() -> Place:
    quote = request.form.get("quote", "").strip()
    if not quote or len(quote) > CommentThread.QUOTE_LENGTH:
        raise Invalid(_("请先选中要批注的文字。"))
    return Place(
        start=_anchor("start"),
        end=_anchor("end"),
        quote=quote,
        before=request.form.get("before", "")[-CommentThread.CONTEXT_LENGTH :],
        after=request.form.get("after", "")[: CommentThread.CONTEXT_LENGTH],
    )


def _anchor(name: str) -> bytes:
    try:
        anchor = base64.b64decode(request.form.get(name, ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(_("页面已经过期，请重新载入后再试。")) from error
    if len(anchor) > CommentThread.MOST_ANCHOR_BYTES:
        raise Invalid(_("页面已经过期，请重新载入后再试。"))
    return anchor
