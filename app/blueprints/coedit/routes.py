"""Pictures of documents: in by upload, out only to those who may read the document."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.pictures import album
from app.blueprints.coedit.pictures.reencoding import MOST_BYTES, reencoded
from app.blueprints.coedit.policy import readable_document
from app.blueprints.coedit.text.readings import readings_of
from app.core.errors import Invalid
from app.core.threads import off_the_loop
from app.core.uow import unit_of_work
from app.web.offline import kept_on_device

bp = Blueprint("coedit", __name__, url_prefix="/documents")


@bp.post("/<int:document_id>/images")
@login_required
def upload_picture(document_id: int) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    album.authorize_pictures(document, actor=current_user())
    picture = off_the_loop(reencoded, _uploaded())
    album.store_pictures([picture])
    with unit_of_work():
        src = album.add_picture(document, picture, actor=current_user())
    return jsonify(src=src, width=picture.width, height=picture.height), 201


@bp.get("/readings")
@login_required
def suggest_readings() -> ResponseReturnValue:
    return jsonify(readings=readings_of(request.args.get("words", "")))


@bp.get("/<int:document_id>/images/<string(length=64):digest>")
@login_required
@kept_on_device
def show_picture(document_id: int, digest: str) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    picture = album.find_picture(document, digest)
    known = request.if_none_match.contains_weak(digest)  # the right was asked again, the bytes stay
    answer = (
        Response(status=304) if known else Response(album.content_of(picture), mimetype=picture.media_type)
    )
    answer.set_etag(digest)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _uploaded() -> bytes:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(_("请选择一张图片。"))
    return bytes(file.read(MOST_BYTES + 1))
