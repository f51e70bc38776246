"""How the words of the organisation read on screen."""

from collections.abc import Mapping
from enum import Enum

from flask_babel import lazy_gettext as _l

from app.blueprints.org.history_models import Step
from app.blueprints.org.import_models import ImportState
from app.blueprints.org.models import (
    GovernanceMode,
    GradeSystem,
    GroupKind,
    MembershipRole,
    MembershipStatus,
    Role,
    UnitKind,
    WeekKind,
)
from app.web.filters import register_labels

register_labels(
    GroupKind,
    {
        GroupKind.GROUP: _l("教育集团"),
        GroupKind.UNION: _l("教联体"),
        GroupKind.DISTRICT_ZONE: _l("学区"),
    },
)
register_labels(
    GovernanceMode,
    {
        GovernanceMode.MERGED: _l("融合型"),
        GovernanceMode.ENTRUSTED: _l("托管型"),
        GovernanceMode.CO_BUILT: _l("共建型"),
        GovernanceMode.ALLIANCE: _l("联盟型"),
        GovernanceMode.ASSISTED: _l("帮扶型"),
    },
)
register_labels(
    GradeSystem,
    {
        GradeSystem.SIX_THREE: _l("六三制"),
        GradeSystem.FIVE_FOUR: _l("五四制"),
    },
)
register_labels(
    MembershipRole,
    {
        MembershipRole.LEAD: _l("核心校"),
        MembershipRole.MEMBER: _l("成员校"),
    },
)
MEMBERSHIP_STATUSES: Mapping[Enum, object] = {
    MembershipStatus.ACTIVE: _l("正常"),
    MembershipStatus.YELLOW: _l("黄牌预警"),
    MembershipStatus.RED: _l("红牌淘汰"),
    MembershipStatus.GRADUATED: _l("成长溢出"),
    MembershipStatus.WITHDRAWN: _l("已退出"),
}
register_labels(MembershipStatus, MEMBERSHIP_STATUSES)
register_labels(
    Step,
    {
        **{Step(str(status.value)): words for status, words in MEMBERSHIP_STATUSES.items()},
        Step.LAST_DAY: _l("约定最后一天"),
        Step.LAST_DAY_LIFTED: _l("取消约定"),
    },
)
register_labels(
    UnitKind,
    {
        UnitKind.DISTRICT: _l("区县"),
        UnitKind.GROUP: _l("集团"),
        UnitKind.SCHOOL: _l("学校"),
        UnitKind.DEPARTMENT: _l("处室"),
        UnitKind.SUBJECT_GROUP: _l("教研组"),
        UnitKind.LESSON_GROUP: _l("备课组"),
        UnitKind.GRADE_GROUP: _l("年级组"),
        UnitKind.STUDIO: _l("名师工作室"),
        UnitKind.BODY: _l("理事会、领导小组"),
    },
)
register_labels(
    Role,
    {
        Role.ADMIN: _l("管理员"),
        Role.GROUP_HEAD: _l("总校长"),
        Role.GROUP_OFFICE: _l("集团办公室"),
        Role.SCHOOL_HEAD: _l("校长"),
        Role.ACADEMIC_DIRECTOR: _l("教务主任"),
        Role.SUBJECT_LEADER: _l("教研组长"),
        Role.LESSON_GROUP_LEADER: _l("备课组长"),
        Role.TEACHER: _l("教师"),
        Role.STUDIO_HOST: _l("工作室主持人"),
        Role.RESEARCH_OFFICER: _l("教研员"),
        Role.INSPECTOR: _l("督导"),
        Role.EXTERNAL_EXPERT: _l("外聘专家"),
    },
)
register_labels(
    ImportState,
    {
        ImportState.CHECKING: _l("正在检查"),
        ImportState.CHECKED: _l("等待确认"),
        ImportState.CONFIRMING: _l("正在导入"),
        ImportState.CONFIRMED: _l("已导入"),
        ImportState.UNDONE: _l("已撤销"),
        ImportState.SAME: _l("没有要改的"),
        ImportState.EXPIRED: _l("已过期"),
        ImportState.REFUSED: _l("没有导入"),
    },
)
register_labels(
    WeekKind,
    {
        WeekKind.TEACHING: _l("教学周"),
        WeekKind.REVIEW: _l("复习周"),
        WeekKind.HOLIDAY: _l("放假"),
        WeekKind.FLEXIBLE: _l("机动周"),
    },
)
