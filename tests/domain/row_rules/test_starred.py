"""A starred row scores, and a yes beside it vetoes."""

import pytest

from server.domain.schemes.scoring.evaluate import evaluate
from tests.domain.schemes.made import compiled, subject

SCHEME = compiled(
    [{"code": "4", "kind": "manual_range", "points": "5", "starred": "yes"}],
    grades=[{"code": "T", "kind": "grade_bands", "from_points": "3"}],
)


@pytest.mark.parametrize(
    ("values", "is_vetoed", "grade"),
    [
        ({"4": 5, "4*": True}, True, None),
        ({"4": 5, "4*": False}, False, "T"),
        ({"4": 5}, False, "T"),
    ],
)
def test_a_veto_beside_it_bars_the_title_and_leaves_the_points(
    values: dict[str, int], is_vetoed: bool, grade: str | None
) -> None:
    result = evaluate(SCHEME, subject(values))

    assert result.rows["4"].outcome.points == 5
    assert (result.is_vetoed, result.grade) == (is_vetoed, grade)
