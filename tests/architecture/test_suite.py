"""The last line of `make test` tells the truth."""

from tests.suite import Tally


def test_a_step_that_died_before_it_could_count_is_a_failure() -> None:
    tally = Tally(passed=12)
    tally.note_broken("browsers")
    assert tally.line() == "total: 12 passed, 1 failed, 0 skipped; broken: browsers"


def test_failures_that_were_counted_are_counted_once() -> None:
    tally = Tally(passed=9, failed=3)
    tally.note_broken("suite on SQLite", failures=0)
    assert tally.line() == "total: 9 passed, 3 failed, 0 skipped; broken: suite on SQLite"
