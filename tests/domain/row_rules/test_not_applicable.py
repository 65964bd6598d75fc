"""What a row counts that does not apply."""

import pytest

from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.scoring.evaluate import evaluate
from tests.domain.schemes.made import compiled, subject


def _row(na: str, **cells: str) -> Outcome:
    row = {"code": "1", "kind": "all_or_nothing", "points": "1", "na": na, **cells}
    scheme = compiled([{column: text for column, text in row.items() if text}])
    return evaluate(scheme, subject({"1": None})).rows["1"].outcome


def test_no_agency_labour_gives_the_full_point() -> None:
    outcome = _row("full")

    assert (outcome.points, outcome.is_applicable, outcome.counts) == (1, False, True)


def test_a_clause_that_does_not_apply_counts_as_met() -> None:
    outcome = _row("full", kind="meets_clause", points="")

    assert (outcome.points, outcome.is_met) == (None, True)


def test_unknown_full_marks_cannot_be_given() -> None:
    assert _row("full", points="unknown").counts is False


@pytest.mark.parametrize(("na", "points", "counts"), [("zero", 0, True), ("excluded", None, False)])
def test_a_row_may_count_nothing_or_be_left_out(na: str, points: int | None, counts: bool) -> None:
    outcome = _row(na)

    assert (outcome.points, outcome.counts) == (points, counts)


def test_a_clause_may_count_as_not_met() -> None:
    assert _row("zero", kind="meets_clause", points="").is_met is False


def test_a_row_that_applies_to_everybody_refuses_it() -> None:
    assert _row("refused").gap == "out_of_range"
