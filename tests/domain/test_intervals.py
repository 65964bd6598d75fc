"""Wilson intervals: every example the rules were taken from, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.intervals import wilson_interval


@pytest.mark.parametrize(
    ("successes", "answers", "population", "low", "high"),
    [
        (5, 5, None, 56.6, 100.0),
        (9, 10, None, 59.6, 98.2),
        (18, 20, None, 69.9, 97.2),
        (18, 20, 30, 79.6, 95.4),
        (27, 30, None, 74.4, 96.5),
        (45, 50, 200, 80.5, 95.2),
        (85, 100, None, 76.7, 90.7),
        (85, 100, 120, 81.9, 87.6),
        (170, 200, 1_000, 80.0, 88.9),
    ],
)
def test_every_example_is_met_to_a_tenth(
    successes: int, answers: int, population: int | None, low: float, high: float
):
    found = wilson_interval(successes, answers, population=population)

    assert (round(found.low * 100, 1), round(found.high * 100, 1)) == (low, high)


@pytest.mark.parametrize(
    ("successes", "answers"),
    [(16, 16), (29, 30), (46, 50), (72, 80), (88, 100), (172, 200), (254, 300)],
)
def test_these_are_the_first_to_reach_four_fifths_for_sure(successes: int, answers: int):
    assert wilson_interval(successes, answers).low >= 0.8
    assert wilson_interval(successes - 1, answers).low < 0.8


@pytest.mark.parametrize("population", [40, 39])
def test_a_census_is_the_point_itself(population: int):
    found = wilson_interval(30, 40, population=population)

    assert (found.low, found.high) == (0.75, 0.75)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_the_share_and_shrinks_with_the_population(pair: tuple[int, int]):
    successes, answers = pair
    wide = wilson_interval(successes, answers)
    narrow = wilson_interval(successes, answers, population=answers + 1)

    assert 0 <= wide.low <= successes / answers + 1e-12
    assert successes / answers - 1e-12 <= wide.high <= 1
    assert narrow.high - narrow.low <= wide.high - wide.low + 1e-12
