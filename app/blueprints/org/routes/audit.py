"""The audit log, for those who run the installation."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import audit_log, overview
from app.blueprints.org.forms.audit import AuditFilter
from app.blueprints.org.routes.blueprint import bp
from app.core.audit import KEPT_FOR
from app.core.pagination import Page, paginate


@bp.get("/audit")
@login_required
def audit() -> ResponseReturnValue:
    overview.authorize_at_root(current_user(), "read_audit_log")
    form = AuditFilter(request.args)
    form.action.choices = {_("全部"): [("", _("全部操作"))], **form.offered()}
    page = paginate(audit_log.find_entries(form.wanted()), request.args.get("page", 1, type=int))
    lines = audit_log.lines(page.items)
    return render_template(
        "org/audit.html",
        form=form,
        page=Page(lines, page.number, page.total, page.per_page),
        days=KEPT_FOR.days,
    )
