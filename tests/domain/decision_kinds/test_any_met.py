"""One row that is met is enough."""

import pytest

from server.domain.decision_kinds.any_met import ANY_MET, AnyMet
from server.domain.schemes.exact.outcome import Outcome
from tests.domain.decision_kinds.made_groups import LEFT_OUT, OPEN, child, slot


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([False, True], True),
        ([OPEN, True], True),
        ([False, False], False),
        ([False, OPEN], None),
        ([False, LEFT_OUT], False),
    ],
)
def test_it_is_met_when_one_row_is(
    rows: list[Outcome | bool],
    expected: bool | None,
) -> None:
    children = tuple(child(str(number), one) for number, one in enumerate(rows))

    assert ANY_MET.combine(AnyMet(), slot(), children).is_met is expected


def test_once_met_nothing_is_open() -> None:
    outcome = ANY_MET.combine(AnyMet(), slot("2"), (child("1", True), child("2", OPEN)))

    assert (outcome.points, outcome.missing) == (2, ())


def test_without_any_row_that_applies_it_does_not_apply() -> None:
    outcome = ANY_MET.combine(AnyMet(), slot(), (child("1", LEFT_OUT),))

    assert (outcome.is_met, outcome.counts) == (None, False)
