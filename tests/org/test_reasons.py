"""That a school was warned is known in the group; why, is for those who have to do something about it."""

from app.blueprints.org.history_models import MembershipChange, Step
from app.blueprints.org.models import MembershipStatus
from app.core import clock
from tests.conftest import Browser
from tests.org.world import World

TOLD = {
    "installation admin", "group admin", "group head", "group office", "partner head",
}  # fmt: skip
NEAR = TOLD | {
    "school head",
    "academic director",
    "subject leader",
    "lesson group leader",
    "teacher",
    "partner",
}


def test_the_reason_of_a_warning_is_for_those_who_answer_for_the_school(
    browser: Browser, world: World
) -> None:
    reason = "两次没有参加集体备课"
    world.membership.status, world.membership.reason = MembershipStatus.YELLOW, reason
    world.make.store(world.membership)
    change = MembershipChange(membership_id=world.membership.id, status=Step.YELLOW, reason=reason)
    change.counts_from = clock.today()
    world.make.store(change)

    pages = (f"/admin/memberships/{world.membership.id}", f"/admin/groups/{world.group.group_id}")
    for name in NEAR:
        browser.login(world.people[name])
        for page in pages:
            shown = browser.get(page).text
            assert "黄牌预警" in shown, name
            assert (reason in shown) == (name in TOLD), (name, page)


def test_a_school_that_has_left_is_said_to_have_left(browser: Browser, world: World) -> None:
    world.membership.status, world.membership.to_date = MembershipStatus.WITHDRAWN, clock.today()
    world.make.store(world.membership)
    office = world.make.store(world.people["group office"])
    browser.login(office)
    page = f"/admin/groups/{world.group.group_id}"
    assert "已退出" in browser.get(page).text
    office.language = "en"
    world.make.store(office)

    english = browser.get(page).text

    assert ">Left<" in english
    assert ">Leave<" not in english
