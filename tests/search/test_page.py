"""The search page: found, judged again, kept going when the engine is not."""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from app.adapters.search_whoosh import WhooshSearch
from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, OrgUnit
from app.blueprints.search import kinds
from app.blueprints.search.building import REBUILD, build_if_incomplete
from app.blueprints.search.indexing import index_changes, note_change, note_changes
from app.blueprints.search.kinds import ResultLink
from app.core import clock
from app.core.db import db
from app.core.jobs import Job, enqueue
from app.core.uow import unit_of_work
from app.first_start import first_start
from app.ports import search
from app.ports.search import SearchDocument
from tests.conftest import Browser
from tests.factories import Make
from tests.org.world import make_world
from tests.queries import max_queries

damaging = pytest.mark.filterwarnings(  # whoosh leaves files open that it cannot read
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
DOCUMENTS = [
    SearchDocument(
        uid=f"song:{number}",
        kind="song",
        title=title,
        body="轻轻地唱一首采茶歌",
        audience=frozenset({"all"}),
        at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    for number, title in enumerate(("采茶歌", "拔萝卜"), 1)
]


def only_the_first(_actor: User, ids: Collection[int]) -> Mapping[int, ResultLink]:
    return {
        number: ResultLink(url=f"/songs/{number}", title="", chips=("音乐",)) for number in ids if number == 1
    }


def described(ids: Collection[int]) -> list[SearchDocument]:
    return [song for song in DOCUMENTS if int(song.uid.partition(":")[2]) in ids]


@pytest.fixture(autouse=True)
def songs(app: Flask, tmp_path: Path) -> Iterator[None]:
    before = app.extensions["search"]
    search.use(app, WhooshSearch(tmp_path / "index"))
    kinds.register_kind(
        "song", label=_l("歌曲"), load=only_the_first, describe=described, numbers=lambda: [1, 2]
    )
    with app.app_context():
        search.current().put(DOCUMENTS)
    yield
    search.use(app, before)
    kinds._kinds.pop("song")


def test_a_word_of_the_body_finds_it_and_marks_it(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/search?q=采茶")

    assert page.status_code == 200
    assert "/songs/1" in page.text
    assert "<mark>采茶" in page.text


def test_what_the_feature_does_not_let_see_is_not_shown(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/search?q=轻轻")

    assert "/songs/1" in page.text
    assert "拔萝卜" not in page.text


def test_nothing_found_says_what_to_try(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/search?q=火星")

    assert "没有找到“火星”" in page.text


def test_guests_go_to_the_sign_in_page(browser: Browser) -> None:
    assert "/sign-in" in browser.get("/search?q=采茶").headers["Location"]


@damaging
def test_a_broken_index_is_said_and_does_not_crash(
    browser: Browser, make: Make, app: Flask, tmp_path: Path
) -> None:
    search.use(app, broken_search(tmp_path / "broken"))

    page = browser.login(make.user()).get("/search?q=采茶")

    assert page.status_code == 503
    assert "搜索暂不可用" in page.text


@damaging
@pytest.mark.parametrize("harm", ["lost", "cut", "overwritten"])
def test_a_harmed_index_is_said_and_built_again_by_itself(
    app: Flask, work: Callable[[], int], browser: Browser, make: Make, tmp_path: Path, harm: str
) -> None:
    with app.app_context():
        assert build_if_incomplete() == 0
    work()
    visitor = browser.login(make.user())
    assert "正在重新建立" not in visitor.get("/search?q=采茶").text
    HARMS[harm](tmp_path / "index")
    search.use(app, WhooshSearch(tmp_path / "index"))  # files that are open survive

    first = visitor.get("/search?q=采茶")
    second = visitor.get("/search?q=采茶")

    assert first.status_code in {200, 503}
    assert "正在重新建立" in second.text
    assert "索引还没有建完" in second.text, "the word may not be at fault"
    with app.app_context():
        build_if_incomplete()
        work()
        clock_has_gone_on(app)
        build_if_incomplete()
    work()
    healed = visitor.get("/search?q=采茶").text
    assert "/songs/1" in healed
    assert "正在重新建立" not in healed


def clock_has_gone_on(app: Flask) -> None:
    """The pause after a build that did not last is over."""
    with unit_of_work():
        db.session.execute(update(Job).values(finished_at=clock.now() - timedelta(hours=1)))


def cut(folder: Path) -> None:
    for path in folder.glob("built-*/*"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def overwrite(folder: Path) -> None:
    for path in folder.glob("built-*/*"):
        path.write_bytes(bytes(path.stat().st_size))


HARMS: dict[str, Callable[[Path], object]] = {"lost": shutil.rmtree, "cut": cut, "overwritten": overwrite}


def broken_search(folder: Path) -> WhooshSearch:
    """Its index cannot be opened."""
    with WhooshSearch(folder).rebuilding():
        pass
    cut(folder)
    return WhooshSearch(folder)


def test_a_rebuild_brings_everything_back(
    app: Flask, work: Callable[[], int], browser: Browser, make: Make, tmp_path: Path
) -> None:
    with app.app_context():
        search.use(app, WhooshSearch(tmp_path / "new"))
        with unit_of_work():
            enqueue(REBUILD, {}, owner_id=None)

    work()

    assert "/songs/1" in browser.login(make.user()).get("/search?q=采茶").text


def test_a_first_start_asks_for_the_index_and_warns_of_nothing(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        search.use(app, WhooshSearch(tmp_path / "new"))
    app.test_cli_runner().invoke(first_start, catch_exceptions=False)

    with capture_logs() as lines, app.app_context():
        build_if_incomplete()
        assert db.session.scalar(select(func.count(Job.id)).filter_by(kind=REBUILD)) == 1
    assert lines == []


def test_an_index_that_was_never_built_is_asked_for_once(
    app: Flask, work: Callable[[], int], browser: Browser, make: Make, tmp_path: Path
) -> None:
    with app.app_context():
        search.use(app, WhooshSearch(tmp_path / "new"))
        build_if_incomplete()
        build_if_incomplete()
        assert db.session.scalar(select(func.count(Job.id)).filter_by(kind=REBUILD)) == 1

    work()

    assert "/songs/1" in browser.login(make.user()).get("/search?q=采茶").text


def test_changes_are_taken_together_and_what_is_gone_leaves_the_index(
    app: Flask, browser: Browser, make: Make, tmp_path: Path
) -> None:
    with app.app_context():
        search.use(app, WhooshSearch(tmp_path / "new"))
        with unit_of_work():
            for number in (1, 2, 2, 404):
                note_change("song", number)
        search.current().put([replace(DOCUMENTS[0], uid="song:404", title="走失的歌")])

        assert [index_changes(), index_changes()] == [3, 0]

    page = browser.login(make.user()).get("/search?q=采茶歌")
    assert "/songs/1" in page.text


@damaging
def test_a_change_waits_while_the_index_is_away(app: Flask, tmp_path: Path) -> None:
    good = app.extensions["search"]
    with app.app_context():
        with unit_of_work():
            note_change("song", 1)
        search.use(app, broken_search(tmp_path / "broken"))
        assert index_changes() == 0
        search.use(app, good)
        assert index_changes() == 1


def test_the_page_asks_no_more_when_it_shows_more(
    app: Flask, browser: Browser, make: Make, deliver: Callable[[], int]
) -> None:
    visitor = browser.login(make_world(make).people["teacher"])
    seen = []
    for count in (1, 18):
        people = [make.user(name=f"采茶人{number}") for number in range(count)]
        third = make.find(OrgUnit, name="三年级数学备课组")
        for person in people:
            place = Affiliation(user_id=person.id, unit_id=third.id, from_date=date(2020, 9, 1))
            make.store(place)
        with app.app_context(), unit_of_work():
            note_changes("person", [person.id for person in people])
        deliver()
        with max_queries(20) as statements:
            assert visitor.get("/search?q=采茶").status_code == 200
        seen.append(len(statements))
    assert seen[0] == seen[1]
