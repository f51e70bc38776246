"""The one table from domain errors to HTTP, and the pages people see when something is wrong."""

import errno
from uuid import uuid4

import structlog
from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.core.db import takes_nothing
from app.core.errors import Conflict, DomainError, Forbidden, Invalid, Missing, TooMany
from app.web.htmx import is_htmx
from app.web.i18n import translated
from app.web.paths import page_before

log = structlog.get_logger(__name__)

STATUS: dict[type[DomainError], int] = {
    Forbidden: 403,
    Missing: 404,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}
RETRY_SECONDS = "30"
BAD_TIMES = {400, 409, 429, 500, 503}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}


def init_app(app: Flask) -> None:
    app.before_request(_name_the_request)
    app.register_error_handler(DomainError, _refuse)
    app.register_error_handler(HTTPException, explain)
    app.register_error_handler(OperationalError, _not_now)
    app.register_error_handler(OSError, _no_room)
    app.register_error_handler(Exception, _apologize)


def _name_the_request() -> None:
    g.request_id = uuid4().hex[:12]
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _refuse(error: DomainError) -> ResponseReturnValue:
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    sentence = _("找不到这个页面，或者你无权查看。") if isinstance(error, Missing) else translated(str(error))
    return _page(sentence, STATUS[type(error)]), STATUS[type(error)], headers


def explain(error: HTTPException) -> ResponseReturnValue:
    sentences = {
        400: _bad_request(),
        403: _("你没有权限进行这项操作。"),  # core.policy says it so too, in the source's language
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
    return _page(sentences.get(code) or _("服务器不接受这个请求。"), code), code


def _bad_request() -> str:
    """What a form sent may have expired; an address is as somebody typed or copied it."""
    if request.method in {"GET", "HEAD"}:
        return str(_("地址里有无法识别的内容，打不开。请检查后重新输入。"))
    return str(_("请求不完整或已过期，请返回上一页重试。"))


def _not_now(error: OperationalError) -> ResponseReturnValue:
    """A full disk, a locked database: nothing was kept of what was sent, and later it will be."""
    return _unavailable(error) if takes_nothing(error) else _apologize(error)


def _no_room(error: OSError) -> ResponseReturnValue:
    return _unavailable(error) if error.errno in NO_ROOM else _apologize(error)


def _unavailable(error: Exception) -> ResponseReturnValue:
    log.error("nothing can be stored", endpoint=request.endpoint, exc_info=error)
    if request.method in {"GET", "HEAD"}:
        sentence = _("服务器暂时打不开这一页，请稍后再试。")
    else:
        sentence = _("没有保存，请稍后再试。服务器现在存不了数据，刚才提交的内容还没有收下。")
    return _page(sentence, 503), 503, {"Retry-After": RETRY_SECONDS, **_beside_the_form()}


def _beside_the_form() -> dict[str, str]:
    """The sentence at the top of the page; what stands in the fields stays there."""
    return {"HX-Retarget": "#main", "HX-Reswap": "afterbegin"} if is_htmx() else {}


def _apologize(error: Exception) -> ResponseReturnValue:
    log.error("request failed", endpoint=request.endpoint, exc_info=error)
    return _page(_("服务器出错了，这次操作可能没有完成。请稍后重试，或把编号告诉管理员。"), 500), 500


def _page(sentence: str, code: int) -> str | Response:
    if request.accept_mimetypes.best == "application/json":  # a script that uploads
        return jsonify(error=sentence)
    template = "errors/_flash.html" if is_htmx() else "errors/page.html"
    if "request_id" not in g:  # refused before anything else was asked
        _name_the_request()
    return render_template(
        template, title=_title(code), sentence=sentence, code=code, request_id=g.request_id, back=_back(code)
    )


def _title(code: int) -> str:
    titles = {
        403: _("没有权限"),
        404: _("找不到页面"),
        409: _("现在不能这样做"),
        413: _("文件太大"),
        429: _("请稍后再试"),
        503: _("没有保存") if request.method not in {"GET", "HEAD"} else _("请稍后再试"),
    }
    return str(titles.get(code) or _("出了点问题"))


def _back(code: int) -> str | None:
    """To the form that sent too much, or at a bad time: what was typed stands there."""
    of_a_form = code == 413 or (code in BAD_TIMES and request.method not in {"GET", "HEAD"})
    return page_before() if of_a_form else None
