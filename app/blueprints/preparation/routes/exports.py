"""Taking plans away as files: asked for, waited for, downloaded."""

from pathlib import PurePath

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.preparation.export_models import ExportFormat, PreparationExport
from app.blueprints.preparation.routes.blueprint import bp, visible_preparation
from app.blueprints.preparation.routes.wanted import wanted_list
from app.blueprints.preparation.service import exporting, listing
from app.blueprints.preparation.service.print_templates import is_lost_in_pdf
from app.core.errors import Invalid, Missing
from app.core.jobs import JobState
from app.core.uow import unit_of_work
from app.ports import printer, storage
from app.web.downloads import download
from app.web.filters import register_labels
from app.web.htmx import is_htmx

register_labels(
    ExportFormat,
    {
        ExportFormat.WORD: _l("Word 文档"),
        ExportFormat.PDF: _l("PDF 文件"),
        ExportFormat.MARKDOWN: _l("Markdown 文本"),
    },
)


@bp.app_template_global()
def export_formats() -> list[ExportFormat]:
    """What this server can make."""
    return [each for each in ExportFormat if each is not ExportFormat.PDF or printer.current().reads]


@bp.post("/<int:preparation_id>/exports")
@login_required
def export_one(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    with unit_of_work():
        export = exporting.request_export([preparation.id], _format(), actor=current_user())
    return _to_its_page(export)


@bp.get("/exports/new")
@login_required
def new_export() -> ResponseReturnValue:
    tab, filters = wanted_list()
    most = exporting.MOST_AT_ONCE
    return render_template(
        "preparation/new_export.html",
        preparations=listing.list_to_export(current_user(), tab, filters, most),
        most=most,
        recent=exporting.recent_exports(current_user()),
        tab=tab,
        filters=filters,
    )


@bp.post("/exports")
@login_required
def export_several() -> ResponseReturnValue:
    ids = request.form.getlist("preparation_id", type=int)
    with unit_of_work():
        export = exporting.request_export(ids, _format(), actor=current_user(), is_set=True)
    return _to_its_page(export)


@bp.get("/exports/<int:export_id>")
@login_required
def export(export_id: int) -> ResponseReturnValue:
    found = exporting.export_of(export_id, actor=current_user())
    has_failed = found.job is None or found.job.state is JobState.FAILED
    is_waiting = found.digest is None and not has_failed
    if not is_htmx():
        return _page(found, is_waiting=is_waiting)
    if is_waiting:
        return render_template("preparation/_export_progress.html", export=found)
    return "", 200, {"HX-Redirect": url_for(".export", export_id=export_id, begin=1)}


@bp.get("/exports/<int:export_id>/file")
@login_required
def export_file(export_id: int) -> ResponseReturnValue:
    found = exporting.finished_export(export_id, actor=current_user())
    try:
        content = storage.current().open(found.digest or "")
    except KeyError:
        raise Missing(_("这个文件已经过期，请重新下载。")) from None
    plain = f"preparation-{found.id}{PurePath(found.file_name).suffix}"
    answer = download(content, found.file_name, in_ascii=plain)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _to_its_page(export: PreparationExport) -> ResponseReturnValue:
    """The download begins by itself, even if the file is ready before its page is."""
    return redirect(url_for(".export", export_id=export.id, begin=1), 303)


def _page(export: PreparationExport, *, is_waiting: bool) -> str:
    is_plain = export.format is ExportFormat.PDF and is_lost_in_pdf(current_user())
    return render_template(
        "preparation/export.html", export=export, is_waiting=is_waiting, is_plain_pdf=is_plain
    )


def _format() -> ExportFormat:
    wanted = request.form.get("format", "")
    if wanted not in list(ExportFormat):
        raise Invalid(_("请选择文件格式。"))
    return ExportFormat(wanted)
