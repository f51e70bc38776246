"""The contract of the search port; every adapter passes it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.adapters.search_whoosh import WhooshSearch
from app.ports.search import Query, Results, Search, SearchDocument

EVERYBODY = frozenset({"all"})
PLANS = {
    "preparation:1": ("认识分数", "把一个月饼平均分成两份,每份是它的二分之一。先折纸还是先创设生活情境?"),
    "preparation:2": ("浮力", "木块为什么浮在水面?用弹簧测力计测出浮力的大小。"),
    "preparation:3": ("运算律", "加法交换律、乘法分配律,期中考试前复习。"),
    "preparation:4": ("期末复习:分数与小数", "分数和小数的互化。"),
}


@pytest.fixture(params=["whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Search:
    engines = {"whoosh": lambda: WhooshSearch(tmp_path / "index")}
    search: Search = engines[request.param]()
    search.put(document(uid, *words) for uid, words in PLANS.items())
    return search


def document(uid: str, title: str, body: str, **given: Any) -> SearchDocument:
    described: dict[str, Any] = {
        "uid": uid,
        "kind": "preparation",
        "title": title,
        "body": body,
        "meta": "数学 三年级 人教版 部编版",
        "audience": EVERYBODY,
        "at": datetime(2026, 11, 1, tzinfo=UTC),
    }
    return SearchDocument(**described | given)


def found(engine: Search, text: str, **given: Any) -> list[str]:
    return [hit.uid for hit in results(engine, text, **given).hits]


def results(engine: Search, text: str, **given: Any) -> Results:
    asked: dict[str, Any] = {"text": text, "audience": EVERYBODY}
    return engine.find(Query(**asked | given))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("弹簧测力计", "preparation:2"),
        ("浮力", "preparation:2"),
        ("浮力 人教版", "preparation:2"),
        ("月饼", "preparation:1"),
        ("認識分數", "preparation:1"),
        ("ＦＵＬＩ", "preparation:2"),
        ("rsfs", "preparation:1"),
        ("律", "preparation:3"),
        ("月饼 折纸 情境 火星车", "preparation:1"),
    ],
)
def test_the_expected_plan_comes_first(engine: Search, text: str, first: str) -> None:
    assert found(engine, text)[:1] == [first]


def test_titles_count_more_than_bodies(engine: Search) -> None:
    engine.put([document("preparation:9", "折纸", "分数分数分数浮力")])

    assert found(engine, "浮力")[:2] == ["preparation:2", "preparation:9"]


def test_synonyms_find_the_other_word(engine: Search) -> None:
    assert "preparation:1" in found(engine, "统编版 月饼")


def test_accidents_inside_words_are_not_found(engine: Search) -> None:
    assert found(engine, "中考") == []


def test_nobody_finds_what_they_may_not_see(engine: Search) -> None:
    engine.put([document("preparation:7", "秘密的浮力", "只给一个人", audience=frozenset({"user:7"}))])

    assert "preparation:7" not in found(engine, "秘密")
    assert results(engine, "浮力").total == 1
    assert results(engine, "浮力").facets["kind"] == {"preparation": 1}
    assert "preparation:7" in found(engine, "秘密", audience=frozenset({"user:7", "all"}))
    assert found(engine, "浮力", audience=frozenset()) == []


@pytest.mark.parametrize(
    "text", ["audience:user:7", "uid:preparation:7", "*", "秘密*", "NOT 浮力", '"', "", "的"]
)
def test_what_is_typed_is_never_a_query_language(engine: Search, text: str) -> None:
    engine.put([document("preparation:7", "秘密", "只给一个人", audience=frozenset({"user:7"}))])

    assert "preparation:7" not in found(engine, text)


def test_putting_again_replaces_and_removing_removes(engine: Search) -> None:
    engine.put([document("preparation:2", "压强", "液体"), document("preparation:2", "压强", "气体")])
    assert found(engine, "浮力") == []
    assert found(engine, "气体") == ["preparation:2"]

    engine.remove(["preparation:2", "preparation:404"])
    assert found(engine, "压强") == []


def test_facets_count_and_narrow(engine: Search) -> None:
    engine.put([document("preparation:8", "分数墙", "分数", facets={"subject": "mathematics"})])

    assert results(engine, "分数").facets["subject"] == {"mathematics": 1}
    assert found(engine, "分数", facets={"subject": "mathematics"}) == ["preparation:8"]
    assert found(engine, "分数", kinds=frozenset({"person"})) == []


def test_matches_are_marked_in_title_and_passage(engine: Search) -> None:
    hit = results(engine, "弹簧测力计").hits[0]
    assert "".join(text for text, _match in hit.passage).startswith("木块")
    assert any(match and "测力计" in text for text, match in hit.passage)

    assert ("浮力", True) in results(engine, "浮力").hits[0].title


def test_a_passage_from_the_middle_says_that_it_is_one(engine: Search) -> None:
    engine.put([document("preparation:9", "观察", "前" * 80 + "。，" + "再" * 13 + "蚯蚓" + "后" * 200)])

    shown = "".join(text for text, _match in results(engine, "蚯蚓").hits[0].passage)
    assert shown[1] == "再"
    assert shown.endswith("…")


def test_pages_do_not_overlap(engine: Search) -> None:
    engine.put(document(f"preparation:{n}", f"分数练习{n}", "练习") for n in range(100, 140))

    first, second = found(engine, "练习", limit=20), found(engine, "练习", limit=20, offset=20)
    assert len(first) == len(second) == 20
    assert not set(first) & set(second)


def test_a_build_replaces_everything_at_its_end_and_not_before(engine: Search) -> None:
    before = engine.is_complete

    with engine.rebuilding() as new:
        new.put([document("preparation:9", "压强", "")])
        assert found(engine, "浮力") == ["preparation:2"]
        assert found(engine, "压强") == []

    assert (before, engine.is_complete) == (False, True)
    assert found(engine, "浮力") == []
    assert found(engine, "压强") == ["preparation:9"]


def test_a_build_that_fails_leaves_the_old_index(engine: Search) -> None:
    with pytest.raises(KeyError):
        build_in_vain(engine)

    assert found(engine, "浮力") == ["preparation:2"]
    with engine.rebuilding():
        pass
    assert found(engine, "浮力") == []


def build_in_vain(engine: Search) -> None:
    with engine.rebuilding() as new:
        new.put([document("preparation:9", "压强", "")])
        raise KeyError


def test_others_see_the_new_index_at_once(tmp_path: Path) -> None:
    web, worker = WhooshSearch(tmp_path / "index"), WhooshSearch(tmp_path / "index")
    for title in ("浮力", "压强"):
        with worker.rebuilding() as new:
            new.put([document("preparation:1", title, "")])
        assert found(web, title) == ["preparation:1"]
        assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 1


def test_codes_are_found_only_whole(engine: Search) -> None:
    engine.put([document("preparation:9", "林老师", "", codes=("QH-2019",))])

    assert found(engine, "ＱＨ-2019") == ["preparation:9"]
    assert found(engine, "2019") == []


def test_kinds_are_counted_beside_the_chosen_one(engine: Search) -> None:
    engine.put([document("topic:1", "浮力", "", kind="topic")])

    answer = results(engine, "浮力", kinds=frozenset({"topic"}))

    assert [hit.uid for hit in answer.hits] == ["topic:1"]
    assert answer.facets["kind"] == {"topic": 1, "preparation": 1}


def test_how_many_match_everything_is_said(engine: Search) -> None:
    answer = results(engine, "月饼 折纸 情境 火星车")

    assert (answer.relaxed, answer.exact) == ("most", 0)


def test_two_single_characters_are_not_most_of_a_phrase(engine: Search) -> None:
    engine.put(
        [
            document("preparation:7", "泊船瓜洲", "春风又绿江南岸,明月何时照我还。"),
            document("preparation:8", "荷叶圆圆", "小水珠又来了。荷叶绿绿的,圆圆的。"),
        ]
    )

    answer = results(engine, "春风又绿")

    assert [hit.uid for hit in answer.hits] == ["preparation:7"]
    assert (answer.relaxed, answer.exact) == ("", 1)


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("五、林老师的小结 ", "林老师"),
        ("我们继续说一说。今天 ", "今天"),
        ("前面的事情说过了\n小结 ", "小结"),
        ("还有一个平行四边形的底和高的例子 ", "平行四边形"),
    ],
)
def test_a_passage_begins_with_a_line_a_sentence_or_a_word(engine: Search, before: str, begins: str) -> None:
    body = f"{'先说别的事情' * 30}{before}弹珠游戏的规则{'还有很多别的话' * 30}"
    engine.put([document("preparation:7", "数学游戏", body)])

    [hit] = results(engine, "弹珠游戏").hits

    (cut, _), (words, _), *_rest = hit.passage
    assert cut == "…"
    assert not words.startswith("、")
    assert begins in words
