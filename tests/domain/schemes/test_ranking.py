"""Quotas are ceilings, floors are minimums, and exact ties share a rank."""

from decimal import Decimal

import pytest

from server.domain.schemes.described.settings import TieRule
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.telling.ranked_grades import ranked_grades
from server.domain.schemes.telling.ranking import (
    AreaRanking,
    Contender,
    Place,
    Places,
    rank,
    rank_by_area,
)
from tests.delivered_schemes import delivered
from tests.domain.schemes.made import compiled

EAST, WEST = 1, 2


def _one(
    key: int, total: str, grade: int = 0, area: int | None = None, *, has_reached: bool = True
) -> Contender:
    return Contender(key, grade, Decimal(total), area, has_reached)


def _ranks(found: AreaRanking) -> list[tuple[int, int]]:
    return [(one.contender.key, one.rank) for one in found.ranked]


def test_the_better_grade_comes_first_then_the_points() -> None:
    found = rank([_one(3, "99"), _one(1, "85", 1), _one(2, "90", 1)], Places())

    assert _ranks(found) == [(2, 1), (1, 2), (3, 3)]


def test_exact_ties_share_a_rank_and_the_next_is_passed_over() -> None:
    found = rank([_one(3, "80"), _one(2, "90.0"), _one(1, "90")], Places())

    assert _ranks(found) == [(1, 1), (2, 1), (3, 3)]


def test_a_quota_is_a_ceiling_and_the_others_are_the_reserve() -> None:
    found = rank([_one(1, "90"), _one(2, "80"), _one(3, "70")], Places(quota=2))

    assert [one.place for one in found.ranked] == [Place.IN, Place.IN, Place.RESERVE]
    assert found.free == 0


@pytest.mark.parametrize(
    ("ties", "place"),
    [
        (TieRule.OFFICE, Place.TIED),
        (TieRule.ALL_IN, Place.IN),
        (TieRule.NONE_IN, Place.RESERVE),
    ],
)
def test_a_tie_at_the_last_place_ends_as_the_scheme_says(ties: TieRule, place: Place) -> None:
    contenders = [_one(1, "90"), _one(2, "80"), _one(3, "80"), _one(4, "70")]

    found = rank(contenders, Places(quota=2, ties=ties))

    assert [one.place for one in found.ranked] == [Place.IN, place, place, Place.RESERVE]
    is_told = any(dict(one.facts).get("count") == "2" for one in found.steps)
    assert is_told is (ties is TieRule.OFFICE)


def test_a_floor_is_a_minimum_of_each_area() -> None:
    east, west = rank_by_area(
        [_one(n, "90", 0, EAST) for n in range(5)], Places(floor=5), areas=(EAST, WEST)
    )

    assert (east.area, east.short_of_floor) == (EAST, 0)
    assert (west.area, west.short_of_floor) == (WEST, 5)
    assert dict(west.steps[-1].facts) == {"floor": "5", "found": "0"}


def test_where_a_floor_is_not_reached_those_who_come_next_are_named() -> None:
    reached = [_one(1, "80")]
    others = [_one(key, points, -1, has_reached=False) for key, points in ((2, "50"), (3, "70"))]

    short = rank([*others, *reached], Places(floor=2))
    enough = rank([*others, *reached], Places(floor=1))

    assert [(one.contender.key, one.rank, one.place) for one in short.ranked] == [
        (1, 1, Place.IN),
        (3, 2, Place.NEXT),
    ]
    assert short.short_of_floor == 1
    assert [one.contender.key for one in enough.ranked] == [1]


def test_nothing_is_said_of_places_in_an_area_that_is_seen_in_part() -> None:
    contenders = [_one(1, "90", 0, EAST), _one(2, "90", 0, WEST)]

    east, west = rank_by_area(contenders, Places(quota=0), areas=(EAST, WEST), partly={WEST})

    assert (east.places.is_limited, west.places.is_limited) == (True, False)
    assert [one.place for one in east.ranked] == [Place.RESERVE]


def _with_grades(*grades: dict[str, str]) -> CompiledScheme:
    rows = [{"code": "1", "kind": "manual_range", "points": "100", "max": "100"}]
    return compiled(rows, grades=[{"kind": "grade_bands", **one} for one in grades])


def test_a_grade_with_a_quota_is_reached_by_itself_one_with_a_floor_by_higher_ones_too() -> None:
    low = {"code": "A", "from_points": "60", "floor": "2"}
    middle = {"code": "AA", "from_points": "70", "quota": "3", "quota_by": "township"}
    high = {"code": "AAA", "from_points": "80"}

    aa, a = ranked_grades(_with_grades(low, middle, high), "enterprise")

    assert (aa.columns.code, a.columns.code) == ("AA", "A")
    assert [aa.is_reached(one, is_vetoed=False) for one in ("A", "AA", "AAA", None)] == [
        False, True, False, False,
    ]  # fmt: skip
    assert [a.is_reached(one, is_vetoed=False) for one in ("A", "AAA", None)] == [True, True, False]


def test_a_title_without_a_line_is_for_all_of_its_kind_that_are_not_vetoed() -> None:
    scheme = delivered("suzhou_2012")

    (firms,), (parks,) = (ranked_grades(scheme, one) for one in ("enterprise", "park"))

    assert (firms.places.floor, firms.columns.quota_by) == (5, "county")
    assert parks.places.floor == 1
    assert firms.is_reached(None, is_vetoed=False)
    assert not firms.is_reached(None, is_vetoed=True)
    assert ranked_grades(scheme, "village") == ()
