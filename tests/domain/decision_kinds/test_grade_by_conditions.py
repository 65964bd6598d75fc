"""Each grade a set of requirements."""

from decimal import Decimal

import pytest

from server.domain.schemes.exact.values import Value
from tests.domain.decision_kinds.made_groups import evaluated, points_by_hand, reached
from xlsforms.scheme import Cells


def _all(**limits: str) -> list[Cells]:
    return [
        {"measure": name, "op": "in" if " " in limit else ">=", "limit": limit}
        for name, limit in limits.items()
    ]


_CLEAN: Cells = {"measure": "violations", "op": "=", "limit": "0"}
_PASSED: Cells = {"measure": "annual_inspection", "op": "=", "limit": "pass"}
_BASIC: Cells = {"measure": "annual_inspection", "op": "in", "limit": "pass basic"}
GRADES = [{"code": code, "kind": "grade_by_conditions"} for code in ("A", "AA", "AAA")]
LISTS = {
    "A": [*_all(contract="70", insurance="70", cert="60"), _BASIC, _CLEAN],
    "AA": [*_all(contract="90", insurance="90", cert="80"), _PASSED, _CLEAN],
    "AAA": [*_all(contract="100", insurance="100", cert="90", years_ok="3"), _CLEAN],
}


def _values(contract: int, insurance: int, cert: int, years: int) -> dict[str, Value | int | None]:
    return {
        "contract": contract,
        "insurance": insurance,
        "cert": cert,
        "years_ok": years,
        "annual_inspection": "pass",
        "violations": Decimal(0),
    }


@pytest.mark.parametrize(
    ("values", "grade"),
    [
        (_values(100, 100, 95, 3), "AAA"),
        (_values(100, 100, 85, 3), "AA"),
        (_values(100, 100, 95, 2), "AA"),
        (_values(75, 72, 65, 1), "A"),
        (_values(69, 72, 65, 1), None),
        ({**_values(100, 100, 95, 3), "violations": 1}, None),
    ],
)
def test_the_highest_set_that_holds_is_the_grade(
    values: dict[str, Value | int | None], grade: str | None
) -> None:
    assert evaluated([], values, grades=GRADES, parameters=LISTS).grade == grade


def test_a_value_that_is_missing_leaves_a_grade_open() -> None:
    values = _values(100, 100, 95, 3)
    del values["cert"]

    found = evaluated(points_by_hand("1"), values, grades=GRADES, parameters=LISTS)

    assert reached(found.grades) == {"A": None, "AA": None, "AAA": None}
    assert [dict(one.facts)["name"].zh for one in found.grades[2].lacking] == ["cert"]  # type: ignore[union-attr]
