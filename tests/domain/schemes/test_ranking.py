"""Quotas are ceilings, floors are minimums, and exact ties share a rank."""

from decimal import Decimal

from server.domain.schemes.telling.ranking import Contender, Place, rank, rank_by_area


def _one(key: str, total: str, grade: int = 0, area: str = "", *figures: str) -> Contender:
    return Contender(key, grade, Decimal(total), area, tuple(map(Decimal, figures)))


def test_the_better_grade_comes_first_then_the_points() -> None:
    found = rank([_one("c", "99"), _one("a", "85", 1), _one("b", "90", 1)])

    assert [(one.contender.key, one.rank) for one in found.ranked] == [("b", 1), ("a", 2), ("c", 3)]


def test_exact_ties_share_a_rank_and_the_next_is_passed_over() -> None:
    found = rank([_one("c", "80"), _one("b", "90.0"), _one("a", "90")])

    assert [(one.contender.key, one.rank) for one in found.ranked] == [("a", 1), ("b", 1), ("c", 3)]


def test_figures_part_those_with_the_same_total() -> None:
    found = rank([_one("a", "90", 0, "", "3"), _one("b", "90", 0, "", "4")])

    assert [(one.contender.key, one.rank) for one in found.ranked] == [("b", 1), ("a", 2)]


def test_a_quota_is_a_ceiling_and_the_others_are_the_reserve() -> None:
    found = rank([_one("a", "90"), _one("b", "80"), _one("c", "70")], quota=2)

    assert [one.place for one in found.ranked] == [Place.IN, Place.IN, Place.RESERVE]
    assert [one.contender.key for one in found.reserve] == ["c"]


def test_a_tie_at_the_last_place_is_for_the_office_to_part() -> None:
    found = rank([_one("a", "90"), _one("b", "80"), _one("c", "80"), _one("d", "70")], quota=2)

    assert [one.place for one in found.ranked] == [
        Place.IN,
        Place.TIED,
        Place.TIED,
        Place.RESERVE,
    ]
    assert dict(found.steps[-1].facts) == {"count": "2"}


def test_a_floor_is_a_minimum_of_each_area() -> None:
    east, west = rank_by_area(
        [_one(str(n), "90", 0, "east") for n in range(5)], floor=5, areas=("east", "west")
    )

    assert (east.area, east.short_of_floor) == ("east", 0)
    assert (west.area, west.short_of_floor) == ("west", 5)
    assert dict(west.steps[-1].facts) == {"floor": "5", "found": "0"}


def test_areas_may_have_places_of_their_own() -> None:
    contenders = [_one(f"{area}{n}", "90", 0, area) for area in ("e", "w") for n in range(2)]

    east, west = rank_by_area(contenders, quotas={"w": 1}, quota=2)

    assert [one.place for one in east.ranked] == [Place.IN, Place.IN]
    assert [one.place for one in west.ranked] == [Place.TIED, Place.TIED]
