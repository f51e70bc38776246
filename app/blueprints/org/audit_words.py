"""How the lines about the organisation read in the audit log."""

import re
from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.blueprints.org import labels
from app.blueprints.org.import_words import made_words, undone_words
from app.blueprints.org.models import MembershipStatus, Role
from app.web.audit_words import register_sentences
from app.web.filters import label
from app.web.reference_filters import term_no

__all__ = ["labels"]  # imported to register how the enums read

register_sentences(
    {
        "org.administrator_created": _l("把%(whom)s设为系统管理员"),
        "org.group_created": _l("建立了集团“%(whom)s”"),
        "org.group_edited": _l("修改了集团“%(whom)s”"),
        "org.group_archived": _l("归档了集团“%(whom)s”"),
        "org.group_restored": _l("恢复了集团“%(whom)s”"),
        "org.membership_changed": _l("记录%(whom)s：%(note)s"),
        "org.membership_dated": _l("定下%(whom)s离开集团的日期：%(note)s"),
        "org.membership_undated": _l("取消了%(whom)s离开集团的日期：%(note)s"),
        "org.term_created": _l("在“%(whom)s”的校历里添加了%(note)s"),
        "org.term_edited": _l("修改了“%(whom)s”校历里%(note)s的日期"),
        "org.term_deleted": _l("从“%(whom)s”的校历里删除了%(note)s"),
        "org.term_weeks_adjusted": _l("调整了“%(whom)s”%(note)s的周次"),
        "org.campus_created": _l("给“%(whom)s”添加了校区：%(note)s"),
        "org.campus_edited": _l("修改了“%(whom)s”的校区：%(note)s"),
        "org.campus_archived": _l("归档了“%(whom)s”的校区：%(note)s"),
        "org.campus_restored": _l("恢复了“%(whom)s”的校区：%(note)s"),
        "org.periods_set": _l("设定了“%(whom)s”的节次，每天 %(note)s 节"),
        "org.school_created": _l("建立了学校“%(whom)s”"),
        "org.school_edited": _l("修改了学校“%(whom)s”"),
        "org.school_archived": _l("归档了学校“%(whom)s”"),
        "org.school_restored": _l("恢复了学校“%(whom)s”"),
        "org.unit_created": _l("建立了部门“%(whom)s”"),
        "org.unit_edited": _l("修改了部门“%(whom)s”"),
        "org.unit_moved": _l("移动了部门“%(whom)s”"),
        "org.unit_archived": _l("归档了部门“%(whom)s”"),
        "org.unit_restored": _l("恢复了部门“%(whom)s”"),
        "org.person_created": _l("新建了%(whom)s的账号"),
        "org.person_edited": _l("修改了%(whom)s的资料"),
        "org.appointed": _l("给%(whom)s添加了任职：%(note)s"),
        "org.affiliation_restored": _l("恢复了%(whom)s的任职：%(note)s"),
        "org.affiliation_ended": _l("结束了%(whom)s的任职：%(note)s"),
        "org.affiliation_dated": _l("定下%(whom)s任职的最后一天：%(note)s"),
        "org.affiliation_undated": _l("取消了%(whom)s任职的最后一天：%(note)s"),
        "org.people_imported": _l("导入了教师“%(whom)s”：%(note)s"),
        "org.import_undone": _l("撤销了教师导入“%(whom)s”：%(note)s"),
        "org.import_slips_taken": _l("领取了教师导入“%(whom)s”的初始密码：%(note)s"),
    }
)


def readable(action: str, note: str) -> str:
    """Notes keep codes and numbers; here they become words."""
    read = _READERS.get(action)
    return read(note) if read else note


def _status(note: str) -> str:
    return label(MembershipStatus(note)) if note in set(MembershipStatus) else note


def _term(note: str) -> str:
    """`2026—2027 1`"""
    term = re.fullmatch(r"(\S+) ([12])", note)
    return str(_("%(year)s学年 第%(no)s学期", year=term[1], no=term_no(int(term[2])))) if term else note


def _place(note: str) -> str:
    """`teacher · 青禾实验小学 语文教研组 2026-11-30`"""
    role, dot, where = note.partition(" · ")
    return f"{label(Role(role))}{dot}{where}" if role in set(Role) else note


def _import(note: str) -> str:
    numbers = re.fullmatch(r"\+(\d+) ~(\d+)", note)
    if not numbers:
        return note
    return made_words(*(int(number) for number in numbers.groups()))


def _undoing(note: str) -> str:
    """`-12 ~3 kept 1`"""
    numbers = re.fullmatch(r"-(\d+) ~(\d+) kept (\d+)", note)
    if not numbers:
        return note
    return undone_words(*(int(number) for number in numbers.groups()))


def _slips(note: str) -> str:
    return str(ngettext("%(num)s 人", "%(num)s 人", int(note)))


_READERS: Mapping[str, Callable[[str], str]] = {
    "org.membership_changed": _status,
    "org.term_created": _term,
    "org.term_edited": _term,
    "org.term_deleted": _term,
    "org.term_weeks_adjusted": _term,
    "org.appointed": _place,
    "org.affiliation_restored": _place,
    "org.affiliation_ended": _place,
    "org.affiliation_dated": _place,
    "org.affiliation_undated": _place,
    "org.people_imported": _import,
    "org.import_undone": _undoing,
    "org.import_slips_taken": _slips,
}
