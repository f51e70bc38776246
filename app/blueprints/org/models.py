"""School groups, their schools and units, and who belongs where, in which role, from when to when."""

import enum
from collections.abc import Mapping
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.core.db import Base, Timestamps


class GroupKind(enum.StrEnum):
    GROUP = "group"  # 教育集团
    UNION = "union"  # 教联体
    DISTRICT_ZONE = "district_zone"  # 学区


class GovernanceMode(enum.StrEnum):
    MERGED = "merged"  # 融合型: one legal person, several campuses
    ENTRUSTED = "entrusted"  # 托管型
    CO_BUILT = "co_built"  # 共建型
    ALLIANCE = "alliance"  # 联盟型
    ASSISTED = "assisted"  # 帮扶型


class SchoolGroup(Timestamps, Base):
    """An education group (教育集团 / 教联体): a lead school and its members working as one."""

    __tablename__ = "school_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
    kind: Mapped[GroupKind] = mapped_column(default=GroupKind.GROUP)
    mode: Mapped[GovernanceMode] = mapped_column(default=GovernanceMode.ALLIANCE)
    introduction: Mapped[str] = mapped_column(String(2000), default="")
    archived_at: Mapped[datetime | None]


class GradeSystem(enum.StrEnum):
    SIX_THREE = "63"
    FIVE_FOUR = "54"


class School(Timestamps, Base):
    """One school (法人学校 or 教学点)."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
    grade_system: Mapped[GradeSystem] = mapped_column(default=GradeSystem.SIX_THREE)
    stages: Mapped[str] = mapped_column(String(60), default="primary")  # stage codes, comma separated
    archived_at: Mapped[datetime | None]


class MembershipRole(enum.StrEnum):
    LEAD = "lead"  # 核心校
    MEMBER = "member"  # 成员校


class MembershipStatus(enum.StrEnum):
    ACTIVE = "active"
    YELLOW = "yellow"  # 黄牌预警: recorded, no change of access
    RED = "red"  # 红牌: access of the group ends
    GRADUATED = "graduated"  # 溢出
    WITHDRAWN = "withdrawn"


class Membership(Timestamps, Base):
    """A school's time in a group."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("group_id", "school_id", "from_date"),
        CheckConstraint("to_date IS NULL OR to_date >= from_date", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("school_group.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    role: Mapped[MembershipRole] = mapped_column(default=MembershipRole.MEMBER)
    status: Mapped[MembershipStatus] = mapped_column(default=MembershipStatus.ACTIVE)
    reason: Mapped[str] = mapped_column(String(300), default="")  # of the present status
    from_date: Mapped[date]
    to_date: Mapped[date | None]

    group: Mapped[SchoolGroup] = relationship()
    school: Mapped[School] = relationship()

    def counts_on(self, day: date) -> bool:
        """Whether the school is part of the group then, as things stand."""
        belongs = self.status in {MembershipStatus.ACTIVE, MembershipStatus.YELLOW}
        return belongs and self.from_date <= day and (self.to_date is None or self.to_date >= day)


class Campus(Timestamps, Base):
    """A place of a school (校区), or a small teaching site (教学点)."""

    __tablename__ = "campus"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    is_teaching_site: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(120), default="")
    archived_at: Mapped[datetime | None]

    school: Mapped[School] = relationship()


class UnitKind(enum.StrEnum):
    DISTRICT = "district"  # the installation's root
    GROUP = "group"
    SCHOOL = "school"
    DEPARTMENT = "department"  # 教务处, 教科室, 集团办公室 …
    SUBJECT_GROUP = "subject_group"  # 教研组; below a group: 大教研组
    LESSON_GROUP = "lesson_group"  # 备课组
    GRADE_GROUP = "grade_group"  # 年级组
    STUDIO = "studio"  # 名师工作室
    BODY = "body"  # 理事会, 领导小组 …


class OrgUnit(Timestamps, Base):
    """A node of the organisation tree. Groups and schools have one each; both hang below the root,
    because a school's place in a group is a dated Membership, not an edge of the tree."""

    __tablename__ = "org_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[UnitKind]
    name: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), default="/", index=True)  # "/1/4/9/": own id included
    group_id: Mapped[int | None] = mapped_column(ForeignKey("school_group.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    subject: Mapped[str | None] = mapped_column(String(30))  # code in app.reference
    grade: Mapped[str | None] = mapped_column(String(10))  # code in app.reference
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]

    parent: Mapped["OrgUnit | None"] = relationship(remote_side="OrgUnit.id")
    group: Mapped[SchoolGroup | None] = relationship()
    school: Mapped[School | None] = relationship()

    @property
    def stands_for_a_whole(self) -> bool:
        """The root, and the one unit of each group and school: not moved or archived by themselves."""
        return self.kind in WHOLES

    @property
    def place(self) -> str:
        """`青禾 · 数学教研组`: the name with the group or school it is part of."""
        owner = self.school or self.group
        return f"{owner.short_name} · {self.name}" if owner and not self.stands_for_a_whole else self.name

    def is_above(self, other: "OrgUnit") -> bool:
        return other.path.startswith(self.path)


WHOLES = frozenset({UnitKind.DISTRICT, UnitKind.GROUP, UnitKind.SCHOOL})


class Role(enum.StrEnum):
    ADMIN = "admin"
    GROUP_HEAD = "group_head"
    GROUP_OFFICE = "group_office"
    SCHOOL_HEAD = "school_head"
    ACADEMIC_DIRECTOR = "academic_director"
    SUBJECT_LEADER = "subject_leader"
    LESSON_GROUP_LEADER = "lesson_group_leader"
    TEACHER = "teacher"
    STUDIO_HOST = "studio_host"
    RESEARCH_OFFICER = "research_officer"
    INSPECTOR = "inspector"
    EXTERNAL_EXPERT = "external_expert"


SEATS: Mapping[Role, frozenset[UnitKind]] = {  # where a role can be held; others anywhere below the root
    Role.ADMIN: WHOLES,
    Role.GROUP_HEAD: frozenset({UnitKind.GROUP}),
    Role.GROUP_OFFICE: frozenset({UnitKind.GROUP}),
    Role.SCHOOL_HEAD: frozenset({UnitKind.SCHOOL}),
    Role.ACADEMIC_DIRECTOR: frozenset({UnitKind.SCHOOL}),
    Role.SUBJECT_LEADER: frozenset({UnitKind.SUBJECT_GROUP}),
    Role.LESSON_GROUP_LEADER: frozenset({UnitKind.LESSON_GROUP}),
    Role.STUDIO_HOST: frozenset({UnitKind.STUDIO}),
    Role.RESEARCH_OFFICER: frozenset({UnitKind.DISTRICT, UnitKind.GROUP}),
    Role.INSPECTOR: frozenset({UnitKind.DISTRICT, UnitKind.GROUP}),
}


def can_be_held(role: Role, kind: UnitKind) -> bool:
    return kind in SEATS.get(role, frozenset(UnitKind) - {UnitKind.DISTRICT})


class Affiliation(Timestamps, Base):
    """A person's role in a unit, with dates. A person holds several; their rights add up."""

    __tablename__ = "affiliation"
    __table_args__ = (CheckConstraint("to_date IS NULL OR to_date >= from_date", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    role: Mapped[Role] = mapped_column(default=Role.TEACHER)
    from_date: Mapped[date]
    to_date: Mapped[date | None]  # the last day it counts
    ended_at: Mapped[datetime | None]  # ended by hand: counts no more from this moment
    ended_with_id: Mapped[int | None] = mapped_column(  # because this school left the group
        ForeignKey("membership.id", ondelete="SET NULL"), index=True
    )

    user: Mapped[User] = relationship()
    unit: Mapped[OrgUnit] = relationship()

    def is_over(self, today: date) -> bool:
        return self.ended_at is not None or (self.to_date is not None and self.to_date < today)


class TeacherProfile(Timestamps, Base):
    """What colleagues may know of a teacher beside the name."""

    __tablename__ = "teacher_profile"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str | None] = mapped_column(String(30))  # code in app.reference
    title: Mapped[str | None] = mapped_column(String(30))  # 职称 code in app.reference
    honour: Mapped[str] = mapped_column(String(60), default="")
    joined_on: Mapped[date | None]  # 入职年月

    user: Mapped[User] = relationship()


class Term(Timestamps, Base):
    """A term of a group's school year; its weeks are counted from the first Monday."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("group_id", "school_year", "no"),
        CheckConstraint("end_date > start_date", name="period"),
        CheckConstraint("no IN (1, 2)", name="no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("school_group.id"), index=True)
    school_year: Mapped[str] = mapped_column(String(20))  # "2026—2027"
    no: Mapped[int]  # 1 autumn, 2 spring
    start_date: Mapped[date]
    end_date: Mapped[date]

    group: Mapped[SchoolGroup] = relationship()
    weeks: Mapped[list["Week"]] = relationship(order_by="Week.week_no", cascade="all, delete-orphan")


class WeekKind(enum.StrEnum):
    TEACHING = "teaching"
    REVIEW = "review"
    HOLIDAY = "holiday"
    FLEXIBLE = "flexible"


class Week(Base):
    """One week of a term (周次)."""

    __tablename__ = "week"
    __table_args__ = (UniqueConstraint("term_id", "week_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"))
    week_no: Mapped[int]
    starts_on: Mapped[date]  # a Monday
    kind: Mapped[WeekKind] = mapped_column(default=WeekKind.TEACHING)
    note: Mapped[str] = mapped_column(String(60), default="")

    @property
    def is_untouched(self) -> bool:
        return self.kind is WeekKind.TEACHING and not self.note


class SchoolPeriod(Base):
    """One lesson period of a school's day (节次)."""

    __tablename__ = "school_period"
    __table_args__ = (
        UniqueConstraint("school_id", "no"),
        CheckConstraint("ends_at > starts_at", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    no: Mapped[int]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
