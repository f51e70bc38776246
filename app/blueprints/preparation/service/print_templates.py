"""The form of a school: checked, kept, replaced, and chosen for a plan that leaves."""

import io
import zipfile
from collections.abc import Sequence

import docx
from docx.opc.exceptions import PackageNotFoundError
from flask_babel import gettext as _
from sqlalchemy import exists, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.exporting.paper import Paper
from app.blueprints.coedit.exporting.template_checks import check_template
from app.blueprints.coedit.exporting.word import docx_of
from app.blueprints.coedit.exporting.word_places import places_in
from app.blueprints.coedit.text.schema import Node, doc, paragraph, text_node
from app.blueprints.org.models import School
from app.blueprints.org.reach import reach_of
from app.blueprints.preparation.default_form import default_form
from app.blueprints.preparation.export_models import PrintTemplate
from app.blueprints.preparation.models import JointPreparation
from app.core import clock
from app.core.db import db
from app.core.errors import Invalid, Missing
from app.core.policy import authorize
from app.core.threads import off_the_loop
from app.ports import printer, storage
from app.ports.converter import ConversionFailed

EXAMPLE = {
    "学校": "青禾实验小学", "备课组": "三年级数学备课组", "学科": "数学", "年级": "三年级", "册次": "上册",
    "教材": "人教版 三年级上册", "单元": "分数的初步认识", "课型": "新授课", "课时": "2 课时",
    "主备人": "林知远", "参备人": "周若溪、陈一帆", "日期": "2026-11-22",
    "学年学期": "2026—2027 学年第一学期", "周次": "第 12 周", "版本": "定稿 v1", "校验码": "0f3a…",
}  # fmt: skip


_UNPRINTABLE = (KeyError, ValueError, AttributeError, TypeError, IndexError, ConversionFailed)


def template_of(school: School) -> PrintTemplate | None:
    return db.session.scalars(select(PrintTemplate).where(PrintTemplate.school_id == school.id)).one_or_none()


def read_upload(school: School, content: bytes, *, actor: User) -> list[str]:
    """The names of its places, if it is fit to print on. Raises Invalid with what is wrong with it."""
    authorize(actor, "set_print_template", school)
    return off_the_loop(_read, content)


def set_template(
    school: School, file_name: str, digest: str, size: int, places: Sequence[str], *, actor: User
) -> None:
    """Instead of the one before, if there is one. Its bytes stay for exports that are being made."""
    authorize(actor, "set_print_template", school)
    template = template_of(school) or PrintTemplate(school_id=school.id)
    template.file_name = file_name[-PrintTemplate.FILE_NAME_LENGTH :]
    template.digest, template.size, template.places = digest, size, list(places)
    template.uploaded_by_id, template.uploaded_at = actor.id, clock.now()
    db.session.add(template)


def remove_template(school: School, *, actor: User) -> None:
    authorize(actor, "set_print_template", school)
    template = template_of(school)
    if template is not None:
        db.session.delete(template)


def content_of(template: PrintTemplate | None) -> bytes:
    """Of the school's own form; of the shipped one if there is none."""
    if template is None:
        return default_form()
    try:
        with storage.current().open(template.digest) as file:
            return file.read()
    except KeyError:
        raise Missing(_("打印模板的文件不见了，请重新上传。")) from None


def form_for(preparation: JointPreparation, owner: User) -> bytes:
    """On the paper of the school that will file it: the owner's own, else the one that prepares."""
    own = reach_of(owner).school_ids
    preparing = preparation.unit.school_id
    wanted = sorted(own, key=lambda school_id: (school_id != preparing, school_id))
    wanted += [preparing] if preparing and preparing not in own else []
    rows = db.session.scalars(select(PrintTemplate).where(PrintTemplate.school_id.in_(wanted)))
    by_school = {row.school_id: row for row in rows}
    return content_of(next((by_school[each] for each in wanted if each in by_school), None))


def is_lost_in_pdf(reader: User) -> bool:
    """Whether their school has a form of its own, and no machine here prints PDF files on it."""
    if printer.of_words() is not None or printer.current().reads is None:
        return False
    has_own = exists().where(PrintTemplate.school_id.in_(reach_of(reader).school_ids))
    return bool(db.session.scalar(select(has_own)))


def sample_of(school: School) -> bytes:
    """The form filled in with an example, to look at."""
    paper = Paper("认识几分之一", _sample_text(), EXAMPLE | {"学校": school.name})
    return off_the_loop(docx_of, paper, content_of(template_of(school)))


def _read(content: bytes) -> list[str]:
    check_template(content)
    try:
        docx_of(Paper("认识几分之一", _sample_text(), EXAMPLE), content)  # else each export would fail
        return places_in(docx.Document(io.BytesIO(content)))
    except (PackageNotFoundError, zipfile.BadZipFile, *_UNPRINTABLE) as error:
        raise Invalid(_("文件已损坏，无法打开。请用 Word 或 WPS 打开并重新保存后再试。")) from error


def _sample_text() -> Node:
    head: Node = {
        "type": "tableRow",
        "content": [_cell(each, "tableHeader") for each in ("环节", "教师活动", "学生活动")],
    }
    row: Node = {
        "type": "tableRow",
        "content": [_cell(each) for each in ("导入", "出示月饼，提问怎样分。", "说一说，分一分。")],
    }
    return doc(
        _heading("教学目标"),
        paragraph(text_node("通过平均分实物与图形，能说出几分之一的含义。")),
        _heading("教学过程"),
        {"type": "table", "content": [head, row]},
    )


def _heading(words: str) -> Node:
    return {"type": "heading", "attrs": {"level": 2}, "content": [text_node(words)]}


def _cell(words: str, kind: str = "tableCell") -> Node:
    return {"type": kind, "content": [paragraph(text_node(words))]}
