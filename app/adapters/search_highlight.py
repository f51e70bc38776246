"""Mark what was found: titles whole, of bodies the passage with the most matches."""

from collections.abc import Sequence

from app.adapters.search_text import Word, fold, indexed_words_of

PASSAGE = 90  # characters
BEFORE = 15  # of them before the first match
NO_BEGINNING = " \u3000\t\n，。、；：！？”’》）】〕」』…—～·,.;:!?)]}%-/"
SENTENCE_ENDS = "\n。！？；!?;"

Runs = list[tuple[str, bool]]


def mark_all(text: str, wanted: frozenset[str]) -> Runs:
    """The whole text as (run, is_match) pieces."""
    return _runs(text, 0, len(text), _spans(text, wanted, list(indexed_words_of(text))))


def best_passage(text: str, wanted: frozenset[str]) -> Runs:
    """About PASSAGE characters around the densest matches; the beginning if there is none."""
    words = list(indexed_words_of(text))
    spans = _spans(text, wanted, words)
    start = _beginning(text, words, spans, _densest(spans, len(text)))
    end = min(len(text), start + PASSAGE)
    pieces = _runs(text, start, end, spans)
    cut = [("…", False)]
    shown = [(" ".join(piece.split("\n")), match) for piece, match in pieces]
    return cut * (start > 0) + shown + cut * (end < len(text))


def _beginning(text: str, words: Sequence[Word], spans: Sequence[tuple[int, int]], start: int) -> int:
    """Where a line or a sentence begins before the match, else at a word; never at a sign that ends one."""
    if start == 0:
        return 0
    match = next((left for left, _right in spans if left >= start), start)
    begun = (at + 1 for at in range(start - 1, match) if text[at] in SENTENCE_ENDS)
    inside = (word.start for word in words if word.start < start < word.end)
    start = next(begun, min(inside, default=start))
    while start < len(text) and text[start] in NO_BEGINNING:
        start += 1
    return start


def _spans(text: str, wanted: frozenset[str], words: Sequence[Word]) -> list[tuple[int, int]]:
    """Merged, sorted ranges of matching words; wanted words the analyzer cut otherwise count too."""
    found = [(word.start, word.end) for word in words if word.text in wanted]
    folded = fold(text)
    for word in wanted:
        if word[0] >= "\u3400":
            at = folded.find(word)
            while at >= 0:
                found.append((at, at + len(word)))
                at = folded.find(word, at + len(word))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _densest(spans: Sequence[tuple[int, int]], length: int) -> int:
    best, most = 0, 0
    for start, _end in spans:
        inside = sum(1 for other, _ in spans if start <= other < start + PASSAGE - BEFORE)
        if inside > most:
            best, most = start, inside
    return max(0, min(best - BEFORE, length - PASSAGE))


def _runs(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Runs:
    runs: Runs = []
    at = start
    for left, right in ((max(left, start), min(right, end)) for left, right in spans):
        if left >= right:
            continue
        if left > at:
            runs.append((text[at:left], False))
        runs.append((text[left:right], True))
        at = right
    if at < end:
        runs.append((text[at:end], False))
    return runs
