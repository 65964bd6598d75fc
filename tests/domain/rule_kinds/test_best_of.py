"""The best of several ways to points."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import NEGATIVE
from server.domain.schemes.exact.outcome import GapReason
from server.domain.schemes.kinds.rule_faults import POINTS_DIFFER
from tests.domain.rule_kinds.examples import EXAMPLES
from tests.domain.rule_kinds.scoring import Row

PARK = EXAMPLES["best_of"][0][0]


@pytest.mark.parametrize(
    ("certified", "in_progress", "points"), [(2, 0, "2"), (0, 3, "1.5"), (1, 2, "0"), (2, 3, "2")]
)
def test_the_highest_alternative_that_holds_counts(
    certified: int, in_progress: int, points: str
) -> None:
    outcome = PARK.score({"certified": certified, "in_progress": in_progress})

    assert outcome.points == Decimal(points)


def test_a_missing_measure_keeps_nothing_back_that_it_could_not_raise() -> None:
    best = PARK.score({"certified": 2})
    open_still = PARK.score({"in_progress": 3})

    assert (best.points, best.gap, best.missing) == (Decimal(2), None, ())
    assert (open_still.points, open_still.gap) == (None, GapReason.NO_VALUE)
    assert PARK.score({"certified": 1}).gap is GapReason.NO_VALUE
    assert PARK.score({}).missing == ("certified", "in_progress")


def test_where_what_is_missing_counts_nothing_the_best_of_the_rest_counts() -> None:
    row = Row("best_of", "2", {"otherwise_points": "0.5"}, PARK.rows, settings={"missing": "zero"})

    rest = row.score({"in_progress": 3})

    assert (rest.points, rest.gap, rest.missing) == (Decimal("1.5"), None, ("certified",))
    assert row.score({"certified": 1}).points == 0


def test_points_that_are_sure_need_their_file_as_well() -> None:
    row = Row("best_of", "2", {"evidence_gate": "yes"}, PARK.rows)

    assert row.score({"certified": 2}).points == 0


def test_there_may_be_points_for_none_of_them() -> None:
    row = Row("best_of", "2", {"otherwise_points": "0.5"}, PARK.rows)

    assert row.score({"certified": 0, "in_progress": 0}).points == Decimal("0.5")


@pytest.mark.parametrize(
    ("alternative", "wrong"),
    [
        ({"points": "-1"}, (NEGATIVE, "points")),
        ({"op": "~"}, (faults.NOT_ONE_OF, "op")),
        ({"limit": "two"}, (faults.NOT_A_NUMBER, "limit")),
        ({"of": "all", "limit": "x"}, (faults.NOT_A_SHARE, "limit")),
        ({"of": "all", "op": "in"}, (faults.NOT_ONE_OF, "op")),
    ],
)
def test_an_alternative_that_makes_no_sense_is_found(
    alternative: dict[str, str], wrong: tuple[object, str]
) -> None:
    kind, column = wrong
    row = Row("best_of", "2", rows=[PARK.rows[0], {**PARK.rows[1], **alternative}])

    assert row.faults() == [(kind, "parameters", 2, column)]


def test_points_must_be_those_of_the_row() -> None:
    assert Row("best_of", "3", rows=PARK.rows).faults() == [
        (POINTS_DIFFER, "indicators", 3, "points")
    ]
