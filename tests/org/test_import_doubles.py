"""Teachers from Excel: two rows that cannot both be right."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from tests.conftest import Browser
from tests.org.importing import Work, upload
from tests.org.sheets import read_back, teacher, workbook
from tests.org.world import World


def test_every_row_of_a_double_names_the_others_and_none_is_imported(
    browser: Browser, world: World, session: Session, work: Work
) -> None:
    browser.login(world.people["academic director"])
    rows = [
        teacher("周若溪", "QH0201"),
        teacher("何嘉言", "qh0201"),
        teacher("苏屿", "QH0203", 手机号="138-0000-1234"),
        teacher("秦朗", "QH0204", 手机号="+86 13800001234"),
        teacher("孟青岚", "QH0205", 邮箱="M@school.test"),
        teacher("顾以恒", "QH0206", 邮箱="m@school.test", 手机号="13800001234"),
        teacher("阮星河", "QH0207"),
    ]
    address = upload(browser, world.lead.id, workbook(*rows))
    work()

    faults = read_back(browser.get(f"{address}/faults").data)[1:]
    assert {row[-2]: row[-1] for row in faults} == {
        2: "工号与第 3 行重复。",
        3: "工号与第 2 行重复。",
        4: "手机号与第 5、7 行重复。",
        5: "手机号与第 4、7 行重复。",
        6: "邮箱与第 7 行重复。",
        7: "手机号与第 4、5 行重复。 邮箱与第 6 行重复。",
    }
    assert browser.post(f"{address}/confirmation", data={"skip_bad": "1"}).status_code == 303
    work()
    made = session.scalars(select(User.account_name).where(User.account_name.like("QH02%")))
    assert made.all() == ["QH0207"]


def test_a_phone_in_every_row_is_told_shortly(browser: Browser, world: World, work: Work) -> None:
    browser.login(world.people["academic director"])
    rows = [
        teacher(f"林老师{name}", f"QH02{at:02}", 手机号="13800001234") for at, name in enumerate("甲乙丙丁戊")
    ]
    address = upload(browser, world.lead.id, workbook(*rows))
    work()

    reasons = [row[-1] for row in read_back(browser.get(f"{address}/faults").data)[1:]]

    assert reasons[0] == "手机号与第 3、4、5… 行重复。"
    assert reasons[-1] == "手机号与第 2、3、4… 行重复。"
