"""Rows that do not apply and whose marks the rest makes up for."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from server.domain.schemes.exact.words import tell
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.scoring.evaluation import Evaluation
from tests.domain.schemes.made import compiled, subject

ROWS = [
    {"code": "A", "kind": "group", "points": "10"},
    *(
        {"code": f"A{number}", "parent": "A", "kind": "manual_range", "points": points,
         "na": "rescaled", "step": "0.1"}
        for number, points in ((1, "2"), (2, "3"), (3, "5"))
    ),
    {"code": "B", "kind": "manual_range", "points": "10", "na": "rescaled", "step": "0.1"},
]  # fmt: skip
SCHEME = compiled(ROWS)
MOST = {"A1": Decimal(2), "A2": Decimal(3), "A3": Decimal(5), "B": Decimal(10)}


def _evaluated(values: Mapping[str, Decimal | int | None]) -> Evaluation:
    return evaluate(SCHEME, subject(values))


def test_the_rest_of_the_group_counts_for_all() -> None:
    result = _evaluated({"A1": 1, "A2": 3, "A3": None, "B": 5})

    assert result.rows["A"].outcome.points == 8
    assert (result.total, result.most) == (13, 20)


def test_a_group_of_which_nothing_remains_is_made_up_for_by_the_table() -> None:
    result = _evaluated({"A1": None, "A2": None, "A3": None, "B": 5})

    assert result.rows["A"].outcome.rescales
    assert (result.total, result.most) == (10, 20)


def test_where_nothing_is_left_out_nothing_changes() -> None:
    assert _evaluated({"A1": 1, "A2": 1, "A3": 1, "B": 1}).total == 4


def test_where_nothing_at_all_remains_there_are_no_points() -> None:
    assert _evaluated({"A1": None, "A2": None, "A3": None, "B": None}).lowest == 0


def test_marks_that_are_unknown_cannot_be_scaled() -> None:
    unknown = [ROWS[0], {**ROWS[1], "points": "unknown"}, *ROWS[2:4]]

    scheme = compiled([{**ROWS[0], "points": "unknown"}, *unknown[1:]])

    assert evaluate(scheme, subject({"A1": None, "A2": 3, "A3": 5})).rows["A"].outcome.points == 8


def test_weights_are_what_is_made_up_for_where_rows_have_them() -> None:
    rows = [
        {"code": "W", "kind": "group", "points": "10"},
        {**ROWS[1], "code": "W1", "parent": "W", "weight": "0.25"},
        {**ROWS[1], "code": "W2", "parent": "W", "weight": "0.75"},
    ]

    points = evaluate(compiled(rows), subject({"W1": None, "W2": 1})).rows["W"].outcome.points

    assert points is not None
    assert round(points, 4) == Decimal("1.3333")


@given(
    st.fixed_dictionaries(
        {code: st.none() | st.decimals(0, most, places=1) for code, most in MOST.items()}
    )
)
def test_scaling_never_lowers_and_never_exceeds_full_marks(
    values: dict[str, Decimal | None],
) -> None:
    result = _evaluated(values)

    assert sum((one for one in values.values() if one is not None), Decimal(0)) <= result.lowest
    assert result.lowest <= 20
    assert (result.rows["A"].outcome.points or 0) <= 10


OFF = {"code": "A9", "parent": "A", "kind": "deduct", "points": "-9", "source": "assessor"}
DEDUCTING = compiled([*ROWS[:4], OFF, ROWS[4]])
GIVEN = st.fixed_dictionaries(
    {code: st.none() | st.decimals(0, most, places=1) for code, most in MOST.items()}
)


@given(GIVEN, st.decimals(0, 9, places=1))
def test_what_is_taken_off_is_never_scaled(
    values: dict[str, Decimal | None], taken: Decimal
) -> None:
    without, with_it = (
        evaluate(DEDUCTING, subject({**values, "A9": one})) for one in (Decimal(0), taken)
    )

    # Each total is rounded by itself.
    assert abs(with_it.lowest - (without.lowest - taken)) <= Decimal("0.01")


def test_the_trace_says_what_was_scaled_and_what_was_not() -> None:
    found = evaluate(DEDUCTING, subject({"A1": 1, "A2": 3, "A3": None, "B": 5, "A9": 2}))

    told = found.rows["A"].outcome.steps[-1]
    assert found.rows["A"].outcome.points == 6
    assert tell(told, str, "en") == (
        "A3 left out; 4 is multiplied by 10 ÷ 5, and 2 is taken off as it is: 6."
    )


def test_the_floor_of_a_group_holds_after_scaling() -> None:
    scheme = compiled([{**ROWS[0], "floor": "0"}, *ROWS[1:4], OFF])

    def points(**values: int | None) -> Decimal | None:
        return evaluate(scheme, subject(values)).rows["A"].outcome.points

    assert points(A1=1, A2=0, A3=None, A9=9) == 0
    assert points(A1=2, A2=3, A3=None, A9=9) == 1
