"""Who works in the demonstration, and where."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import verify_password
from app.blueprints.org.models import (
    Affiliation,
    OrgUnit,
    Role,
    School,
    SchoolGroup,
    TeacherProfile,
    Term,
    UnitKind,
    Week,
)
from app.blueprints.org.reach import active_affiliation, reach_of
from app.config import Settings
from app.core import clock
from app.demo import accounts, content
from app.demo.load.calendar import school_year_start
from app.demo.load.demonstration import Outcome, load_demonstration
from app.reference import grades, subjects, titles

pytestmark = pytest.mark.usefixtures("loaded")


def user(loaded: Session, account: str) -> User:
    return loaded.scalars(select(User).where(User.account_name == account)).one()


def test_staff_of_each_school(loaded: Session) -> None:
    staff = Counter(row["school"] for row in content.people())

    assert (staff["qh"], staff["lx"], staff["bl"], staff["sq"]) == (86, 42, 38, 11)
    assert staff["ls"] + staff["lf"] >= 30
    assert loaded.scalar(select(func.count(User.id))) == len(content.people()) + 2
    assert loaded.scalar(select(func.count(School.id))) == 6
    assert loaded.scalar(select(func.count(SchoolGroup.id))) == 2


def test_names_and_accounts_are_unique() -> None:
    assert len({row["name"] for row in content.people()}) == len(content.people())
    assert len({row["account"] for row in content.people()}) == len(content.people())


def test_codes_are_known() -> None:
    for row in content.people():
        assert row["subject"] in subjects()
        assert row["title"] in titles()
        assert row.get("grade") in {None, *grades()}


def test_ages_are_mixed_as_in_life(loaded: Session) -> None:
    year = school_year_start(clock.today())
    served = [year - joined.year for joined in loaded.scalars(select(TeacherProfile.joined_on)) if joined]
    young = sum(years <= 5 for years in served) / len(served)
    senior = sum(years > 20 for years in served) / len(served)

    assert 0.3 <= young <= 0.4
    assert 0.15 <= senior <= 0.25
    assert min(served) == 0


def test_everybody_belongs_somewhere_today(loaded: Session) -> None:
    placed = select(Affiliation.user_id).where(active_affiliation())

    assert loaded.scalars(select(User.name).where(User.id.not_in(placed))).all() == []


def test_every_subject_and_lesson_group_has_one_leader(loaded: Session) -> None:
    leaders = Counter(
        loaded.scalars(
            select(Affiliation.unit_id).where(
                Affiliation.role.in_([Role.SUBJECT_LEADER, Role.LESSON_GROUP_LEADER])
            )
        )
    )
    groups = loaded.scalars(
        select(OrgUnit.id).where(OrgUnit.kind.in_([UnitKind.SUBJECT_GROUP, UnitKind.LESSON_GROUP]))
    ).all()

    assert {group: leaders[group] for group in groups} == dict.fromkeys(groups, 1)


def test_a_roving_teacher_belongs_to_two_schools(loaded: Session) -> None:
    assert len(reach_of(user(loaded, "fengzhixia")).school_ids) == 2


def test_who_came_back_no_longer_belongs_to_the_other_school(loaded: Session) -> None:
    came_back = user(loaded, "wangyanqi")
    ended = loaded.scalars(
        select(Affiliation).where(Affiliation.user_id == came_back.id, Affiliation.to_date.is_not(None))
    ).one()

    assert ended.to_date is not None
    assert ended.to_date < clock.today()
    assert ended.unit.school_id not in reach_of(came_back).school_ids


def test_administrator_and_group_office(loaded: Session) -> None:
    assert reach_of(user(loaded, "admin")).is_installation_admin
    assert reach_of(user(loaded, "qiaoanlan")).holds(Role.GROUP_OFFICE)
    assert reach_of(user(loaded, "guyiheng")).holds(Role.STUDIO_HOST)


def test_each_group_has_a_term_with_today_or_the_next_one(loaded: Session) -> None:
    terms = loaded.scalars(select(Term)).all()

    assert len(terms) == 6
    assert sum(term.end_date >= clock.today() for term in terms) == 4
    assert loaded.scalars(select(Week.note).where(Week.note != "")).first()


def test_the_shared_password_opens_every_account_without_a_change(loaded: Session) -> None:
    hashes = set(loaded.scalars(select(User.password_hash)))

    assert len(hashes) == 1
    assert verify_password(hashes.pop(), accounts.PASSWORD)
    assert loaded.scalars(select(User.id).where(User.must_change_password)).all() == []


def test_loading_again_changes_nothing(loaded: Session) -> None:
    people = loaded.scalar(select(func.count(User.id)))

    assert load_demonstration() is Outcome.THERE_ALREADY
    assert loaded.scalar(select(func.count(User.id))) == people


def test_shown_accounts_exist(loaded: Session) -> None:
    for shown in accounts.shown_accounts():
        assert user(loaded, shown["account_name"]).name == shown["name"]
        assert shown["role"]
        assert shown["school"]


def test_accounts_are_shown_only_while_the_setting_is_on() -> None:
    shown, hidden = Flask("shown"), Flask("hidden")
    accounts.init_app(shown, Settings(_env_file=None, demo=True))
    accounts.init_app(hidden, Settings(_env_file=None, demo=False))

    assert shown.config["DEMO_PASSWORD"] == accounts.PASSWORD
    assert shown.config["DEMO_ACCOUNTS"]
    assert "DEMO_ACCOUNTS" not in hidden.config


def test_a_guest_of_another_subject_does_not_belong_to_its_lesson_group(loaded: Session) -> None:
    """The science teacher helps with a composition about experiments; her workbench shows science."""
    science = user(loaded, "hejiayan")
    units = select(OrgUnit.subject).join(Affiliation).where(Affiliation.user_id == science.id)

    assert set(loaded.scalars(units.where(active_affiliation()))) == {"science"}
