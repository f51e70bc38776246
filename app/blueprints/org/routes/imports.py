"""Teachers from Excel: template, upload, dry run, confirmation, slips, the way back."""

from contextlib import closing

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts import shown_once
from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import choices
from app.blueprints.org.forms.people import ImportForm
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.import_words import made_words, undone_words
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.policy import visibility
from app.blueprints.org.role_names import names_of_roles_in
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.submission import accepted_slow
from app.blueprints.org.service.importing import batches, places, sheet, slips, undo
from app.blueprints.org.service.importing.remarks import Remarks
from app.blueprints.org.uploads import receive
from app.core.errors import AlreadyConfirmed, Conflict, Forbidden
from app.core.policy import authorize
from app.core.spreadsheet import MOST_BYTES
from app.core.uow import unit_of_work
from app.web.downloads import excel
from app.web.flash import tell
from app.web.htmx import is_htmx
from app.web.query import get_or_missing

SHOWN = 200  # bad rows on the page; all of them are in the download


@bp.get("/imports")
@login_required
def imports() -> ResponseReturnValue:
    return _list_page(_form())


@bp.post("/imports")
@login_required
def create_import() -> ResponseReturnValue:
    form, made = _form(), list[ImportBatch]()
    if not accepted_slow(form, lambda: made.append(_receive(form))):
        return _list_page(form), 422
    return redirect(url_for(".show_import", batch_id=made[0].id), 303)


@bp.get("/imports/template/<int:unit_id>")
@login_required
def import_template(unit_id: int) -> ResponseReturnValue:
    unit = get_or_missing(visibility.units_visible_to(current_user()), id=unit_id)
    authorize(current_user(), "import_people", unit)
    units = places.units_in(unit)
    schools = [part.name for part in units if part.stands_for_a_whole]
    parts = list(dict.fromkeys(part.name for part in units if not part.stands_for_a_whole))
    content = sheet.template(schools, parts, names_of_roles_in(unit))
    return excel(content, _("%(unit)s教师导入模板.xlsx", unit=unit.name), in_ascii="teachers.xlsx")


@bp.get("/imports/<int:batch_id>")
@login_required
def show_import(batch_id: int) -> ResponseReturnValue:
    batch = _batch(batch_id)
    lines = batches.lines_of(batch) if batch.state == "checked" else []
    usable = [line for line in lines if not line.is_bad]
    remarks = Remarks(usable)
    good = sorted(usable, key=lambda line: (line.is_same, not remarks.own(line)))[:SHOWN]
    return render_template(
        "org/_import.html" if is_htmx() else "org/import.html",
        batch=batch,
        bad=[line for line in lines if line.is_bad][:SHOWN],
        good=sorted(good, key=lambda line: line.number),
        seats=places.seats_of(good),
        remarks=remarks,
        columns=sheet.columns_of(lines),
        undone=batch.done if batch.state == "undone" else {},
        made_words=made_words,
        undone_words=undone_words,
    )


@bp.get("/imports/<int:batch_id>/faults")
@login_required
def import_faults(batch_id: int) -> ResponseReturnValue:
    batch = _batch(batch_id)
    if not batch.are_rows_kept:
        raise Conflict(_("检查结果只保留 30 天，现在已经删除。请重新上传。"))
    content = sheet.faulty_rows(batches.lines_of(batch))
    return excel(content, _("需要改正的行.xlsx"), in_ascii="rows-to-correct.xlsx")


@bp.post("/imports/<int:batch_id>/confirmation")
@login_required
def confirm_import(batch_id: int) -> ResponseReturnValue:
    try:
        with unit_of_work():
            batches.confirm(_batch(batch_id), skip_bad="skip_bad" in request.form, actor=current_user())
    except AlreadyConfirmed as known:
        tell(str(known), "note")
    return redirect(url_for(".show_import", batch_id=batch_id), 303)


@bp.post("/imports/<int:batch_id>/undoing")
@login_required
def undo_import(batch_id: int) -> ResponseReturnValue:
    with unit_of_work():
        undo.undo_import(_batch(batch_id), actor=current_user())
    tell(_("导入已撤销。"))
    return redirect(url_for(".show_import", batch_id=batch_id), 303)


@bp.post("/imports/<int:batch_id>/slips")
@login_required
def take_slips(batch_id: int) -> ResponseReturnValue:
    with unit_of_work():
        taken = slips.take_slips(_batch(batch_id), actor=current_user())
        shown_once.keep(f"slips {batch_id}", taken)
    page = ".slips_as_excel" if request.form.get("format") == "xlsx" else ".show_slips"
    return redirect(url_for(page, batch_id=batch_id), 303)


@bp.get("/imports/<int:batch_id>/slips")
@login_required
def show_slips(batch_id: int) -> ResponseReturnValue:
    return _slips_page(_batch(batch_id), shown_once.take(f"slips {batch_id}"))


@bp.get("/imports/<int:batch_id>/slips.xlsx")
@login_required
def slips_as_excel(batch_id: int) -> ResponseReturnValue:
    batch, once = _batch(batch_id), shown_once.take(f"slips {batch_id}")
    if once.secret is None:
        return _slips_page(batch, once)
    content = sheet.slips(once.secret, url_for("accounts.sign_in", _external=True))
    return excel(content, _("初始密码.xlsx"), in_ascii="first-passwords.xlsx")


def _slips_page(batch: ImportBatch, once: shown_once.Once) -> ResponseReturnValue:
    page = render_template("org/slips.html", once=once, batch=batch)
    return page, 410 if once.secret is None else 200


def _batch(batch_id: int) -> ImportBatch:
    return get_or_missing(visibility.imports_visible_to(current_user()), id=batch_id)


def _list_page(form: ImportForm) -> str:
    return render_template("org/imports.html", form=form, batches=batches.latest(current_user()))


def _form() -> ImportForm:
    units = choices.units_to_import_for(current_user())
    if not units:
        raise Forbidden(_("你没有权限导入教师。"))
    form = ImportForm()
    form.unit.choices = [(str(unit.id), unit.name) for unit in units]
    return form


def _receive(form: ImportForm) -> ImportBatch:
    unit: OrgUnit = get_or_missing(visibility.units_visible_to(current_user()), id=int(form.unit.data))
    with closing(form.file.data) as file:  # large ones lie in a temporary file
        content = file.read(MOST_BYTES + 1)
    return receive(unit, form.file.data.filename or "", content, actor=current_user())
