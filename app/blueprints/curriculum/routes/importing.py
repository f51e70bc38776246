"""Excel in: template, dry run, confirmation, the way back."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.curriculum import policy
from app.blueprints.curriculum.forms import UploadForm
from app.blueprints.curriculum.models import CurriculumImport
from app.blueprints.curriculum.routes.blueprint import bp, owners_kept
from app.blueprints.curriculum.service import import_counts, import_rows, importing
from app.core.errors import AlreadyConfirmed, Conflict, Invalid
from app.core.uow import unit_of_work
from app.web.downloads import excel
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/imports/template.xlsx")
@login_required
def template() -> ResponseReturnValue:
    return excel(import_rows.template(), _("课程目录模板") + ".xlsx", in_ascii="curriculum.xlsx")


@bp.get("/imports/new")
@login_required
def upload() -> ResponseReturnValue:
    form = _upload_form()
    form.owner.data = request.args.get("owner", type=int)  # who comes from a volume means its owner
    return _upload_page(form)


@bp.post("/imports/new")
@login_required
def check() -> ResponseReturnValue:
    form = _upload_form()
    if not form.validate_on_submit():
        return _upload_page(form), 422
    try:
        batch = _check(form)
    except Invalid as refusal:
        form.refuse(refusal)
        return _upload_page(form), 422
    return redirect(url_for(".review", import_id=batch.id), 303)


@bp.get("/imports/<int:import_id>")
@login_required
def review(import_id: int) -> ResponseReturnValue:
    batch = _visible_import(import_id)
    rows = import_rows.stored_rows(batch.rows)
    return render_template(
        "curriculum/review.html",
        batch=batch,
        rows=rows,
        columns=import_rows.columns_of(rows),
        volumes=importing.volumes_of(batch) if batch.state != "checked" else [],
        edited=importing.edited_since(batch) if batch.state == "confirmed" else set(),
    )


@bp.get("/imports/<int:import_id>/faults")
@login_required
def faults(import_id: int) -> ResponseReturnValue:
    rows = import_rows.stored_rows(_visible_import(import_id).rows)
    return excel(import_rows.faulty_rows(rows), _("需要改正的行.xlsx"), in_ascii="rows-to-correct.xlsx")


@bp.post("/imports/<int:import_id>/confirmation")
@login_required
def confirm(import_id: int) -> ResponseReturnValue:
    batch = _visible_import(import_id)
    try:
        with unit_of_work():
            importing.confirm_import(batch, skip_bad="skip_bad" in request.form, actor=current_user())
    except AlreadyConfirmed as known:
        tell(str(known), "note")
    else:
        tell(_("已导入。需要时可以在本页整体撤销。"))
    return redirect(url_for(".review", import_id=batch.id), 303)


@bp.post("/imports/<int:import_id>/reversal")
@login_required
def undo_import(import_id: int) -> ResponseReturnValue:
    batch = _visible_import(import_id)
    try:
        with unit_of_work():
            importing.undo_import(batch, actor=current_user())
    except Conflict as refusal:  # its page leads to the volume that stands in the way
        tell(str(refusal), "problem")
    else:
        tell(_("已撤销这次导入。"))
    return redirect(url_for(".review", import_id=batch.id), 303)


def _check(form: UploadForm) -> CurriculumImport:
    """Read the file first, then write: reading takes time, and writers queue."""
    owner = get_or_missing(policy.owners_visible_to(current_user()), id=form.owner.data)
    upload = form.file.data
    rows = import_rows.read_tree(upload.read(), system=importing.system_of(owner))
    with unit_of_work():
        return importing.check_import(rows, file_name=upload.filename, owner=owner, actor=current_user())


def _upload_form() -> UploadForm:
    form = UploadForm()
    form.owner.choices = [(owner.id, owner.name) for owner in owners_kept()]
    return form


def _upload_page(form: UploadForm) -> str:
    imports = import_counts.latest(policy.imports_visible_to(current_user()))
    return render_template("curriculum/upload.html", form=form, imports=imports)


def _visible_import(import_id: int) -> CurriculumImport:
    return get_or_missing(policy.imports_visible_to(current_user()), id=import_id)
