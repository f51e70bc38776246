"""The search page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.search import service
from app.blueprints.search.kinds import kinds
from app.blueprints.search.narrowing import Narrowed, names_of_facets
from app.core.pagination import Page
from app.ports.search import SearchUnavailable

bp = Blueprint("search", __name__)


@bp.get("/search")
@login_required
def index() -> ResponseReturnValue:
    asked = Narrowed.of(request.args)
    shown = {"asked": asked, "kinds": kinds(), "incomplete": service.is_incomplete()}
    if not asked.text:
        return render_template("search/index.html", **shown)
    number = min(50, max(1, request.args.get("page", 1, type=int)))
    try:
        found, results = service.find(
            asked.text, actor=current_user(), kind=asked.kind, facets=asked.facets, page=number
        )
    except SearchUnavailable:
        return render_template("search/index.html", **shown, unavailable=True), 503
    page = Page(found, number, results.total, service.PER_PAGE)
    facets = names_of_facets(results)
    return render_template("search/index.html", **shown, results=results, page=page, facets=facets)
