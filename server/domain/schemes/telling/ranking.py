"""Subjects in the order of their grades and points, with places for some of them.

A quota is a ceiling: those after it form the reserve list. A floor is a minimum to put forward.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from server.domain.schemes.exact.outcome import Step, step
from server.problems import N_


class Place(StrEnum):
    """What the order means for a subject."""

    IN = "in"
    TIED = "tied"
    """Shares its rank with others, and there are not enough places for all of them."""
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Contender:
    """One subject that reached the grade."""

    key: str
    """Who it is; exact ties stand in the order of their keys, which says nothing of them."""
    grade: int
    """Place of its grade among those of the scheme; a higher one is a better grade."""
    total: Decimal
    area: str = ""
    tie_break: tuple[Decimal, ...] = ()
    """Figures that part those with the same total, such as the points of chosen rows."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One subject in its place."""

    contender: Contender
    rank: int
    """From 1; exact ties share a rank, and the next one is passed over."""
    place: Place


@dataclass(frozen=True, slots=True)
class AreaRanking:
    """The order in one area, or in all together."""

    area: str
    ranked: tuple[Ranked, ...]
    quota: int | None
    floor: int | None
    steps: tuple[Step, ...]

    @property
    def short_of_floor(self) -> int:
        """How many more have to be put forward."""
        return max((self.floor or 0) - len(self.ranked), 0)

    @property
    def reserve(self) -> tuple[Ranked, ...]:
        """Those who come after the places."""
        return tuple(one for one in self.ranked if one.place is Place.RESERVE)


def rank(
    contenders: Iterable[Contender],
    *,
    area: str = "",
    quota: int | None = None,
    floor: int | None = None,
) -> AreaRanking:
    """Return contenders by grade, then total, then the figures that part ties."""
    ordered = sorted(contenders, key=lambda one: (_figures(one), one.key))
    ranked: list[Ranked] = []
    for number, one in enumerate(ordered, start=1):
        is_tie = bool(ranked) and _figures(ranked[-1].contender) == _figures(one)
        ranked.append(Ranked(one, ranked[-1].rank if is_tie else number, Place.IN))
    shared = Counter(one.rank for one in ranked)
    placed = tuple(_placed(one, shared[one.rank], quota) for one in ranked)
    return AreaRanking(area, placed, quota, floor, _told(placed, quota, floor))


def rank_by_area(
    contenders: Iterable[Contender],
    *,
    quotas: Mapping[str, int] | None = None,
    quota: int | None = None,
    floor: int | None = None,
    areas: Sequence[str] = (),
) -> tuple[AreaRanking, ...]:
    """Return the order in each area; an area without contenders can still miss its floor.

    `quotas` gives areas places of their own, `quota` those of all others.
    """
    by_area: dict[str, list[Contender]] = {area: [] for area in areas}
    for one in contenders:
        by_area.setdefault(one.area, []).append(one)
    return tuple(
        rank(many, area=area, quota=(quotas or {}).get(area, quota), floor=floor)
        for area, many in by_area.items()
    )


def _figures(one: Contender) -> tuple[object, ...]:
    return (-one.grade, -one.total, tuple(-figure for figure in one.tie_break))


def _placed(one: Ranked, sharing: int, quota: int | None) -> Ranked:
    if quota is None or one.rank + sharing - 1 <= quota:
        return one
    place = Place.TIED if one.rank <= quota else Place.RESERVE
    return Ranked(one.contender, one.rank, place)


def _told(ranked: tuple[Ranked, ...], quota: int | None, floor: int | None) -> tuple[Step, ...]:
    steps = [step(N_("Ordered by grade, then by points; exact ties share a rank."))]
    if quota is not None:
        places, found = str(quota), str(len(ranked))
        text = N_("Places: %(places)s at most; %(found)s reached the grade.")
        steps.append(step(text, places=places, found=found))
    tied = sum(1 for one in ranked if one.place is Place.TIED)
    if tied:
        text = N_("%(count)s have the same points at the last place; the office decides.")
        steps.append(step(text, count=str(tied)))
    if floor is not None and len(ranked) < floor:
        text = N_("At least %(floor)s are to be put forward; %(found)s are there.")
        steps.append(step(text, floor=str(floor), found=str(len(ranked))))
    return tuple(steps)
