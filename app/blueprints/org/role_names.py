"""Roles by the words that schools write for them."""

from collections.abc import Mapping

from app.blueprints.org.models import SEATS, OrgUnit, Role, UnitKind

NAMES: Mapping[Role, tuple[str, ...]] = {  # the first is the one in the template
    Role.TEACHER: ("教师", "任课教师", "老师", "科任教师"),
    Role.LESSON_GROUP_LEADER: ("备课组长",),
    Role.SUBJECT_LEADER: ("教研组长",),
    Role.ACADEMIC_DIRECTOR: ("教务主任", "教导主任", "教科主任", "教学主任", "教务处主任"),
    Role.SCHOOL_HEAD: ("校长", "执行校长", "副校长"),
    Role.GROUP_OFFICE: ("集团办公室",),
    Role.GROUP_HEAD: ("总校长",),
    Role.STUDIO_HOST: ("工作室主持人", "主持人"),
    Role.EXTERNAL_EXPERT: ("外聘专家",),
}
_by_name = {name: role for role, names in NAMES.items() for name in names}


ABOVE_SCHOOLS = frozenset({UnitKind.DISTRICT, UnitKind.GROUP})


def names_of_roles_in(whole: OrgUnit) -> list[str]:
    """By their usual names, the roles that can be held in this school, or in this group and its schools."""
    everywhere = whole.kind in ABOVE_SCHOOLS
    return [names[0] for role, names in NAMES.items() if everywhere or exists_in_schools(role)]


def exists_in_schools(role: Role) -> bool:
    return not SEATS.get(role, frozenset(UnitKind)) <= ABOVE_SCHOOLS


def find_role(written: str) -> Role | None:
    return _by_name.get("".join(written.split()))
