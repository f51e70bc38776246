"""Groups, their schools, campuses and periods, through the pages."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.models import (
    Campus,
    Membership,
    MembershipRole,
    MembershipStatus,
    OrgUnit,
    School,
    SchoolGroup,
    SchoolPeriod,
    UnitKind,
)
from app.core import clock
from tests.conftest import Browser
from tests.factories import Make
from tests.org.test_affiliations import another, narrowed
from tests.org.world import LONG_AGO, World, make_school, make_unit
from tests.pages import form_on
from tests.queries import max_queries

GROUP = {
    "name": "砺石中学教育集团",
    "short_name": "砺石",
    "kind": "union",
    "mode": "merged",
    "introduction": "两个校区",
}
SCHOOL = {
    "name": "白鹭湾小学",
    "short_name": "白鹭",
    "grade_system": "54",
    "stages": ["primary", "junior_middle"],
}


def today() -> str:
    return clock.today().isoformat()


def test_a_group_is_founded_described_and_archived(browser: Browser, world: World, session: Session) -> None:
    browser.login(world.people["installation admin"])
    assert browser.get("/admin/groups/new").status_code == 200
    assert browser.post("/admin/groups/new", data=GROUP | {"name": "青禾教育集团"}).status_code == 422

    page = browser.post("/admin/groups/new", data=GROUP)

    group = session.scalars(select(SchoolGroup).filter_by(short_name="砺石")).one()
    unit = session.scalars(select(OrgUnit).filter_by(group_id=group.id)).one()
    assert page.headers["Location"].endswith(f"/admin/groups/{group.id}")
    assert (unit.kind, unit.name, unit.path) == (UnitKind.GROUP, group.name, f"{world.root.path}{unit.id}/")
    assert "两个校区" in browser.get(f"/admin/groups/{group.id}").text
    assert "砺石" in browser.get("/admin/groups").text
    assert browser.get(f"/admin/groups/{group.id}/edit").status_code == 200
    assert (
        browser.post(f"/admin/groups/{group.id}/edit", data=GROUP | {"name": "砺石集团"}).status_code == 303
    )
    session.refresh(unit)
    assert unit.name == "砺石集团"


def test_archiving_a_group_lets_its_schools_go(
    browser: Browser, world: World, session: Session, deliver: Callable[[], int]
) -> None:
    office = another(browser).login(world.people["group office"])
    assert office.get(f"/admin/schools/{world.member.school_id}").status_code == 200
    browser.login(world.people["installation admin"])

    assert browser.post(f"/admin/groups/{world.group.group_id}/archive").status_code == 303

    assert office.get(f"/admin/schools/{world.member.school_id}").status_code == 404
    session.refresh(world.membership)
    assert world.membership.status is MembershipStatus.WITHDRAWN
    assert browser.post(f"/admin/groups/{world.group.group_id}/archive").status_code == 409
    assert browser.post(f"/admin/groups/{world.group.group_id}/restoration").status_code == 303
    assert office.get(f"/admin/groups/{world.group.group_id}").status_code == 200
    deliver()
    assert world.people["partner"].id in narrowed(session)


def test_a_membership_ends_on_the_agreed_day(
    browser: Browser, world: World, session: Session, deliver: Callable[[], int]
) -> None:
    from app.blueprints.org.service.narrowing import announce_expired

    address = f"/admin/memberships/{world.membership.id}/last-day"
    browser.login(world.people["group head"])
    yesterday = clock.today() - timedelta(days=1)

    assert browser.post(address, data={"to_date": yesterday.isoformat()}).status_code == 422
    assert browser.post(address, data={"to_date": today()}).status_code == 303
    world.membership.to_date = yesterday
    session.commit()
    with browser.application.app_context():
        announce_expired()
    deliver()

    assert world.people["partner"].id in narrowed(session)


def test_a_school_is_admitted_and_six_members_are_advised_against(
    browser: Browser, world: World, make: Make, session: Session
) -> None:
    for name in ("一小", "二小", "三小", "四小"):
        unit = make_school(make, world.root, name)
        make.store(Membership(group_id=world.group.group_id, school_id=unit.school_id, from_date=LONG_AGO))
    browser.login(world.people["installation admin"])
    address = f"/admin/groups/{world.group.group_id}/memberships/new"
    wanted = {"school": str(world.stranger.school_id), "role": "member", "from_date": today()}
    assert browser.get(address).status_code == 200

    assert browser.post(address, data=wanted | {"role": "lead"}).status_code == 422
    for slip in ("1026-09-01", (clock.today() + timedelta(days=400)).isoformat()):
        refused = browser.post(address, data=wanted | {"from_date": slip})
        assert (refused.status_code, "加入要从 1950 年以后的一天开始" in refused.text) == (422, True)
    assert browser.post(address, data=wanted).status_code == 303
    assert browser.post(address, data=wanted).status_code == 422

    page = browser.get(f"/admin/groups/{world.group.group_id}").text
    assert "远山小学" in page
    assert "一般不超过 5 所" in page


def test_a_school_of_another_group_joins_only_on_purpose(
    browser: Browser, world: World, session: Session
) -> None:
    second = world.make.store(SchoolGroup(name="荔石教育集团", short_name="荔石集团"))
    make_unit(world.make, UnitKind.GROUP, second.name, world.root, group_id=second.id)
    browser.login(world.people["installation admin"])
    address = f"/admin/groups/{second.id}/memberships/new"
    later = clock.today() + timedelta(days=30)
    given = {"school": world.member.school_id, "role": "member", "from_date": later.isoformat()}

    form = browser.get(address).text
    assert re.findall(r"<option[^>]*>([^<]*)</option>", form)[0] == "请选择"
    assert "柳溪小学（现属青禾教育集团）" in form
    assert "确认同时加入" not in form
    asked = browser.post(address, data=given)
    assert (asked.status_code, "现属青禾教育集团" in asked.text, "确认同时加入" in asked.text) == (
        422,
        True,
        True,
    )
    assert browser.post(address, data=given | {"twofold": "y"}).status_code == 303

    page = browser.get(f"/admin/groups/{second.id}").text
    assert "未生效" in page
    assert re.search(r"\d+ 月 \d+ 日 起|\d+日 起|起</div>", page)
    assert "柳溪小学" not in browser.get(address).text, "a member already, from that day on"


def test_a_group_administrator_founds_a_school_in_the_group(
    browser: Browser, world: World, session: Session
) -> None:
    browser.login(world.people["group admin"])
    assert browser.get("/admin/schools/new").status_code == 200
    group_id = world.group.group_id

    assert (
        browser.post("/admin/schools/new", data=SCHOOL | {"group": "", "role": "member"}).status_code == 422
    )
    page = browser.post("/admin/schools/new", data=SCHOOL | {"group": str(group_id), "role": "member"})

    school = session.scalars(select(School).filter_by(name="白鹭湾小学")).one()
    assert page.headers["Location"].endswith(f"/admin/schools/{school.id}")
    assert (school.stages, school.grade_system.value) == ("primary,junior_middle", "54")
    place = session.scalars(select(Membership).filter_by(school_id=school.id)).one()
    assert (place.group_id, place.role) == (group_id, MembershipRole.MEMBER)
    assert "白鹭湾小学" in browser.get("/admin/schools").text
    again = browser.post("/admin/schools/new", data=SCHOOL | {"group": str(group_id), "role": "member"})
    assert "已经有同名的学校" in again.text


def test_a_school_edits_itself_its_campuses_and_its_day(
    browser: Browser, world: World, session: Session
) -> None:
    browser.login(world.people["academic director"])
    address = f"/admin/schools/{world.lead.school_id}"
    own = SCHOOL | {"name": "青禾第一小学"}
    assert browser.get(f"{address}/edit").status_code == 200
    without = browser.post(f"{address}/edit", data=own | {"stages": []})
    assert (without.status_code, "至少选一个学段。" in without.text) == (422, True)
    boxes = re.findall(r'<input[^>]*name="stages"[^>]*>', without.text)
    assert [box for box in boxes if "required" in box] == [], "browsers would demand every box"
    assert browser.post(f"{address}/edit", data=own).status_code == 303
    session.refresh(world.lead)
    assert world.lead.name == "青禾第一小学"

    assert browser.get(f"{address}/campuses/new").status_code == 200
    campus = {"name": "南校区", "address": "望山路 1 号", "is_teaching_site": "y"}
    assert browser.post(f"{address}/campuses/new", data=campus).status_code == 303
    assert browser.post(f"{address}/campuses/new", data=campus).status_code == 422
    stored = session.scalars(select(Campus)).one()
    assert browser.get(f"/admin/campuses/{stored.id}/edit").status_code == 200
    assert (
        browser.post(f"/admin/campuses/{stored.id}/edit", data=campus | {"name": "北校区"}).status_code == 303
    )
    assert browser.post(f"/admin/campuses/{stored.id}/archive").status_code == 303
    assert browser.post(f"/admin/campuses/{stored.id}/archive").status_code == 409, "somebody did it already"
    session.expire_all()
    assert stored.archived_at is not None
    assert f"/admin/campuses/{stored.id}/restoration" in browser.get(address).text
    assert "北校区" in browser.get(address).text

    assert browser.get(f"{address}/periods").status_code == 200
    hours = {
        "periods-0-starts_at": "08:30", "periods-0-ends_at": "09:10",
        "periods-1-starts_at": "09:20", "periods-1-ends_at": "10:00", "periods-2-starts_at": "",
    }  # fmt: skip
    assert (
        browser.post(f"{address}/periods", data=hours | {"periods-1-starts_at": "09:00"}).status_code == 422
    )
    assert browser.post(f"{address}/periods", data=hours).status_code == 303
    assert "09:20—10:00" in browser.get(address).text
    assert "09:20" in browser.get(f"{address}/periods").text


def test_a_half_filled_period_is_not_dropped(browser: Browser, world: World) -> None:
    address = f"/admin/schools/{world.lead.school_id}/periods"
    browser.login(world.people["school head"])
    usual = browser.get(f"{address}?like=primary")
    typed = {"periods-8-starts_at": "16:30", "periods-9-ends_at": "17:50"}

    late = browser.post(address, data=form_on(usual, **typed))

    assert late.status_code == 422
    assert late.text.count("第 9 节缺结束时间。") == 2, "at the top, and at the field"
    assert "第 10 节缺开始时间。" in late.text
    assert form_on(late)["periods-8-starts_at"] == "16:30"
    assert browser.get(f"/admin/schools/{world.lead.school_id}").text.count("08:50") == 0, "nothing is saved"


def test_a_usual_day_is_filled_in_and_then_changed(browser: Browser, world: World) -> None:
    address = f"/admin/schools/{world.lead.school_id}/periods"
    browser.login(world.people["school head"])

    page = browser.get(f"{address}?like=primary").text
    begins = re.findall(r'name="periods-\d+-starts_at"[^>]*value="([\d:]*)', page)
    ends = re.findall(r'name="periods-\d+-ends_at"[^>]*value="([\d:]*)', page)

    assert [begin for begin in begins if begin] == ["08:00", "08:50", "10:00", "10:50", "14:00", "14:50"]
    assert ends[:4] == ["08:40", "09:30", "10:40", "11:30"]
    assert "08:50" not in browser.get(address).text, "nothing is saved before somebody says so"
    sent = {f"periods-{at}-starts_at": begin for at, begin in enumerate(begins)}
    sent |= {f"periods-{at}-ends_at": end for at, end in enumerate(ends)}
    assert browser.post(address, data=sent).status_code == 303
    assert "08:50" in browser.get(address).text
    assert browser.get(f"{address}?like=nonsense").status_code == 200


def test_periods_are_copied_from_a_partner(browser: Browser, world: World, session: Session) -> None:
    from datetime import time

    source = world.lead.school_id
    world.make.store(SchoolPeriod(school_id=source, no=1, starts_at=time(8), ends_at=time(8, 45)))
    browser.login(world.people["partner head"])
    address = f"/admin/schools/{world.member.school_id}/periods/copy"

    assert browser.post(address, data={"source": str(world.stranger.school_id)}).status_code == 404
    assert browser.post(address, data={"source": str(world.member.school_id)}).status_code == 422
    assert browser.post(address, data={"source": str(source)}).status_code == 303

    copied = session.scalars(select(SchoolPeriod).filter_by(school_id=world.member.school_id)).one()
    assert (copied.starts_at, copied.ends_at) == (time(8), time(8, 45))


def test_archiving_a_school_takes_the_access_of_its_people(
    browser: Browser, world: World, session: Session
) -> None:
    partner = another(browser).login(world.people["partner"])
    assert partner.get(f"/admin/groups/{world.group.group_id}").status_code == 200
    browser.login(world.people["installation admin"])
    address = f"/admin/schools/{world.member.school_id}"

    assert browser.post(f"{address}/archive").status_code == 303

    assert partner.get(f"/admin/groups/{world.group.group_id}").status_code == 404
    assert browser.post(f"{address}/restoration").status_code == 303
    assert partner.get(f"/admin/schools/{world.member.school_id}").status_code == 200
    assert partner.get(f"/admin/groups/{world.group.group_id}").status_code == 404


def test_the_installation_has_a_name(browser: Browser, world: World, session: Session) -> None:
    browser.login(world.people["installation admin"])

    assert browser.post("/admin/installation", data={"name": ""}).status_code == 422
    assert browser.post("/admin/installation", data={"name": " 临水区 "}).status_code == 303

    assert "临水区" in browser.get("/admin/").text
    assert "修改了部门“临水区”" in browser.get("/admin/audit").text
    assert "青禾实验小学" in browser.get(f"/admin/units/{world.root.id}").text


def test_partners_in_one_group_learn_nothing_of_another(browser: Browser, world: World) -> None:
    second = world.make.store(SchoolGroup(name="荔石教育集团", short_name="荔石集团"))
    make_unit(world.make, UnitKind.GROUP, second.name, world.root, group_id=second.id)
    red = {"status": MembershipStatus.RED, "from_date": LONG_AGO, "to_date": clock.today()}
    world.make.store(Membership(group_id=second.id, school_id=world.member.school_id, **red))
    page = f"/admin/schools/{world.member.school_id}"

    assert "荔石教育集团" not in browser.login(world.people["teacher"]).get(page).text
    assert "荔石教育集团" not in browser.login(world.people["group head"]).get(page).text
    assert "荔石教育集团" in browser.login(world.people["partner"]).get(page).text
    assert "荔石教育集团" in browser.login(world.people["installation admin"]).get(page).text


def test_nothing_is_called_by_blanks(browser: Browser, world: World, session: Session) -> None:
    browser.login(world.people["installation admin"])
    unit = {"kind": "lesson_group", "name": "   ", "subject": "", "grade": ""}
    for address, given in (
        ("/admin/groups/new", GROUP | {"name": "   "}),
        (f"/admin/groups/{world.group.group_id}/edit", GROUP | {"short_name": "   "}),
        ("/admin/schools/new", SCHOOL | {"name": "   ", "group": "", "role": "member"}),
        (f"/admin/units/{world.maths.id}/children/new", unit),
        (f"/admin/schools/{world.lead.school_id}/campuses/new", {"name": "   "}),
        ("/admin/installation", {"name": "   "}),
    ):
        answer = browser.post(address, data=given)
        assert (answer.status_code, "请填写这一项" in answer.text) == (422, True), address

    edited = GROUP | {"name": " 砺石集团 "}
    assert browser.post(f"/admin/groups/{world.group.group_id}/edit", data=edited).status_code == 303
    session.expire_all()
    assert world.group.name == "砺石集团", "its unit is called as the group is"


def test_administration_starts_with_what_there_is_to_do(browser: Browser, world: World) -> None:
    office = browser.login(world.people["group office"]).get("/admin/").text
    teacher = browser.login(world.people["teacher"]).get("/admin/").text

    assert 'href="/admin/imports"' in office
    assert 'href="/admin/people"' in teacher
    assert 'href="/admin/imports"' not in teacher


@pytest.mark.parametrize("count", [3, 30])
def test_lists_of_schools_and_groups_ask_no_more_for_more(
    browser: Browser, world: World, make: Make, count: int
) -> None:
    for number in range(count):
        unit = make_school(make, world.root, f"{number}号小学")
        make.store(Membership(group_id=world.group.group_id, school_id=unit.school_id, from_date=LONG_AGO))
        make.store(SchoolGroup(name=f"{number}号集团", short_name=f"{number}"))
    browser.login(world.people["installation admin"])

    for address in ("/admin/schools", "/admin/groups", f"/admin/groups/{world.group.group_id}"):
        with max_queries(16):
            assert browser.get(address).status_code == 200
