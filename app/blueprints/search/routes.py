"""The search page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.search import service
from app.blueprints.search.kinds import kinds
from app.core.pagination import Page
from app.ports.search import SearchUnavailable

bp = Blueprint("search", __name__)


@bp.get("/search")
@login_required
def index() -> ResponseReturnValue:
    text, kind = request.args.get("q", "").strip()[:100], request.args.get("kind", "")
    number = min(50, max(1, request.args.get("page", 1, type=int)))
    if not text:
        return render_template("search/index.html", text="", kinds=kinds())
    try:
        found, results = service.find(text, actor=current_user(), kind=kind, page=number)
    except SearchUnavailable:
        return render_template("search/index.html", text=text, kinds=kinds(), unavailable=True), 503
    page = Page(found, number, results.total, service.PER_PAGE)
    return render_template(
        "search/index.html", text=text, kind=kind, kinds=kinds(), results=results, page=page
    )
