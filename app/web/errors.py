"""The one table from domain errors to HTTP, and the pages people see when something is wrong."""

from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from app.core.errors import Conflict, DomainError, Forbidden, Invalid, Missing, TooMany
from app.web.htmx import is_htmx

log = structlog.get_logger(__name__)

STATUS: dict[type[DomainError], int] = {
    Forbidden: 403,
    Missing: 404,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}


def init_app(app: Flask) -> None:
    app.before_request(_name_the_request)
    app.register_error_handler(DomainError, _refuse)
    app.register_error_handler(HTTPException, explain)
    app.register_error_handler(Exception, _apologize)


def _name_the_request() -> None:
    g.request_id = uuid4().hex[:12]
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _refuse(error: DomainError) -> ResponseReturnValue:
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    sentence = _("找不到这个页面，或者你无权查看。") if isinstance(error, Missing) else str(error)
    return _page(sentence, STATUS[type(error)]), STATUS[type(error)], headers


def explain(error: HTTPException) -> ResponseReturnValue:
    sentences = {
        400: _("请求不完整或已过期，请返回上一页重试。"),
        404: _("找不到这个页面，或者你无权查看。"),
        405: _("这个地址不接受这种操作。"),
        413: _(
            "文件太大，服务器没有接收。一次最多上传 %(most)d MB，请返回上一页，压缩或拆分文件后再试。",
            most=current_app.config["MAX_CONTENT_LENGTH"] // 2**20,
        ),
        429: _("操作太频繁，请稍后再试。"),
    }
    code = error.code or 500
    if error.response is not None or code < 400:
        return error
    return _page(sentences.get(code, error.name), code), code


def _apologize(error: Exception) -> ResponseReturnValue:
    log.error("request failed", endpoint=request.endpoint, exc_info=error)
    return _page(_("服务器出错了，你的内容没有丢失。请稍后重试，或把编号告诉管理员。"), 500), 500


def _page(sentence: str, code: int) -> str | Response:
    if request.accept_mimetypes.best == "application/json":  # a script that uploads
        return jsonify(error=sentence)
    template = "errors/_flash.html" if is_htmx() else "errors/page.html"
    number, title = g.get("request_id", ""), _title(code)
    return render_template(
        template, title=title, sentence=sentence, code=code, request_id=number, back=_back(code)
    )


def _title(code: int) -> str:
    titles = {
        403: _("没有权限"),
        404: _("找不到页面"),
        409: _("现在不能这样做"),
        413: _("文件太大"),
        429: _("请稍后再试"),
    }
    return str(titles.get(code) or _("出了点问题"))


def _back(code: int) -> str | None:
    """To the form that sent too much."""
    came_from = urlsplit(request.referrer or "")
    return came_from.path if code == 413 and came_from.netloc == request.host else None
