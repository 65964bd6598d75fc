"""Rank the subjects of a campaign by area for a grade that has a quota or a floor."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from server.domain.schemes.telling.ranked_grades import RankedGrade
from server.domain.schemes.telling.ranking import AreaRanking, Contender, Place, rank_by_area
from server.store.queries import areas, contenders, places
from server.store.queries.contenders import Standing
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class Rankings:
    """The order in each area, the names of the areas, and those of which only a part is seen."""

    by_area: tuple[AreaRanking, ...]
    names: Mapping[int, str]
    partly: frozenset[int | None]

    def count(self, place: Place) -> int:
        """Return how many stand so in all areas."""
        told = (area for area in self.by_area if area.places.is_limited)
        return sum(one.place is place for area in told for one in area.ranked)


def rank_subjects(
    session: Session, scope: Scope, of: EvaluationsOf, grade: RankedGrade
) -> Rankings:
    """Return the rankings of what a scope shows, by the stored evaluations; nothing is worked out.

    Areas stand by name, with those in which nobody is evaluated; last who lies in none of them.
    """
    level = grade.columns.quota_by or ""
    standings = contenders.list_standings(session, scope, of, level)
    names = _names(session, scope, of.campaign_id, level, standings)
    known: list[int | None] = [*names] if level else [None]
    partly = _partly(session, scope, known)
    # Who lies in none of the areas has no part in their places.
    without = partly | {None} if level else partly
    found = rank_by_area(
        (
            Contender(
                key=one.evaluation_id,
                grade=grade.order.get(one.grade or "", -1),
                total=one.lowest,
                area=one.area_id,
                has_reached=grade.is_reached(one.grade, is_vetoed=one.is_vetoed),
            )
            for one in standings
            if not one.is_vetoed or grade.is_reached(one.grade, is_vetoed=True)
        ),
        grade.places,
        areas=known,
        partly=without,
    )
    return Rankings(found, names, partly)


def _names(
    session: Session, scope: Scope, campaign_id: int, level: str, standings: tuple[Standing, ...]
) -> Mapping[int, str]:
    """Return the areas of a level by name: those seen, and those above what is seen."""
    if not level:
        return {}
    listed = places.list_places(session, scope, level, campaign_id=campaign_id)
    names = {one.id: one.name for one in listed}
    above = {one.area_id for one in standings if one.area_id is not None} - set(names)
    paths = areas.paths_of(session, above)
    return names | {key: path[-1].name for key, path in sorted(paths.items())}


def _partly(session: Session, scope: Scope, known: list[int | None]) -> frozenset[int | None]:
    """Return those areas that a scope does not show as a whole."""
    if scope.area_ids is None:
        return frozenset()
    seen = areas.list_ids_below(session, scope.area_ids)
    return frozenset(one for one in known if one is None or one not in seen)
