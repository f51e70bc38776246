"""The form that a school prints its plans on."""

import io

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.exporting.template_checks import MOST_MB
from app.blueprints.org.models import School
from app.blueprints.org.policy.visibility import schools_visible_to
from app.blueprints.preparation.routes.blueprint import bp
from app.blueprints.preparation.service import print_templates as service
from app.blueprints.preparation.service.papers import FIELDS
from app.core.errors import Invalid, Missing
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.ports import printer, storage
from app.web.downloads import download
from app.web.flash import tell
from app.web.query import get_or_missing

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PAGE = "/print-templates/<int:school_id>"


@bp.get(_PAGE)
@login_required
def print_template(school_id: int) -> ResponseReturnValue:
    return _page(_school(school_id))


@bp.post(_PAGE)
@login_required
def set_print_template(school_id: int) -> ResponseReturnValue:
    school = _school(school_id)
    try:
        name, content = _uploaded()
        places = service.read_upload(school, content, actor=current_user())
    except Invalid as refusal:
        return _page(school, str(refusal)), 422
    digest = storage.current().put(content)
    with unit_of_work():
        service.set_template(school, name, digest, len(content), places, actor=current_user())
    tell(_("打印模板已保存，以后下载的教案都用它。"))
    return redirect(url_for(".print_template", school_id=school_id), 303)


@bp.post(f"{_PAGE}/removal")
@login_required
def remove_print_template(school_id: int) -> ResponseReturnValue:
    with unit_of_work():
        service.remove_template(_school(school_id), actor=current_user())
    tell(_("已改用系统自带的模板。"))
    return redirect(url_for(".print_template", school_id=school_id), 303)


@bp.get(f"{_PAGE}/<any(own, shipped, sample):which>")
@login_required
def print_template_file(school_id: int, which: str) -> ResponseReturnValue:
    """The form as it was uploaded, the one the product brings along, or the form filled in."""
    school = _school(school_id)
    template = service.template_of(school)
    if which == "sample":
        content, name = service.sample_of(school), _("样张.docx")
    elif which == "shipped":
        content, name = service.content_of(None), _("自带模板.docx")
    elif template is None:
        raise Missing(which)
    else:
        content, name = service.content_of(template), template.file_name
    answer = download(io.BytesIO(content), name, in_ascii=f"{which}-form.docx", kind=_WORD)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _school(school_id: int) -> School:
    school = get_or_missing(schools_visible_to(current_user()), id=school_id)
    authorize(current_user(), "set_print_template", school)
    return school


def _page(school: School, error: str = "") -> str:
    template = service.template_of(school)
    return render_template(
        "preparation/print_template.html",
        school=school,
        template=template,
        fields=FIELDS,
        unknown=[name for name in template.places if name not in FIELDS] if template else [],
        error=error,
        most_mb=MOST_MB,
        pdf_follows=printer.of_words() is not None,
    )


def _uploaded() -> tuple[str, bytes]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(_("请选择一个 Word 文件（.docx）。"))
    return file.filename, bytes(file.read(MOST_MB * 1024 * 1024 + 1))
