"""The points of the same subject in another scheme."""

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import NOT_ABOVE_ZERO
from tests.domain.rule_kinds.scoring import Row

CELLS = {"ref_scheme": "harmony"}


def test_points_are_copied_from_the_row_of_the_other_scheme() -> None:
    row = Row("cross_scheme_ref", "5", {**CELLS, "ref_row": "4"})

    assert row.score({"scheme:harmony:4": 3}).points == 3
    assert row.score({"scheme:harmony:4": 6}).gap == "out_of_range"
    assert row.score({}).missing == ("scheme:harmony:4",)


def test_without_a_row_it_is_the_total_and_may_be_taken_in_proportion() -> None:
    row = Row("cross_scheme_ref", "5", {**CELLS, "full": "120"})

    assert row.score({"scheme:harmony:total": 60}).points is not None
    assert row.score({"scheme:harmony:total": 60}).points * 2 == 5
    unknown = Row("cross_scheme_ref", "unknown", {**CELLS, "full": "120"})
    assert unknown.score({"scheme:harmony:total": 60}).gap == "unknown_points"


@pytest.mark.parametrize(
    ("points", "cells", "wrong"),
    [
        ("5", {"full": "0"}, (NOT_ABOVE_ZERO, "full")),
        ("5", {"ref_scheme": ""}, (faults.MISSING, "ref_scheme")),
        ("", {}, (faults.MISSING, "points")),
    ],
)
def test_what_makes_no_sense_is_found(
    points: str, cells: dict[str, str], wrong: tuple[object, str]
) -> None:
    kind, column = wrong

    found = Row("cross_scheme_ref", points, CELLS | cells).faults()

    assert found == [(kind, "indicators", 3, column)]
