"""The one set of people and things that all tables are asked about."""

import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.coedit.comments.models import Comment, CommentThread
from app.blueprints.coedit.models import (
    DocumentPicture,
    DocumentPresenting,
    DocumentUpdate,
    DocumentVersion,
    VersionKind,
)
from app.blueprints.coedit.sections.models import DocumentSection
from app.blueprints.coedit.suggestions.models import Suggestion
from app.blueprints.curriculum.models import CurriculumImport, CurriculumNode
from app.blueprints.notifications.models import Notification
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import Affiliation, Campus, Role, Term
from app.blueprints.preparation.export_models import ExportFormat, PreparationExport
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.service.word import IMPORT_WORD
from app.core import clock
from app.core.jobs import Job
from app.ports import storage
from tests.curriculum.factories import make_volume
from tests.factories import Make
from tests.org.world import World as Schools
from tests.org.world import make_world
from tests.preparation.factories import make_preparation

UPLOADED = {
    "number": 2, "stage": "primary", "subject": "mathematics", "grade": "g3", "edition": "pep",
    "volume": "first", "revision_year": 2012, "unit": "测量", "topic": "千米的认识",
    "reason": "", "effect": "added",
}  # fmt: skip
PICTURE = BytesIO()
Image.new("RGB", (2, 2), "green").save(PICTURE, "PNG")


@dataclass
class World:
    """青禾 leads 柳溪 in a group, 远山 is in no group; one plan is being written."""

    make: Make
    people: dict[str, User]
    ids: dict[str, object] = field(default_factory=dict)

    def address(self, path: str) -> str:
        return path.format(**self.ids)


def build(session: Session) -> World:
    make = Make(session)
    schools = make_world(make)
    _more_people(schools)
    world = World(make, schools.people)
    _name_places(world, schools)
    _name_holders(world, session)
    over = schools.affiliate(world.people["teacher"], schools.maths, ended_at=clock.now())
    world.ids["teachers old place"] = over.id
    _calendar_and_lists(world, schools)
    preparation = _lesson(world, schools)
    _beside_the_text(world, preparation)
    _taken_away(world, preparation)
    return world


def suspend(world: World, session: Session) -> None:
    """Signed in, and then not wanted any more."""
    world.people["suspended"].status = UserStatus.SUSPENDED
    session.commit()


def _more_people(schools: Schools) -> None:
    people = schools.people
    people["lead preparer"] = schools.person(schools.third, name="林知远")
    people["participant"] = schools.person(schools.member, name="苏屿")
    people["expert"] = schools.person(schools.group, Role.EXTERNAL_EXPERT, name="周若溪")
    people["suspended"] = schools.person(schools.third, name="停用的老师")


def _name_places(world: World, schools: Schools) -> None:
    world.ids |= {
        "group": schools.group.group_id,
        "school": schools.lead.school_id,
        "membership": schools.membership.id,
        "third": schools.third.id,
        "maths": schools.maths.id,
        "whole": schools.lead.id,
        "teacher": world.people["teacher"].id,
        "head": world.people["school head"].id,
        "top": world.people["group head"].id,
        "lead": world.people["lead preparer"].id,
    }


def _name_holders(world: World, session: Session) -> None:
    """The one place that each of them holds."""
    holders = {"teachers place": "teacher", "leaders place": "subject leader", "heads place": "school head"}
    for key, name in holders.items():
        held = select(Affiliation.id).filter_by(user_id=world.people[name].id)
        world.ids[key] = session.scalars(held).one()


def _calendar_and_lists(world: World, schools: Schools) -> None:
    make, director = world.make, world.people["academic director"]
    days = {"start_date": date(2026, 2, 23), "end_date": date(2026, 7, 3)}
    term = Term(group_id=schools.group.group_id, school_year="2025—2026", no=2, **days)
    batch = ImportBatch(
        unit_id=schools.lead.id, by_id=director.id, file_name="x.xlsx", digest="0" * 64, rows=[], done={}
    )
    world.ids |= {
        "campus": make.store(Campus(school_id=schools.lead.school_id, name="南校区")).id,
        "term": make.store(term).id,
        "batch": make.store(batch).id,
    }


def _lesson(world: World, schools: Schools) -> JointPreparation:
    make, people = world.make, world.people
    shared, own = make_volume(make), make_volume(make, schools.lead)
    upload = CurriculumImport(
        owner_unit_id=schools.lead.id,
        actor_id=people["academic director"].id,
        file_name="x.xlsx",
        rows=[UPLOADED],
    )
    topic = make.find(CurriculumNode, name="测量:认识", owner_unit_id=None)
    invited = (people["participant"], people["expert"])
    preparation = make_preparation(
        make, schools.third, people["lead preparer"], *invited, topic=topic, group_id=schools.group.group_id
    )
    guest = make.find(Participant, preparation_id=preparation.id, user_id=people["participant"].id)
    world.ids |= {
        "shared volume": shared.id,
        "own volume": own.id,
        "own node": make.find(CurriculumNode, name="测量:练习", owner_unit_id=schools.lead.id).id,
        "topic": topic.id,
        "upload": make.store(upload).id,
        "preparation": preparation.id,
        "document": preparation.document_id,
        "guests part": guest.id,
    }
    return preparation


def _beside_the_text(world: World, preparation: JointPreparation) -> None:
    """A thread of the participant, a suggestion of the expert, a version, a picture; the lead presents."""
    make, people, document_id = world.make, world.people, preparation.document_id
    lead, guest = people["lead preparer"], people["participant"]
    thread = CommentThread(document_id=document_id, quote="平均分", created_by=guest)
    comment = make.store(Comment(thread=thread, author=guest, token="first-one", body="分什么？"))
    version = DocumentVersion(
        document_id=document_id, kind=VersionKind.NAMED, seq=1, label="初稿", author_id=lead.id,
        state=zlib.compress(make.find(DocumentUpdate, document_id=document_id).data),
    )  # fmt: skip
    digest = storage.current().put(PICTURE.getvalue())
    kept = {"media_type": "image/png", "width": 1, "height": 1, "size": PICTURE.tell()}
    make.store(DocumentPicture(document_id=document_id, sha256=digest, uploaded_by_id=lead.id, **kept))
    make.store(Suggestion(document_id=document_id, key="77-1", author_id=people["expert"].id, inserted="都"))
    make.store(DocumentSection(document_id=document_id, key="goals", assignee_id=guest.id))
    later = clock.now() + timedelta(hours=2)  # she stays, however long the tables take
    make.store(
        DocumentPresenting(document_id=document_id, presenter_id=lead.id, since=clock.now(), seen_at=later)
    )
    told = Notification(
        recipient_id=guest.id,
        kind="comment.replied",
        cause="comment:1",
        subject_id=document_id,
        part_id=thread.id,
    )
    world.ids |= {
        "thread": thread.id,
        "comment": comment.id,
        "version": make.store(version).id,
        "digest": digest,
        "participant's notification": make.store(told).id,
    }


def _taken_away(world: World, preparation: JointPreparation) -> None:
    make, lead = world.make, world.people["lead preparer"]
    export = PreparationExport(
        owner_id=lead.id,
        format=ExportFormat.MARKDOWN,
        preparation_ids=[preparation.id],
        file_name="教案.md",
        digest=storage.current().put("# 教案".encode()),
        size=8,
        expires_at=clock.now() + timedelta(days=1),
    )
    job = Job(kind=IMPORT_WORD, payload={}, owner_id=lead.id)
    world.ids |= {"export": make.store(export).id, "conversion": make.store(job).id}
