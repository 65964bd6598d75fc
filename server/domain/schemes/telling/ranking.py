"""Subjects in the order of their grades and points, with places for some of them.

A quota is a ceiling: those after it form the reserve list. A floor is a minimum to put forward:
where too few reach the grade, those who come next are named.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from server.domain.schemes.described.settings import TieRule
from server.domain.schemes.exact.outcome import Step, step
from server.problems import N_


class Place(StrEnum):
    """What the order means for a subject."""

    IN = "in"
    TIED = "tied"
    """Shares its rank with others, and there are not enough places for all of them."""
    RESERVE = "reserve"
    NEXT = "next"
    """Has not reached the grade, and is among the first of those where the floor is not reached."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One subject that reached the grade, or might be put forward for it."""

    key: int
    """Who it is; exact ties stand in the order of their keys, which says nothing of them."""
    grade: int
    """Place of its grade among those of the scheme; a higher one is a better grade."""
    total: Decimal
    area: int | None = None
    has_reached: bool = True


@dataclass(frozen=True, slots=True)
class Ranked:
    """One subject in its place."""

    contender: Contender
    rank: int
    """From 1; exact ties share a rank, and the next one is passed over."""
    place: Place


@dataclass(frozen=True, slots=True)
class Places:
    """How many may be named in each area, how many must be put forward, and how ties end."""

    quota: int | None = None
    floor: int | None = None
    ties: TieRule = TieRule.OFFICE

    @property
    def is_limited(self) -> bool:
        """Whether anything is said of places at all."""
        return self.quota is not None or self.floor is not None


@dataclass(frozen=True, slots=True)
class AreaRanking:
    """The order in one area, or in all together."""

    area: int | None
    ranked: tuple[Ranked, ...]
    reached: int
    """How many reached the grade."""
    places: Places
    steps: tuple[Step, ...]

    @property
    def short_of_floor(self) -> int:
        """How many more have to be put forward."""
        return max((self.places.floor or 0) - self.reached, 0)

    @property
    def free(self) -> int | None:
        """How many places nobody takes; None where they are not limited."""
        quota = self.places.quota
        return None if quota is None else max(quota - self.reached, 0)


def rank(
    contenders: Iterable[Contender], places: Places, *, area: int | None = None
) -> AreaRanking:
    """Return contenders by grade, then total; those without the grade after all others."""
    ordered = sorted(contenders, key=lambda one: (not one.has_reached, _figures(one), one.key))
    reached = sum(one.has_reached for one in ordered)
    short = max((places.floor or 0) - reached, 0)
    ordered = ordered[: reached + short]
    ranks: list[int] = []
    for number, one in enumerate(ordered):
        is_tie = number > 0 and _stands(ordered[number - 1]) == _stands(one)
        ranks.append(ranks[-1] if is_tie else number + 1)
    sharing = Counter(ranks)
    ranked = tuple(
        Ranked(one, number, _place(one, number, sharing[number], places))
        for one, number in zip(ordered, ranks, strict=True)
    )
    return AreaRanking(area, ranked, reached, places, _told(ranked, reached, places))


def rank_by_area(
    contenders: Iterable[Contender],
    places: Places,
    *,
    areas: Sequence[int | None] = (),
    partly: Collection[int | None] = (),
) -> tuple[AreaRanking, ...]:
    """Return the order in each area; an area without contenders can still miss its floor.

    Of the areas in `partly` only a part is there: who has a place in them can't be told.
    """
    by_area: dict[int | None, list[Contender]] = {area: [] for area in areas}
    for one in contenders:
        by_area.setdefault(one.area, []).append(one)
    return tuple(
        rank(many, Places() if area in partly else places, area=area)
        for area, many in by_area.items()
    )


def _figures(one: Contender) -> tuple[int, Decimal]:
    return (-one.grade, -one.total)


def _stands(one: Contender) -> tuple[bool, int, Decimal]:
    return (one.has_reached, *_figures(one))


def _place(one: Contender, number: int, sharing: int, places: Places) -> Place:
    if not one.has_reached:
        return Place.NEXT
    quota = places.quota
    if quota is None or number + sharing - 1 <= quota:
        return Place.IN
    return _ON_TIE[places.ties] if number <= quota else Place.RESERVE


_ON_TIE = {TieRule.OFFICE: Place.TIED, TieRule.ALL_IN: Place.IN, TieRule.NONE_IN: Place.RESERVE}


def _told(ranked: tuple[Ranked, ...], reached: int, places: Places) -> tuple[Step, ...]:
    steps = []
    if places.quota is not None:
        text = N_("Places: %(places)s at most; %(found)s reached the grade.")
        steps.append(step(text, places=str(places.quota), found=str(reached)))
    tied = sum(1 for one in ranked if one.place is Place.TIED)
    if tied:
        text = N_("%(count)s have the same points at the last place; the office decides.")
        steps.append(step(text, count=str(tied)))
    if places.floor is not None and reached < places.floor:
        text = N_("At least %(floor)s are to be put forward; %(found)s are there.")
        steps.append(step(text, floor=str(places.floor), found=str(reached)))
    elif places.floor is not None:
        text = N_("At least %(floor)s are to be put forward: reached.")
        steps.append(step(text, floor=str(places.floor)))
    return tuple(steps)
