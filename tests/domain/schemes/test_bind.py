"""Cells become typed parameters, or faults at the cell."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pytest

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.conditions import Condition
from server.domain.schemes.kinds.bind import Unbound, bind
from xlsforms.scheme import Cells, SchemeRow


class _Edge(StrEnum):
    LOWER = "lower"
    UPPER = "upper"


@dataclass(frozen=True, slots=True)
class _Band:
    at_least: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class _Bands:
    edge: _Edge = _Edge.LOWER
    draw: int | None = None
    is_open: bool = False
    names: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    rows: tuple[_Band, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clause:
    points: Decimal
    others: Cells


@dataclass(frozen=True, slots=True)
class _Clauses:
    rows: tuple[_Clause, ...]


def _row(**cells: str) -> SchemeRow:
    return SchemeRow(cells, "indicators", 7)


def _list(*many: Cells) -> tuple[SchemeRow, ...]:
    return tuple(SchemeRow(cells, "parameters", number) for number, cells in enumerate(many, 3))


def _faults(*args: object) -> list[tuple[faults.FaultKind, str, int | None, str]]:
    with pytest.raises(Unbound) as unbound:
        bind(*args)  # type: ignore[arg-type]
    return [(one.kind, one.sheet, one.row, one.column) for one in unbound.value.faults]


def test_texts_become_typed_values_and_full_width_digits_are_digits() -> None:
    row = _row(edge="Upper", draw="１０", is_open="是", names="a, b、c", when="headcount >= 5")

    made = bind(_Bands, "bands", row, frozenset(), _list({"at_least": "80", "points": "0.10"}))

    assert (made.edge, made.draw, made.is_open, made.names) == (
        _Edge.UPPER,
        10,
        True,
        ("a", "b", "c"),
    )
    assert [str(one) for one in made.when] == ["headcount >= 5"]
    assert made.rows == (_Band(Decimal(80), Decimal("0.10")),)
    assert bind(_Bands, "bands", _row(), frozenset()) == _Bands()


def test_everything_that_is_wrong_is_found_at_once_at_its_cell() -> None:
    row = _row(edge="left", draw="1.5", is_open="maybe", when="x", limit="5")
    bad = _list({"at_least": "many", "points": "NaN"}, {"points": "1"})

    assert _faults(_Bands, "bands", row, frozenset(), bad) == [
        (faults.NOT_ONE_OF, "indicators", 7, "edge"),
        (faults.NOT_WHOLE, "indicators", 7, "draw"),
        (faults.NOT_YES_NO, "indicators", 7, "is_open"),
        (faults.BAD_CONDITION, "indicators", 7, "when"),
        (faults.FOREIGN_PARAMETER, "indicators", 7, "limit"),
        (faults.NOT_A_NUMBER, "parameters", 3, "at_least"),
        (faults.NOT_A_NUMBER, "parameters", 3, "points"),
        (faults.MISSING_IN_LIST, "parameters", 4, "at_least"),
    ]


def test_columns_of_the_sheet_itself_are_no_parameters() -> None:
    assert bind(_Bands, "bands", _row(code="1"), frozenset({"code"})) == _Bands()


def test_a_list_must_be_there_where_the_kind_has_one_and_nowhere_else() -> None:
    assert _faults(_Clauses, "clauses", _row(code="1"), frozenset({"code"})) == [
        (faults.NO_LIST, "indicators", 7, "code")
    ]
    assert _faults(
        _Band, "band", _row(at_least="1", points="2"), frozenset(), _list({"a": "1"})
    ) == [(faults.FOREIGN_LIST, "parameters", 3, "code")]


def test_cells_that_no_field_wants_go_to_the_rule_inside() -> None:
    made = bind(_Clauses, "clauses", _row(), frozenset(), _list({"points": "1", "target": "90"}))

    assert made.rows == (_Clause(Decimal(1), {"target": "90"}),)
