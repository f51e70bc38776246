"""How Chinese becomes words."""

from hypothesis import given
from hypothesis import strategies as st

from app.adapters.search_text import fold, grams_of, indexed_words_of, sub_words, synonyms_of, words_of


def texts(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


def test_teaching_words_stay_whole() -> None:
    assert texts("三年级数学集体备课") == ["三年级", "数学", "集体备课"]


def test_stop_words_leave_no_gap() -> None:
    assert [(word.text, word.position) for word in words_of("分数的认识")] == [("分数", 0), ("认识", 1)]


def test_traditional_full_width_and_capitals_are_the_same() -> None:
    assert texts("認識 ＰＰＴ １２") == texts("认识 ppt 12")


@given(st.text(max_size=200))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="认識分数ABc１2 ,。的", max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    for word in indexed_words_of(text):
        assert fold(text)[word.start : word.end] == word.text


def test_long_words_are_found_by_their_parts_but_not_by_accidents() -> None:
    assert "备课" in [part for _, part in sub_words("集体备课")]
    assert "中考" not in [part for _, part in sub_words("期中考试")]


def test_titles_are_cut_into_characters_and_pairs() -> None:
    assert [word.text for word in grams_of("浮力1")] == ["浮", "浮力", "力"]


def test_synonyms_work_both_ways() -> None:
    assert "教学设计" in synonyms_of("教案")
    assert "教案" in synonyms_of("教学设计")
