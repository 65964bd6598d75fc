"""Schemes, lists and rankings of a size that nobody needs still end, and soon."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from time import process_time

import pytest

from server.domain.schemes.checking.check_scheme import check_scheme
from server.domain.schemes.exact import faults
from server.domain.schemes.reading import check_codes
from server.domain.schemes.reading.differences import Change, differences
from server.domain.schemes.telling.ranking import Contender, Place, Places, rank
from tests.domain.schemes.made import scheme
from xlsforms.problem_codes import ProblemCode
from xlsforms.raw_sheet import CellKind, MergedCells, RawCell, RawSheet
from xlsforms.scheme import Cells
from xlsforms.scheme_table import Table, read_table

MANY = 3_000
SECONDS = 12
"""Ten times what it takes on two shared cores; what grows with the square took minutes."""
ROW = {"kind": "manual_range", "points": "10", "source": "assessor"}


def _group(code: int, parent: int | None = None) -> Cells:
    above = {} if parent is None else {"parent": str(parent)}
    return {"code": str(code), "kind": "group", **above}


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([{**ROW, "code": "1"}] * MANY, check_codes.CODE_TWICE),
        ([{**ROW, "code": str(code), "points": "x"} for code in range(MANY)], faults.NOT_A_NUMBER),
        ([_group(code) for code in range(MANY)], faults.EMPTY_GROUP),
        ([_group(code, (code - 1) or None) for code in range(1, MANY)], check_codes.TOO_DEEP),
        ([_group(code, (code + 1) % MANY) for code in range(MANY)], check_codes.TOO_DEEP),
    ],
    ids=["the same code", "wrong points", "empty groups", "a chain", "one great circle"],
)
def test_thousands_of_faulty_rows_are_told_in_seconds(
    rows: Sequence[Cells], kind: faults.FaultKind
) -> None:
    started = process_time()

    found = check_scheme(scheme(rows)).faults

    assert process_time() - started < SECONDS
    assert kind in {one.kind for one in found}


@pytest.mark.parametrize("depth", [10, 3_000])
def test_lists_in_lists_without_end_are_a_fault(depth: int) -> None:
    inner = {"points": "1", "kind": "clause_sum"}
    lists = {"1" + "/1" * level: [inner] for level in range(depth)}
    row = {"code": "1", "kind": "clause_sum", "points": "1", "source": "assessor"}

    found = check_scheme(scheme([row], parameters=lists)).faults

    assert check_codes.TOO_DEEP in {one.kind for one in found}


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        (("total",), ["total"]),
        (("1", "1*"), ["1*"]),
        (("1", "2*"), []),
    ],
)
def test_a_code_does_not_stand_for_two_things(codes: tuple[str, ...], wrong: list[str]) -> None:
    rows = [{**ROW, "code": code, "starred": "yes" if code == "1" else ""} for code in codes]

    found = check_scheme(scheme(rows)).faults

    assert [one.details["code"] for one in found if one.kind is check_codes.CODE_TAKEN] == wrong


def test_a_ranking_of_all_enterprises_of_a_province_with_a_quota_ends() -> None:
    everybody = [Contender(one, 1, Decimal(one // 7)) for one in range(53_400)]

    started = process_time()
    ranked = rank(everybody, Places(quota=100)).ranked

    assert process_time() - started < SECONDS
    assert [one.place for one in ranked[93:103]] == [Place.IN] * 2 + [Place.TIED] * 7 + [
        Place.RESERVE
    ]


def _turned(many: list[Cells]) -> list[Cells]:
    return many[::-1]


@pytest.mark.parametrize(
    ("change", "moved"),
    [(list, 0), (_turned, MANY - 1), (lambda many: [*many[1:], many[0]], 1)],
    ids=["nothing", "all turned round", "the first goes last"],
)
def test_few_rows_are_told_as_moved_between_two_long_versions(
    change: Callable[[list[Cells]], list[Cells]], moved: int
) -> None:
    rows: list[Cells] = [{**ROW, "code": str(code)} for code in range(MANY)]

    found = differences(scheme(rows), scheme(change(rows)))

    assert [one.change for one in found] == [Change.MOVED] * moved


def test_thousands_of_merged_cells_are_told_in_seconds() -> None:
    cells = [RawCell(1, 1, CellKind.TEXT, "code")]
    cells += [RawCell(row, 1, CellKind.TEXT, str(row)) for row in range(2, 20_000)]
    merged = tuple(MergedCells(f"A{row}", row, row + 1, 1, 2) for row in range(2, 20_000, 2))
    started = process_time()

    table = read_table("parameters", RawSheet("parameters", tuple(cells), merged), ("code",))

    assert process_time() - started < SECONDS
    assert [one.row for one in table.problems] == list(range(2, 20_000, 2))


@pytest.mark.parametrize(("sheet", "most"), [("indicators", 2_000), ("parameters", 20_000)])
def test_rows_that_no_table_needs_are_one_fault_and_left_out(sheet: str, most: int) -> None:
    def read(rows: int) -> Table:
        cells = [RawCell(1, 1, CellKind.TEXT, "code"), RawCell(2, 1, CellKind.TEXT, "# help")]
        cells += [RawCell(row, 1, CellKind.TEXT, str(row)) for row in range(3, rows + 3)]
        return read_table(sheet, RawSheet(sheet, tuple(cells)), ("code",))

    fits, is_too_long = read(most), read(most + 5)

    assert (len(fits.rows), fits.problems) == (most, [])
    assert len(is_too_long.rows) == most
    (problem,) = is_too_long.problems
    assert (problem.code, problem.row) == (ProblemCode.TOO_MANY_ROWS, most + 3)
    assert problem.details == {"limit": str(most), "count": str(most + 5)}
