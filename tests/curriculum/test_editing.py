"""A school copies a shared volume and makes it its own; every step can be taken back."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import Role
from app.core.audit import AuditEntry
from tests.conftest import Browser
from tests.curriculum.factories import World, make_person, make_volume, make_world, ship
from tests.factories import Make
from tests.pages import form_on


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


@pytest.fixture
def leader(browser: Browser, make: Make, world: World) -> Browser:
    return browser.login(make_person(make, world.maths, Role.SUBJECT_LEADER))


def living(session: Session, volume: CurriculumNode) -> list[str]:
    session.expire_all()
    query = select(CurriculumNode).where(
        CurriculumNode.path.startswith(volume.path),
        CurriculumNode.archived_at.is_(None),
        CurriculumNode.id != volume.id,
    )
    rows = session.scalars(query).all()
    return [node.name for node in sorted(rows, key=lambda node: (node.parent_id, node.position))]


def named(session: Session, volume: CurriculumNode, name: str) -> CurriculumNode:
    query = select(CurriculumNode).where(
        CurriculumNode.path.startswith(volume.path), CurriculumNode.name == name
    )
    return session.scalars(query).one()


def undo(leader: Browser, volume: CurriculumNode, change_id: int) -> int:
    return leader.post(f"/curriculum/volumes/{volume.id}/reversal", data={"change": change_id}).status_code


def last_change_on(leader: Browser, volume: CurriculumNode) -> int:
    page = leader.get(f"/curriculum/volumes/{volume.id}?editing=1").text
    return int(page.split('name="change" value="')[1].split('"')[0])


def test_a_shared_volume_is_saved_as_the_schools_own(
    app: Flask, leader: Browser, world: World, session: Session
) -> None:
    ship(app)
    shared = session.scalars(select(CurriculumNode).filter_by(kind="volume")).one()
    path = f"/curriculum/volumes/{shared.id}/copies"

    answer = leader.post(path, data={"owner": world.lead.id})

    own = session.scalars(select(CurriculumNode).filter_by(kind="volume", owner_unit_id=world.lead.id)).one()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/curriculum/volumes/{own.id}?editing=1"
    assert own.copied_from_id == shared.id
    assert living(session, own) == living(session, shared)
    assert named(session, own, "认识分数（几分之一）").periods == 2
    assert leader.post(path, data={"owner": world.lead.id}).status_code == 409


def test_adding_renaming_and_moving(leader: Browser, make: Make, world: World, session: Session) -> None:
    volume = make_volume(make, world.lead)
    unit, topic = named(session, volume, "测量"), named(session, volume, "测量:练习")

    leader.post(f"/curriculum/nodes/{volume.id}/children", data={"name": "总复习", "periods": ""})
    leader.post(f"/curriculum/nodes/{unit.id}/children", data={"name": "吨的认识", "periods": "2"})
    leader.post(f"/curriculum/nodes/{topic.id}", data={"name": "练一练", "periods": "3"})
    leader.post(f"/curriculum/nodes/{topic.id}/moves", data={"direction": "up"})
    leader.post(f"/curriculum/nodes/{topic.id}/children", data={"name": "第一课时"})

    assert living(session, volume) == [
        "测量", "分数的初步认识", "总复习", "练一练", "测量:认识", "吨的认识", "第一课时",
        "分数的初步认识:认识", "分数的初步认识:练习",
    ]  # fmt: skip
    notes = session.execute(select(AuditEntry.action, AuditEntry.note).order_by(AuditEntry.id)).all()
    recorded = [tuple(line) for line in notes if line.action.startswith("curriculum.")]
    assert [action for action, _note in recorded] == [
        f"curriculum.{kind}" for kind in ("added", "added", "edited", "moved", "added")
    ]
    assert recorded[1][1] == f"{volume.name} · 吨的认识"
    added = named(session, volume, "吨的认识")
    assert (added.periods, added.name_pinyin) == (2, "dunderenshi ddrs")
    assert added.path == f"{unit.path}{added.id}/"
    assert added.place == volume.place
    assert named(session, volume, "练一练").periods == 3


def test_a_volume_has_no_two_units_of_one_name(
    leader: Browser, make: Make, world: World, session: Session
) -> None:
    volume = make_volume(make, world.lead)
    unit, other = named(session, volume, "测量"), named(session, volume, "分数的初步认识")
    children = f"/curriculum/nodes/{volume.id}/children"

    for path in (children, f"/curriculum/nodes/{other.id}"):
        answer = leader.post(path, data={"name": " 测量 "})
        assert answer.status_code == 422
        assert "这一册里已经有单元“测量”" in answer.text
    assert leader.post(f"/curriculum/nodes/{unit.id}", data={"name": "测量", "periods": 3}).status_code == 303

    leader.post(f"/curriculum/nodes/{unit.id}/archive")
    assert leader.post(children, data={"name": "测量"}).status_code == 303
    assert leader.post(f"/curriculum/nodes/{unit.id}/restoration").status_code == 409


def test_a_unit_has_no_two_topics_of_one_name(
    leader: Browser, make: Make, world: World, session: Session
) -> None:
    volume = make_volume(make, world.lead)
    unit, topic = named(session, volume, "测量"), named(session, volume, "测量:练习")
    children = f"/curriculum/nodes/{unit.id}/children"
    assert leader.post(children, data={"name": "吨的认识"}).status_code == 303

    for path in (children, f"/curriculum/nodes/{topic.id}"):
        answer = leader.post(path, data={"name": " 吨的认识 "})
        assert answer.status_code == 422
        assert "“测量”里已经有课题“吨的认识”" in answer.text
    for lesson in ("练习课", "练习课"):  # an import knows nothing of lessons
        assert leader.post(f"/curriculum/nodes/{topic.id}/children", data={"name": lesson}).status_code == 303


def test_lessons_a_colleague_counted_meanwhile_stay(
    leader: Browser, make: Make, world: World, session: Session
) -> None:
    topic = named(session, make_volume(make, world.lead), "测量:练习")
    address = f"/curriculum/nodes/{topic.id}"
    first, second = leader.get(address), leader.get(address)

    leader.post(address, data=form_on(first, periods="4"))
    leader.post(address, data=form_on(second, name="练一练"))

    session.expire_all()
    assert (topic.name, topic.periods) == ("练一练", 4)


def test_what_is_archived_does_not_count_while_editing(
    leader: Browser, make: Make, world: World, session: Session
) -> None:
    volume = make_volume(make, world.lead)
    topic, unit = named(session, volume, "分数的初步认识:练习"), named(session, volume, "测量")
    for node in (topic, unit):
        leader.post(f"/curriculum/nodes/{node.id}/archive")

    def counted(query: str) -> str:
        return leader.get(f"/curriculum/volumes/{volume.id}{query}").text.partition(" 个单元 · 约 ")[2][:20]

    assert counted("") == counted("?editing=1") != ""
    assert " · 1 个单元" in leader.get(f"/curriculum/volumes/{volume.id}?editing=1").text


def test_archiving_takes_what_is_below_and_restoring_brings_it_back(
    leader: Browser, make: Make, world: World, session: Session
) -> None:
    volume = make_volume(make, world.lead)
    unit, topic = named(session, volume, "测量"), named(session, volume, "测量:练习")
    leader.post(f"/curriculum/nodes/{topic.id}/archive")

    leader.post(f"/curriculum/nodes/{unit.id}/archive")

    assert living(session, volume) == ["分数的初步认识", "分数的初步认识:认识", "分数的初步认识:练习"]
    assert leader.post(f"/curriculum/nodes/{unit.id}/archive").status_code == 409
    assert leader.post(f"/curriculum/nodes/{topic.id}/restoration").status_code == 409
    assert leader.post(f"/curriculum/nodes/{unit.id}/children", data={"name": "x"}).status_code == 409

    leader.post(f"/curriculum/nodes/{unit.id}/restoration")

    assert "测量:认识" in living(session, volume)
    assert "测量:练习" not in living(session, volume)


def test_every_change_can_be_undone_in_turn(
    leader: Browser, make: Make, world: World, session: Session
) -> None:
    volume = make_volume(make, world.lead)
    before = living(session, volume)
    unit, topic = named(session, volume, "测量"), named(session, volume, "测量:练习")
    leader.post(f"/curriculum/nodes/{unit.id}/children", data={"name": "吨的认识"})
    leader.post(f"/curriculum/nodes/{topic.id}", data={"name": "练一练"})
    leader.post(f"/curriculum/nodes/{topic.id}/moves", data={"direction": "up"})
    leader.post(f"/curriculum/nodes/{unit.id}/archive")

    for _step in range(4):
        assert undo(leader, volume, last_change_on(leader, volume)) == 303

    assert living(session, volume) == before
    assert 'name="change"' not in leader.get(f"/curriculum/volumes/{volume.id}?editing=1").text
    assert leader.get(f"/curriculum/volumes/{volume.id}/changes").text.count("已撤销") == 4


def test_undo_takes_back_only_what_the_person_saw(
    leader: Browser, make: Make, world: World, session: Session
) -> None:
    volume = make_volume(make, world.lead)
    topic = named(session, volume, "测量:练习")
    leader.post(f"/curriculum/nodes/{topic.id}", data={"name": "练一练"})
    seen = last_change_on(leader, volume)
    leader.post(f"/curriculum/nodes/{topic.id}", data={"name": "再练一练"})

    assert undo(leader, volume, seen) == 409

    assert "再练一练" in living(session, volume)


def test_undoing_a_copy_puts_all_of_it_away(
    app: Flask, leader: Browser, world: World, session: Session
) -> None:
    ship(app)
    shared = session.scalars(select(CurriculumNode).filter_by(kind="volume")).one()
    leader.post(f"/curriculum/volumes/{shared.id}/copies", data={"owner": world.lead.id})
    own = session.scalars(select(CurriculumNode).filter_by(kind="volume", owner_unit_id=world.lead.id)).one()

    undo(leader, own, last_change_on(leader, own))

    assert living(session, own) == []
    assert living(session, shared)
    leader.post(f"/curriculum/volumes/{shared.id}/copies", data={"owner": world.lead.id})
    assert leader.post(f"/curriculum/nodes/{own.id}/restoration").status_code == 409


def test_a_volume_is_begun_empty(leader: Browser, world: World, session: Session) -> None:
    book = {
        "owner": world.lead.id, "subject": "mathematics", "grade": "g4", "edition": "jiangsu",
        "volume": "second", "revision_year": "2024",
    }  # fmt: skip

    answer = leader.post("/curriculum/volumes/new", data=book)

    volume = session.scalars(select(CurriculumNode).filter_by(kind="volume")).one()
    assert answer.status_code == 303
    assert volume.name == "数学 四年级下册 苏教版"
    assert (volume.stage, volume.revision_year, volume.owner_unit_id) == ("primary", 2024, world.lead.id)
    assert "还没有单元" in leader.get(f"/curriculum/volumes/{volume.id}").text
    assert leader.post("/curriculum/volumes/new", data=book).status_code == 409
    assert leader.post("/curriculum/volumes/new", data=book | {"subject": "english"}).status_code == 403
    assert leader.post("/curriculum/volumes/new", data=book | {"grade": "g99"}).status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "  "}, {"name": "长" * 81}, {"name": "好", "periods": "0"},
              {"name": "好", "periods": "三"}]
)  # fmt: skip
def test_wrong_input_is_named_and_nothing_saved(
    leader: Browser, make: Make, world: World, session: Session, wrong: dict[str, str]
) -> None:
    volume = make_volume(make, world.lead)
    before, topic = living(session, volume), named(session, volume, "测量:练习")

    page = leader.post(f"/curriculum/nodes/{topic.id}", data=wrong)

    assert page.status_code == 422
    assert 'class="error"' in page.text
    page = leader.post(f"/curriculum/nodes/{topic.parent_id}/children", data=wrong)
    assert page.status_code == 422
    assert 'class="error"' in page.text
    assert living(session, volume) == before
