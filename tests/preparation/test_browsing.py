"""The list of preparations, the page of one, and its text to read."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.preparation.models import Participant
from app.blueprints.preparation.states import State, Visibility
from app.core import clock
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_document, make_person, make_preparation
from tests.queries import max_queries


def test_a_newcomer_is_led_to_the_first_preparation(browser: Browser, lin: User) -> None:
    page = browser.login(lin).get("/preparations")

    assert page.status_code == 200
    assert "发起第一次集体备课" in page.text
    assert 'href="/preparations/new"' in page.text


def test_tabs_divide_by_state_and_lead(browser: Browser, make: Make, world: World, lin: User) -> None:
    colleague = make_person(make, world.third)
    make_preparation(make, world.third, lin, title="认识几分之一")
    make_preparation(make, world.third, colleague, title="认识周长")
    make_preparation(make, world.third, colleague, title="认识钟表", state=State.FINALIZED)
    make_preparation(make, world.third, colleague, title="运动会那天", state=State.CANCELLED)
    browser.login(lin)

    def titles(tab: str) -> set[str]:
        page = browser.get(f"/preparations?tab={tab}").text
        return {each for each in ("认识几分之一", "认识周长", "认识钟表", "运动会那天") if each in page}

    assert titles("under_way") == {"认识几分之一", "认识周长"}
    assert titles("mine") == {"认识几分之一"}
    assert titles("finalized") == {"认识钟表"}
    assert titles("all") == {"认识几分之一", "认识周长", "认识钟表", "运动会那天"}


def test_rows_that_would_read_the_same_are_told_apart(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    twins = [make_preparation(make, world.third, lin, title="认识周长") for _number in range(2)]
    single = make_preparation(make, world.third, lin, title="认识钟表")

    page = browser.login(lin).get("/preparations").text

    assert all(f"发起，编号 {twin.id}" in page for twin in twins)
    assert f"编号 {single.id}" not in page


def test_units_are_offered_as_the_grades_go(browser: Browser, make: Make, world: World, lin: User) -> None:
    for unit in (world.fourth, world.third, world.maths):
        make_preparation(make, unit, lin)

    page = browser.login(lin).get("/preparations").text

    names = ("数学教研组 ·", "三年级数学备课组 ·", "四年级数学备课组 ·")
    places = [page.index(f">{name}") for name in names]
    assert places == sorted(places)


def test_filters_narrow_the_list(browser: Browser, make: Make, world: World) -> None:
    head = make_person(make, world.school)
    make_preparation(make, world.third, head, title="认识几分之一")
    make_preparation(make, world.chinese, head, title="看图写话", subject="chinese", grade="g2")
    browser.login(head)

    for query in ("subject=chinese", "grade=g2", f"unit={world.chinese.id}"):
        page = browser.get(f"/preparations?{query}").text
        assert "看图写话" in page
        assert "认识几分之一" not in page
    assert "没有符合条件的备课" in browser.get("/preparations?grade=g9").text


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_asks_the_database_the_same_for_any_length(
    browser: Browser, make: Make, world: World, lin: User, count: int
) -> None:
    others = [make_person(make, world.third) for _ in range(4)]
    for number in range(count):
        make_preparation(make, world.third, lin, *others, title=f"第{number}课")
    browser.login(lin)

    with max_queries(14):
        page = browser.get("/preparations")

    assert page.text.count('class="row-title"') == count


def test_the_page_of_one_shows_people_dates_and_text(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    guest = make_person(make, world.member_third, name="苏屿")
    preparation = make_preparation(
        make,
        world.third,
        lin,
        guest,
        topic=world.topic,
        place="三楼会议室",
        discuss_at=clock.now(),
        group_id=group_id_of(world),
    )

    page = browser.login(guest).get(f"/preparations/{preparation.id}")

    for words in (
        "认识几分之一",
        "苏屿",
        "柳溪",
        "三楼会议室",
        "通过平均分实物与图形",
        "分数的初步认识",
        "一起编辑",
    ):
        assert words in page.text
    assert "发布初案" not in page.text.split("经过")[0].split("steps")[0], "only those in charge move it on"


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_of_one_asks_the_same_for_any_number_of_people(
    browser: Browser, make: Make, world: World, lin: User, count: int
) -> None:
    others = [make_person(make, world.third) for _ in range(count)]
    preparation = make_preparation(make, world.third, lin, *others, topic=world.topic)
    browser.login(lin)

    with max_queries(24):
        assert browser.get(f"/preparations/{preparation.id}").status_code == 200


def test_opening_it_is_noted_for_those_who_take_part(
    browser: Browser, make: Make, world: World, lin: User, session: Session
) -> None:
    reader = make_person(make, world.third)
    preparation = make_preparation(make, world.third, lin)

    browser.login(reader).get(f"/preparations/{preparation.id}")
    browser.login(lin).get(f"/preparations/{preparation.id}")

    session.expire_all()
    row = make.find(Participant, preparation_id=preparation.id)
    assert row.user_id == lin.id
    assert row.last_opened_at is not None


def test_overdue_is_computed_from_the_dates(browser: Browser, make: Make, world: World, lin: User) -> None:
    yesterday = clock.today() - timedelta(days=1)
    late = make_preparation(make, world.third, lin, circulate_due=yesterday)
    done = make_preparation(make, world.third, lin, circulate_due=yesterday, state=State.FINALIZED)
    browser.login(lin)

    assert "初案已过期限" in browser.get(f"/preparations/{late.id}").text
    assert "初案已过期限" not in browser.get(f"/preparations/{done.id}").text


def test_a_lonely_author_is_noted_at_the_version_without_a_badge(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    alone = make_preparation(make, world.third, lin, state=State.FINALIZED, contributor_count=1)
    browser.login(lin)

    assert "正文由一人执笔" in browser.get(f"/preparations/{alone.id}").text
    assert "正文由一人执笔" not in browser.get("/preparations?tab=finalized").text


def test_what_was_just_written_is_read_before_any_worker_comes(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    preparation = make_preparation(make, world.third, lin)
    document = make.find(Document, id=preparation.document_id)
    state = from_pm(read_html("<p>刚刚写下的一句</p>"))
    make.store(DocumentUpdate(document_id=document.id, seq=2, author_id=lin.id, client_id=7, data=state))
    document.head_seq = 2
    make.store(document)
    browser.login(lin)

    for page in ("", "/text"):
        assert "刚刚写下的一句" in browser.get(f"/preparations/{preparation.id}{page}").text


def test_the_beginning_of_the_text_leads_to_the_whole_without_scripts(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    preparation = make_preparation(make, world.third, lin)
    page = browser.login(lin).get(f"/preparations/{preparation.id}").text

    link = page.split("展开全文")[0].rsplit("<a ", 1)[1]
    assert f'href="/preparations/{preparation.id}/text"' in link
    assert 'aria-controls="plan-text"' in link
    assert 'id="plan-text"' in page


def test_tables_of_a_text_can_be_scrolled_with_the_keyboard(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    preparation = make_preparation(make, world.third, lin)
    document = make.find(Document, id=preparation.document_id)
    document.html = html_of(read_html("<table><tr><th>环节</th></tr><tr><td>导入</td></tr></table>"))
    document.derived_seq = document.head_seq
    make.store(document)
    browser.login(lin)

    for page in ("", "/text"):
        written = browser.get(f"/preparations/{preparation.id}{page}").text
        assert '<div class="table-wrap" role="region" tabindex="0" aria-label="表格，可左右滚动"' in written


def test_filters_and_pages_keep_each_other(browser: Browser, make: Make, world: World, lin: User) -> None:
    for number in range(60):
        make_preparation(make, world.third, lin, title=f"第{number}课")
    make_preparation(make, world.fourth, lin, title="四年级的课", grade="g4")

    page = browser.login(lin).get("/preparations?tab=mine&grade=g3").text

    assert "四年级的课" not in page
    assert "/preparations?tab=mine&amp;grade=g3&amp;page=2" in page
    assert 'href="/preparations?tab=all&amp;grade=g3"' in page
    assert '<option value="g3" selected>' in browser.get("/preparations?tab=mine&grade=g3&page=2").text


def test_the_frozen_text_is_a_small_page_of_its_own(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    preparation = make_preparation(
        make,
        world.third,
        lin,
        state=State.FINALIZED,
        visibility=Visibility.GROUP,
        group_id=group_id_of(world),
    )
    reader = make_person(make, world.member_third)

    page = browser.login(reader).get(f"/preparations/{preparation.id}/text")

    assert "通过平均分实物与图形" in page.text
    assert "0f" * 32 in page.text, "the hash tells which version it is"
    assert "林知远" in page.text
    assert "editor" not in page.text
    assert len(page.data) < 200_000


def test_a_finalized_one_is_read_not_edited(browser: Browser, make: Make, world: World, lin: User) -> None:
    preparation = make_preparation(make, world.third, lin, state=State.FINALIZED)

    page = browser.login(lin).get(f"/preparations/{preparation.id}/edit")

    assert page.status_code == 303
    assert page.location == f"/preparations/{preparation.id}/text"
    facts = browser.get(f"/preparations/{preparation.id}").text.split("已定稿")
    assert len(facts) == 3, "the step line says it, and the facts say when"


def test_the_editing_page_carries_the_document(browser: Browser, make: Make, world: World, lin: User) -> None:
    preparation = make_preparation(make, world.third, lin)

    page = browser.login(lin).get(f"/preparations/{preparation.id}/edit")

    assert f'data-document-id="{preparation.document_id}"' in page.text
    assert 'data-me-name="林知远"' in page.text
    assert 'data-me-school="青禾"' in page.text


def test_the_page_of_a_topic_names_what_was_prepared_for_it(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    make_preparation(make, world.third, lin, topic=world.topic, title="折纸认识几分之一")
    address = f"/curriculum/nodes/{world.topic.id}"

    assert "折纸认识几分之一" in browser.login(lin).get(address).text
    assert "折纸认识几分之一" not in browser.login(make_person(make, world.stranger)).get(address).text


def test_boxes_of_tasks_are_read_out_in_the_language_of_the_reader(
    browser: Browser, make: Make, world: World
) -> None:
    reader = make_person(make, world.third, language="en")
    tasks = '<ul data-type="taskList"><li data-checked="true"><p>圆片</p></li><li><p>彩纸</p></li></ul>'
    document = make_document(make, reader, html_of(read_html(tasks)))
    preparation = make_preparation(make, world.third, reader, document=document)

    page = browser.login(reader).get(f"/preparations/{preparation.id}/text").text

    assert ('aria-label="Done"' in page, 'aria-label="Not done"' in page) == (True, True)
