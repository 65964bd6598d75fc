"""Requirements that nobody can meet, lists at their own cells, and what is never compiled."""

import pytest

from server.domain.schemes.checking import check_inputs, check_reachable, check_sheets
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import FaultKind, SchemeFaults
from server.domain.schemes.reading import check_codes
from server.domain.schemes.reading.compile_scheme import compile_scheme
from tests.domain.schemes.bad_books import GRADES, GROUP, LISTS, ROW, Place, indicators, places
from tests.scheme_books import Rows, book_of, file_of, read_here


def test_a_scheme_that_cannot_be_scored_is_never_compiled() -> None:
    found = read_here(file_of(book_of(indicators(GROUP, ROW, ("2.1", "2", *ROW[2:])))))

    with pytest.raises(SchemeFaults) as caught:
        compile_scheme(found.scheme)

    assert [one.kind for one in caught.value.faults] == [check_codes.NO_PARENT]


@pytest.mark.parametrize(
    ("measure", "op", "limit", "kind"),
    [
        ("points:1", ">=", 11, check_reachable.OUT_OF_REACH),
        ("points:1", ">", 10, check_reachable.OUT_OF_REACH),
        ("total", ">=", 11, check_reachable.OUT_OF_REACH),
        ("points:8", ">=", 5, check_inputs.NO_SUCH_ROW),
        ("points:1", ">=", 10, None),
        ("points:1", "<=", 11, None),
        ("headcount", ">=", 500, None),
    ],
)
def test_a_requirement_that_nobody_can_meet_is_told(
    measure: str, op: str, limit: int, kind: FaultKind | None
) -> None:
    grades = (GRADES[:3], ("A", "甲", "grade_by_conditions"))
    named = (("A", "measure", 1, measure), ("A", "op", 1, op), ("A", "limit", 1, limit))
    found = places({"grades": grades, "parameters": (LISTS, *named)})

    row = 4 if kind is check_reachable.OUT_OF_REACH else 2
    assert found == ([] if kind is None else [(kind, "parameters", row, "value")])


def test_a_parameter_of_a_list_is_told_at_its_own_cell() -> None:
    grades = (
        ("code", "name_zh", "kind", "from_points"),
        ("A", "甲", "grade_bands", 6),
    )
    lists = (LISTS, ("A", "points", 1, 5))

    assert places({"grades": grades, "parameters": lists}) == [
        (faults.FOREIGN_LIST, "parameters", 2, "code")
    ]


def test_a_quota_speaks_of_a_level_of_areas() -> None:
    head = ("code", "name_zh", "kind", "from_points", "quota", "quota_by")
    wrong: dict[str, Rows] = {"grades": (head, ("A", "和谐企业", "grade_bands", 5, 3, "office"))}
    right: dict[str, Rows] = {"grades": (head, ("A", "和谐企业", "grade_bands", 5, 3, "county"))}

    assert places(wrong) == [(faults.NOT_ONE_OF, "grades", 2, "quota_by")]
    assert places(right) == []


def test_a_target_counts_by_what_is_known_or_by_records_of_the_scheme() -> None:
    head = ("code", "name_zh", "kind", "goal", "metric", "per")
    records: Rows = (("kind", "name_zh"), ("insured", "参保"))

    def told(metric: str, per: str = "", **sheets: Rows) -> list[Place]:
        target = ("Z", "覆盖", "coverage_target", 80, metric, per)
        return places({"targets": (head, target), **sheets})

    assert told("take_part") == [(check_sheets.NO_METRIC, "targets", 2, "metric")]
    assert told("insured") == [(check_sheets.NO_METRIC, "targets", 2, "metric")]
    assert told("takes_part", "office") == [(faults.NOT_ONE_OF, "targets", 2, "per")]
    for known in ("", "takes_part", "new_city_titles", "has_union"):
        assert told(known, "county") == []
    assert told("insured", records=records) == []
