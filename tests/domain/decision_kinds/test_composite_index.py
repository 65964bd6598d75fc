"""An index of many rates."""

from decimal import Decimal

from server.domain.decision_kinds.composite_index import (
    BAD_WEIGHT,
    COMPOSITE_INDEX,
    CompositeIndex,
    Mean,
)
from tests.domain.decision_kinds.made_groups import LEFT_OUT, OPEN, child, slot

GEOMETRIC = CompositeIndex(Mean.GEOMETRIC)


def test_rates_are_weighted() -> None:
    rows = (child("1", "5", weight="3"), child("2", "10", weight="1"))

    outcome = COMPOSITE_INDEX.combine(CompositeIndex(), slot(), rows)

    assert outcome.points == Decimal("62.5")


def test_rows_without_weight_count_alike() -> None:
    rows = (child("1", "5"), child("2", "10"), child("3", LEFT_OUT))

    outcome = COMPOSITE_INDEX.combine(CompositeIndex(scale=Decimal(10)), slot(), rows)

    assert outcome.points == Decimal("7.5")


def test_the_geometric_mean_makes_weak_fields_count_more() -> None:
    rows = (child("1", "2.5"), child("2", "10"))

    outcome = COMPOSITE_INDEX.combine(GEOMETRIC, slot(), rows)

    assert outcome.points is not None
    assert round(outcome.points, 20) == 50


def test_full_marks_everywhere_are_the_scale_and_nothing_anywhere_is_nothing() -> None:
    full = tuple(child(str(n), "10", weight="0.3") for n in range(3))

    assert COMPOSITE_INDEX.combine(GEOMETRIC, slot(), full).points == 100
    assert COMPOSITE_INDEX.combine(GEOMETRIC, slot(), (*full, child("9", "0"))).points == 0


def test_a_gap_is_named_and_counts_nothing() -> None:
    outcome = COMPOSITE_INDEX.combine(
        CompositeIndex(), slot(), (child("1", "10"), child("2", OPEN))
    )

    assert (outcome.points, outcome.missing) == (50, ("2",))


def test_without_any_row_that_applies_it_does_not_apply() -> None:
    outcome = COMPOSITE_INDEX.combine(CompositeIndex(), slot(), (child("1", LEFT_OUT),))

    assert (outcome.points, outcome.counts) == (None, False)


def test_weights_are_above_nothing() -> None:
    found = COMPOSITE_INDEX.check(CompositeIndex(), slot(), (child("1", "1", weight="0"),))

    assert [one.kind for one in found] == [BAD_WEIGHT]
    assert COMPOSITE_INDEX.most(CompositeIndex(), slot(), ()) == 100
