"""Every row that applies has to be met."""

import pytest

from server.domain.decision_kinds.all_met import ALL_MET, AllMet
from server.domain.schemes.exact.outcome import Outcome
from tests.domain.decision_kinds.made_groups import LEFT_OUT, OPEN, child, slot


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([True, True, True], True),
        ([True, True, True, True, True, True, True, False, True], False),
        ([True, OPEN, True], None),
        ([False, OPEN], False),
        ([True, LEFT_OUT], True),
        (["10", True], True),
        (["9.9", True], False),
        ([Outcome(missing=("1.1",)), True], None),
    ],
)
def test_it_is_met_when_no_row_that_applies_fails(
    rows: list[Outcome | bool | str],
    expected: bool | None,
) -> None:
    children = tuple(child(f"E{number}", one) for number, one in enumerate(rows, start=1))

    assert ALL_MET.combine(AllMet(), slot(), children).is_met is expected


def test_the_rows_that_fail_are_named() -> None:
    rows = (child("E7", True), child("E8", False), child("E9", OPEN))

    outcome = ALL_MET.combine(AllMet(), slot(), rows)

    assert [dict(one.facts)["rows"] for one in outcome.steps] == ["E7", "E8", "E9"]
    assert outcome.missing == ("E9",)


def test_without_any_row_that_applies_it_does_not_apply() -> None:
    outcome = ALL_MET.combine(AllMet(), slot(), (child("1", LEFT_OUT),))

    assert (outcome.is_met, outcome.is_applicable, outcome.counts) == (None, False, False)


def test_a_group_with_points_gives_all_of_them_or_none() -> None:
    met = ALL_MET.combine(AllMet(), slot("5"), (child("1", True),))
    failed = ALL_MET.combine(AllMet(), slot("5"), (child("1", False),))
    unsure = ALL_MET.combine(AllMet(), slot("5"), (child("1", OPEN),))

    assert [one.points for one in (met, failed, unsure)] == [5, 0, None]
    assert ALL_MET.most(AllMet(), slot("5"), ()) == 5
    assert ALL_MET.most(AllMet(), slot(), ()) == 0
