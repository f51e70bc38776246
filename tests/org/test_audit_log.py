"""The audit log as a page: who reads it, how it reads, how it is narrowed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.models import Campus, Term
from app.core import clock
from app.core.audit import AuditEntry
from tests.conftest import Browser
from tests.org.world import World
from tests.queries import max_queries

NOON = datetime.fromisoformat("2026-11-20T12:00:00+08:00")


def entry(world: World, action: str, *, at: datetime = NOON, by: str = "group office", **given: Any) -> None:
    actor = world.people[by]
    values = {"at": at, "action": action, "actor_id": actor.id, "actor_name": actor.name}
    world.make.store(AuditEntry(**values | given))


@pytest.fixture
def reader(browser: Browser, world: World) -> Browser:
    return browser.login(world.people["installation admin"])


def test_lines_read_as_sentences(reader: Browser, world: World) -> None:
    teacher, unit = world.people["teacher"], world.maths
    teacher.name = "林知远"
    world.make.store(teacher)
    target: dict[str, Any] = {"target_kind": "user", "target_id": teacher.id}
    entry(world, "org.appointed", **target, note="teacher · 青禾实验小学 数学教研组")
    entry(world, "org.unit_moved", target_kind="org_unit", target_id=unit.id)
    entry(
        world,
        "org.membership_changed",
        note="yellow",
        target_kind="membership",
        target_id=world.membership.id,
    )
    entry(world, "org.people_imported", note="+12 ~3", target_kind="import_batch", target_id=99)
    entry(world, "accounts.sign_in_failed", actor_id=None, actor_name="")
    entry(world, "accounts.sign_in_failed", actor_id=None, actor_name="", **target)
    entry(world, "old.thing", note="as it was")

    page = reader.get("/admin/audit").text

    assert "给林知远添加了任职：教师 · 青禾实验小学 数学教研组" in page
    assert "移动了部门“数学教研组”" in page
    assert "记录柳溪小学：黄牌预警" in page
    assert "（已删除，编号 99）" in page
    assert "新建 12 人，更新 3 人" in page
    assert "登录失败：不存在的账号的密码不对" in page
    assert "登录失败：林知远的密码不对" in page
    assert "没有登录的人" in page
    assert "as it was" in page
    assert "2026-11-20 12:00" in page


def test_the_actions_to_choose_from_stand_in_groups(reader: Browser) -> None:
    page = reader.get("/admin/audit").text

    groups = re.findall(r'<optgroup label="([^"]*)"', page)
    assert groups == [
        "全部",
        "登录",
        "账号与密码",
        "集团与学校",
        "校历、校区和节次",
        "部门",
        "导入教师",
        "人员与任职",
        "课程目录",
    ]


def test_it_is_narrowed_by_person_action_and_day(reader: Browser, world: World) -> None:
    teacher = world.people["teacher"]
    entry(world, "accounts.account_suspended", target_kind="user", target_id=teacher.id)
    entry(world, "accounts.signed_in", by="teacher")
    entry(world, "accounts.signed_out", by="stranger")
    entry(world, "accounts.contact_changed", by="stranger", at=NOON + timedelta(hours=13))

    def shown(**query: str) -> list[bool]:
        page = reader.get("/admin/audit", query_string=query).text.partition('<ul class="rows">')[2]
        return [words in page for words in ("停用了", "登录了", "退出了登录", "修改了自己的联系方式")]

    assert shown(q=teacher.name) == [True, True, False, False]
    assert shown(q=teacher.account_name) == [True, True, False, False]
    assert shown(action="accounts.signed_in") == [False, True, False, False]
    assert shown(since="2026-11-21") == [False, False, False, True]
    assert shown(until="2026-11-20") == [True, True, True, False]
    assert shown(since="2026-11-20", until="2026-11-21") == [True, True, True, True]
    assert shown(since="2026-11-21", until="2026-11-20") == [True, True, True, True]
    assert shown(q="没有这个人") == [False, False, False, False]
    assert shown(since="soon", action="nothing", page="99") == [True, True, True, True]


@pytest.mark.parametrize("count", [3, 29])
def test_it_asks_no_more_for_more_lines(reader: Browser, world: World, count: int) -> None:
    for number in range(count):
        target = world.people[["teacher", "partner", "stranger"][number % 3]]
        entry(world, "accounts.account_suspended", target_kind="user", target_id=target.id)

    with max_queries(13):
        assert reader.get("/admin/audit").status_code == 200


def test_long_logs_are_paged(reader: Browser, world: World) -> None:
    for number in range(35):
        entry(world, "accounts.signed_in", at=NOON + timedelta(minutes=number))

    assert "第 2 / 2 页" in reader.get("/admin/audit?page=2").text


def test_the_way_to_it_is_shown_to_those_who_may(browser: Browser, world: World, session: Session) -> None:
    for name, person in world.people.items():
        page = browser.login(person).get("/admin/").text
        assert ("/admin/audit" in page) == (name == "installation admin"), name


def test_what_the_product_records_is_on_the_page(app: Flask, reader: Browser, world: World) -> None:
    teacher = world.people["teacher"]
    reader.post(f"/accounts/{teacher.id}/suspension")

    page = reader.get("/admin/audit").text

    assert f"停用了{teacher.name}的账号" in page
    assert clock.today().isoformat() in page


def test_the_calendar_campuses_and_periods_are_recorded(
    reader: Browser, world: World, session: Session
) -> None:
    group, school = f"/admin/groups/{world.group.group_id}", f"/admin/schools/{world.member.school_id}"
    term = {"year": "2026", "no": "1", "start_date": "2026-09-01", "end_date": "2027-01-22"}
    week = {"weeks-0-week_no": "1", "weeks-0-kind": "holiday", "weeks-0-note": ""}
    hours = {"periods-0-starts_at": "08:00", "periods-0-ends_at": "08:40"}
    for address, data in (
        (f"{group}/terms/new", term),
        ("/admin/terms/{term}/weeks", week),
        ("/admin/terms/{term}/edit", term | {"end_date": "2027-01-15"}),
        ("/admin/terms/{term}/removal", {}),
        (f"{school}/campuses/new", {"name": "东校区"}),
        ("/admin/campuses/{campus}/edit", {"name": "东校区", "address": "东街"}),
        ("/admin/campuses/{campus}/archive", {}),
        ("/admin/campuses/{campus}/restoration", {}),
        (f"{school}/periods", hours),
    ):
        made = {"term": session.scalar(select(Term.id)), "campus": session.scalar(select(Campus.id))}
        assert reader.post(address.format(**made), data=data).status_code == 303, address

    page = reader.get("/admin/audit").text

    for sentence in (
        "在“青禾教育集团”的校历里添加了2026—2027学年 第一学期",
        "修改了“青禾教育集团”校历里2026—2027学年 第一学期的日期",
        "从“青禾教育集团”的校历里删除了2026—2027学年 第一学期",
        "调整了“青禾教育集团”2026—2027学年 第一学期的周次",
        "给“柳溪小学”添加了校区：东校区",
        "修改了“柳溪小学”的校区：东校区",
        "归档了“柳溪小学”的校区：东校区",
        "恢复了“柳溪小学”的校区：东校区",
        "设定了“柳溪小学”的节次，每天 1 节",
    ):
        assert sentence in page, sentence
