"""The search page: found, judged again, kept going when the engine is not."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _l

from app.adapters.search_whoosh import WhooshSearch
from app.blueprints.accounts.models import User
from app.blueprints.search import kinds, service
from app.blueprints.search.indexing import index_changes, note_change
from app.blueprints.search.kinds import ResultLink
from app.core.jobs import enqueue
from app.core.uow import unit_of_work
from app.ports import search
from app.ports.search import SearchDocument
from tests.conftest import Browser
from tests.factories import Make

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


def test_a_broken_index_is_said_and_does_not_crash(
    browser: Browser, make: Make, app: Flask, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "VERSION").write_text("3")
    search.use(app, WhooshSearch(broken))

    page = browser.login(make.user()).get("/search?q=采茶")

    assert page.status_code == 503
    assert "搜索暂不可用" in page.text


def test_a_rebuild_brings_everything_back(
    app: Flask, work: Callable[[], int], browser: Browser, make: Make
) -> None:
    with app.app_context():
        search.current().clear()
        with unit_of_work():
            enqueue(service.REBUILD, {}, owner_id=None)

    work()

    assert "/songs/1" in browser.login(make.user()).get("/search?q=采茶").text


def test_an_empty_index_is_filled_when_the_worker_starts(
    app: Flask, work: Callable[[], int], browser: Browser, make: Make
) -> None:
    with app.app_context():
        search.current().clear()
        service.fill_if_empty()

    work()

    assert "/songs/1" in browser.login(make.user()).get("/search?q=采茶").text


def test_changes_are_taken_together_and_what_is_gone_leaves_the_index(
    app: Flask, browser: Browser, make: Make
) -> None:
    with app.app_context():
        search.current().clear()
        with unit_of_work():
            for number in (1, 2, 2, 404):
                note_change("song", number)
        search.current().put([replace(DOCUMENTS[0], uid="song:404", title="走失的歌")])

        assert [index_changes(), index_changes()] == [3, 0]

    page = browser.login(make.user()).get("/search?q=采茶歌")
    assert "/songs/1" in page.text


def test_a_change_waits_while_the_index_is_away(app: Flask, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "VERSION").write_text("3")
    good = app.extensions["search"]
    with app.app_context():
        with unit_of_work():
            note_change("song", 1)
        search.use(app, WhooshSearch(broken))
        assert index_changes() == 0
        search.use(app, good)
        assert index_changes() == 1
