"""A group of schools whose teachers prepare together, for the tests of joint preparation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentClient, DocumentUpdate, DocumentVersion
from app.blueprints.coedit.room.yupdate import read_shape
from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.curriculum.service.naming import pinyin_of
from app.blueprints.org.models import (
    Affiliation,
    Membership,
    OrgUnit,
    Role,
    School,
    SchoolGroup,
    UnitKind,
)
from app.blueprints.preparation.models import JointPreparation, Participant, Transition
from app.blueprints.preparation.service.proposing import HOST
from app.blueprints.preparation.states import SETTLED, State
from app.core import clock
from tests.factories import Make

LONG_AGO = date(2020, 9, 1)
PLAN = "<h2>教学目标</h2><p>通过平均分实物与图形,能说出分子分母的含义。</p>"
PLACE = {"stage": "primary", "subject": "mathematics", "grade": "g3", "edition": "pep", "volume": "first"}


@dataclass(frozen=True)
class World:
    """Two schools of a group, one of them with a mathematics group of grade three; a school outside."""

    root: OrgUnit
    group: OrgUnit
    school: OrgUnit
    member: OrgUnit
    stranger: OrgUnit
    maths: OrgUnit  # 数学教研组 of the school
    third: OrgUnit  # 三年级数学备课组 below it
    fourth: OrgUnit  # 四年级数学备课组 below it
    chinese: OrgUnit  # 语文教研组 of the school
    member_third: OrgUnit  # 三年级数学备课组 of the member school
    topic: CurriculumNode


def make_world(make: Make) -> World:
    root = make_unit(make, UnitKind.DISTRICT, "望山县", None)
    group = make.store(SchoolGroup(name="青禾教育集团", short_name="青禾"))
    group_unit = make_unit(make, UnitKind.GROUP, group.name, root, group_id=group.id)
    schools = []
    for name, short in (("青禾实验小学", "青禾"), ("柳溪小学", "柳溪"), ("远山小学", "远山")):
        school = make.store(School(name=name, short_name=short))
        schools.append(make_unit(make, UnitKind.SCHOOL, name, root, school_id=school.id))
        if short != "远山":
            make.store(Membership(group_id=group.id, school_id=school.id, from_date=LONG_AGO))
    lead, member, stranger = schools
    maths = make_unit(make, UnitKind.SUBJECT_GROUP, "数学教研组", lead, subject="mathematics")
    return World(
        root=root,
        group=group_unit,
        school=lead,
        member=member,
        stranger=stranger,
        maths=maths,
        third=_lesson_group(make, "三年级数学备课组", maths, "g3"),
        fourth=_lesson_group(make, "四年级数学备课组", maths, "g4"),
        chinese=make_unit(make, UnitKind.SUBJECT_GROUP, "语文教研组", lead, subject="chinese"),
        member_third=_lesson_group(make, "三年级数学备课组", member, "g3"),
        topic=make_topic(make),
    )


def make_unit(make: Make, kind: UnitKind, name: str, parent: OrgUnit | None, **given: Any) -> OrgUnit:
    inherited = {"school_id": parent.school_id, "group_id": parent.group_id} if parent else {}
    unit = OrgUnit(kind=kind, name=name, parent_id=parent.id if parent else None, **(inherited | given))
    make.store(unit)
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return make.store(unit)


def make_person(make: Make, unit: OrgUnit, role: Role = Role.TEACHER, **given: Any) -> User:
    person = make.user(**given)
    make.store(Affiliation(user_id=person.id, unit_id=unit.id, role=role, from_date=LONG_AGO))
    return person


def make_topic(make: Make, name: str = "认识几分之一", **place: str) -> CurriculumNode:
    """In a volume of its own."""
    volume = _node(make, NodeKind.VOLUME, "数学 三年级上册 人教版", None, **place)
    unit = _node(make, NodeKind.UNIT, "分数的初步认识", volume, **place)
    return _node(make, NodeKind.TOPIC, name, unit, **place)


def make_topic_beside(make: Make, other: CurriculumNode, unit_name: str, name: str) -> CurriculumNode:
    """In another unit of the same volume, behind it."""
    place = {key: str(getattr(other, key)) for key in PLACE}
    volume = make.find(CurriculumNode, id=other.volume_id)
    unit = _node(make, NodeKind.UNIT, unit_name, volume, **place)
    unit.position = unit.id
    return _node(make, NodeKind.TOPIC, name, make.store(unit), **place)


def make_document(make: Make, author: User, html: str = PLAN) -> Document:
    """A document that holds `html`, written by `author`, its readable text up to date."""
    pm = read_html(html)
    state = from_pm(pm)
    document = make.store(
        Document(
            host=HOST, title="认识几分之一", head_seq=1, derived_seq=1, html=html, text="通过平均分实物与图形"
        )
    )
    clients = [run.client for run in read_shape(state).runs]
    make.store(
        DocumentUpdate(document_id=document.id, seq=1, author_id=author.id, client_id=clients[0], data=state)
    )
    make.store(DocumentClient(document_id=document.id, client_id=clients[0], user_id=author.id))
    return document


def make_preparation(
    make: Make, unit: OrgUnit, lead: User, *others: User, topic: CurriculumNode | None = None, **given: Any
) -> JointPreparation:
    """A preparation in drafting unless `state` says otherwise, its text written by the lead preparer."""
    state = given.setdefault("state", State.DRAFTING)
    if state is not State.PLANNED:
        document = given.setdefault("document", make_document(make, lead))
        given = (_final_parts(make, document, lead) if state in SETTLED else {}) | given
    if state is State.CANCELLED:
        given.setdefault("cancel_reason", "运动会")
    fields = {"title": "认识几分之一", "subject": "mathematics", "grade": "g3", "edition": "pep"}
    row = JointPreparation(
        **(fields | {"volume": "first"} | given),
        node=topic,
        unit_id=unit.id,
        lead_preparer_id=lead.id,
        created_by_id=lead.id,
    )
    row.transitions = [Transition(actor_id=lead.id, target=State.PLANNED, at=clock.now())]
    row.participants = [
        Participant(user_id=person.id, invited_by_id=lead.id, joined_at=clock.now())
        for person in (lead, *others)
    ]
    return make.store(row)


def group_id_of(world: World) -> int:
    assert world.group.group_id is not None
    return world.group.group_id


def _final_parts(make: Make, document: Document, lead: User) -> dict[str, Any]:
    version = make.store(
        DocumentVersion(
            document_id=document.id,
            no=1,
            seq=1,
            label="定稿",
            state=b"",
            html=document.html,
            text=document.text,
            sha256="0f" * 32,
            author_id=lead.id,
        )
    )
    document.closed_at = clock.now()
    return {
        "final_version": version,
        "finalized_at": clock.now(),
        "finalized_by_id": lead.id,
        "contributor_count": 2,
    }


def _lesson_group(make: Make, name: str, parent: OrgUnit, grade: str) -> OrgUnit:
    return make_unit(make, UnitKind.LESSON_GROUP, name, parent, subject="mathematics", grade=grade)


def _node(
    make: Make, kind: NodeKind, name: str, parent: CurriculumNode | None, **place: str
) -> CurriculumNode:
    node = CurriculumNode(
        kind=kind,
        name=name,
        name_pinyin=pinyin_of(name),
        parent_id=parent.id if parent else None,
        **(PLACE | place),
    )
    make.store(node)
    node.path = f"{parent.path if parent else '/'}{node.id}/"
    return make.store(node)


def fields(world: World, lead: User, **more: object) -> dict[str, object]:
    """What the form of a new preparation sends."""
    return {
        "node_id": world.topic.id,
        "title": "认识几分之一",
        "unit_id": world.third.id,
        "lead_preparer_id": lead.id,
        "source": "template",
        "template": "lesson_plan-mathematics",
        "lesson_type": "",
        "whole_unit": "y",
    } | more
