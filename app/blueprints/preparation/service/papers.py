"""A preparation as a paper: its text, and what the head of a form asks for."""

from collections.abc import Mapping
from datetime import date, datetime

from flask_babel import force_locale
from sqlalchemy import select

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.coedit.exporting.paper import Paper, PaperPicture, without_empty_end
from app.blueprints.coedit.exporting.stored_pictures import pictures_of
from app.blueprints.coedit.exporting.table_sums import PLACE
from app.blueprints.coedit.service import load_state
from app.blueprints.coedit.suggestions.thanks import lines_of, thanks_in
from app.blueprints.coedit.text.content import to_pm
from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.coedit.text.pending import without_suggestions
from app.blueprints.coedit.text.schema import Node, paragraph, text_node
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.service.belonging import school_in, schools_of
from app.blueprints.preparation.service.lessons import sum_sentence
from app.core import clock
from app.core.db import db
from app.core.errors import Missing
from app.reference import Entry

FIELDS = (
    "课题", "学校", "备课组", "学科", "年级", "册次", "教材", "单元", "课型", "课时", "主备人", "参备人",
    "日期", "学年学期", "周次", "版本", "校验码", "正文",
)  # fmt: skip
_UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|\n\r\t', " "))


def paper_of(preparation: JointPreparation) -> Paper:
    """Reads the whole text: not inside a unit of work."""
    pm = _with_thanks(without_empty_end(_text_of(preparation)), preparation)
    pictures: Mapping[str, PaperPicture] = pictures_of(pm, preparation.document_id)
    return Paper(
        title=preparation.title,
        pm=pm,
        facts=facts_of(preparation),
        pictures=pictures,
        author=preparation.lead_preparer.name,
        minutes=_minutes(preparation),
    )


def facts_of(preparation: JointPreparation) -> dict[str, str]:
    """As schools write them, in Chinese: a form is handed in, whatever language the screen has."""
    edition = _name(reference.editions(), preparation.edition)
    grade = _name(reference.grades(), preparation.grade)
    volume = _name(reference.volumes(), preparation.volume)
    return {
        "学校": _school(preparation),
        "备课组": preparation.unit.name,
        "学科": _name(reference.subjects(), preparation.subject),
        "年级": grade,
        "册次": volume,
        "教材": " ".join(part for part in (edition, f"{grade}{volume}" if volume else "") if part),
        "单元": _unit_of_book(preparation),
        "课型": _name(reference.lesson_types(), preparation.lesson_type),
        "课时": f"{preparation.periods} 课时" if preparation.periods else "",
        "主备人": preparation.lead_preparer.name,
        "参备人": _others(preparation),
        "日期": _day(preparation).isoformat(),
        "学年学期": _term(preparation),
        "周次": f"第 {preparation.week_no} 周" if preparation.week_no else "",
        "版本": f"定稿 v{preparation.final_version.no}" if preparation.final_version else "未定稿",
        "校验码": preparation.final_version.sha256 if preparation.final_version else "",
    }


def _school(preparation: JointPreparation) -> str:
    """A unit of the group has none: forms ask for the lead preparer's then."""
    if preparation.unit.school:
        return preparation.unit.school.name
    school = school_in(preparation.group_id, preparation.lead_preparer_id)
    return school or (preparation.group.name if preparation.group else "")


def file_stem(preparation: JointPreparation) -> str:
    """`课题-主备人-日期`, without what file systems refuse."""
    parts = (preparation.title[:60], preparation.lead_preparer.name[:20], _day(preparation).isoformat())
    return "-".join(" ".join(part.translate(_UNFIT).split()).strip(". ") for part in parts)


def _text_of(preparation: JointPreparation) -> Node:
    """What is only suggested is not on paper."""
    version = preparation.final_version
    if version is not None:
        return without_suggestions(to_pm(version.full_state)) if version.state else read_html(version.html)
    if preparation.document_id is None:
        raise Missing(str(preparation.id))
    return without_suggestions(to_pm(load_state(preparation.document_id)))


def _with_thanks(pm: Node, preparation: JointPreparation) -> Node:
    """Under the text, whose suggestions are in it: on paper nobody can point at the words."""
    with force_locale("zh"):
        lines = lines_of(thanks_in(preparation.document_id)) if preparation.document_id else []
    if not lines:
        return pm
    head = paragraph(text_node("采纳的建议", [{"type": "bold"}]))
    return {**pm, "content": [*pm.get("content", []), head, *(paragraph(text_node(each)) for each in lines)]}


def _minutes(preparation: JointPreparation) -> str:
    """Under the table of steps, in Chinese as everything on paper."""
    with force_locale("zh"):
        return sum_sentence(preparation, PLACE)


def _day(preparation: JointPreparation) -> date:
    """Of the final version; until there is one, of today."""
    at: datetime | None = preparation.finalized_at
    return clock.day_of(at) if at else clock.today()


def _name(table: Mapping[str, Entry], code: str | None) -> str:
    entry = table.get(code or "")
    return entry.name if entry else code or ""


def _others(preparation: JointPreparation) -> str:
    rows = db.session.execute(
        select(User.id, User.name)
        .join(Participant, Participant.user_id == User.id)
        .where(Participant.preparation_id == preparation.id, User.id != preparation.lead_preparer_id)
        .order_by(Participant.id)
    ).all()
    schools = schools_of({row.id for row in rows})
    return "、".join(f"{row.name}（{schools[row.id]}）" if schools.get(row.id) else row.name for row in rows)


def _term(preparation: JointPreparation) -> str:
    term = preparation.term
    return f"{term.school_year} 学年第{'一二'[term.no - 1]}学期" if term else ""


def _unit_of_book(preparation: JointPreparation) -> str:
    node = preparation.node
    return node.parent.name if node is not None and node.parent is not None else ""
