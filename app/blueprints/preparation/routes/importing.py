"""How far the conversion of a Word file is, until the preparation is there."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.preparation.routes.blueprint import bp
from app.blueprints.preparation.service.word import import_of
from app.core.jobs import Job, JobState
from app.web.flash import tell
from app.web.htmx import is_htmx


@bp.get("/imports/<int:job_id>")
@login_required
def word_import(job_id: int) -> ResponseReturnValue:
    row = import_of(job_id, actor=current_user())
    if row.state in {JobState.QUEUED, JobState.RUNNING}:
        template = "preparation/_import_progress.html" if is_htmx() else "preparation/import.html"
        return render_template(template, job=row)
    if is_htmx():  # the polled fragment cannot follow a redirect: the page as a whole comes back here
        return "", 200, {"HX-Redirect": url_for(".word_import", job_id=job_id)}
    return redirect(_outcome(row), 303)


def _outcome(row: Job) -> str:
    if row.state is JobState.FAILED or not row.result:
        return url_for(".new", failed_import=row.id)
    if missing := row.result.get("unreadable_pictures"):
        tell(_unreadable(missing), "note")
    if row.result.get("lost_colours"):
        tell(_("文字的颜色和底色没有带过来；要突出的地方，可以加粗、加下划线或写批注。"), "note")
    tell(_("已从 Word 文件建立备课，可以一起修改了。"))
    return url_for(".edit", preparation_id=row.result["preparation_id"])


def _unreadable(pictures: int) -> str:
    return str(
        ngettext(
            "%(num)d 张图片的格式不支持（如 WMF、EMF），文中已标出位置，请截图后补上。",
            "%(num)d 张图片的格式不支持（如 WMF、EMF），文中已标出位置，请截图后补上。",
            pictures,
        )
    )
