"""Count how far a campaign is with the targets of its scheme, in all and area by area."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from server.domain.areas import AreaLevel
from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.domain.schemes.described.target_metrics import CountedBy, Metric, counted_by
from server.domain.schemes.described.target_row import TargetKind, TargetRow
from server.domain.schemes.exact.conditions import all_hold
from server.domain.schemes.exact.months import months_before
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.register_facts import facts_behind, register_facts
from server.domain.schemes.reading.targets import TargetCount, TargetResult, compare_with_goal
from server.operations.compiled_versions import CompiledVersion
from server.store.queries import areas, places, target_counts
from server.store.queries.given_inputs import list_record_kinds
from server.store.queries.scope import Scope
from server.store.queries.self_forms import self_forms_of
from server.store.queries.target_counts import TargetsOf
from server.store.row_key import stored
from server.store.tables.areas import Area
from server.store.tables.campaigns import Campaign

_UNITS = frozenset({ENTERPRISE, PARK, *AreaLevel})
_YEAR = 12


@dataclass(frozen=True, slots=True)
class CountedTarget:
    """A target with what was counted: in all, and in each area that has to reach it."""

    row: TargetRow
    by: CountedBy
    is_counted: bool
    """False: nothing that the server holds tells who counts."""
    result: TargetResult | None = None
    count: TargetCount | None = None
    areas: tuple[tuple[TargetCount, TargetResult], ...] = ()
    unsure: int = 0
    """Subjects of which it is not known whether they are meant."""

    @property
    def reached_areas(self) -> int:
        """In how many areas it is reached."""
        return sum(result.is_reached is True for _, result in self.areas)

    @property
    def is_reached(self) -> bool | None:
        """Whether it is reached: in every area where each has to; None: it can't be told."""
        if not self.areas:
            return None if self.result is None else self.result.is_reached
        told = [one.is_reached for _, one in self.areas if one.is_reached is not None]
        return all(told) if told else None


@dataclass(frozen=True, slots=True)
class _Counted:
    """Subjects that are alike: where they lie, how many they are, how many count."""

    path: tuple[Area, ...]
    facts: Mapping[str, Value]
    count: int
    counted: int


def count_targets(
    session: Session, scope: Scope, campaign: Campaign, version: CompiledVersion, *, on: date
) -> tuple[CountedTarget, ...]:
    """Return all targets of a version with what was counted within a scope."""
    counting = _Counting(session, scope, campaign, version, on)
    return tuple(counting.of(row) for row in version.scheme.targets)


class _Counting:
    """Counts once for all targets that ask for the same."""

    def __init__(
        self, session: Session, scope: Scope, campaign: Campaign, version: CompiledVersion, on: date
    ) -> None:
        self._session, self._scope, self._campaign, self._on = session, scope, campaign, on
        until = campaign.closes_on
        self._of = TargetsOf(
            stored(campaign.id),
            version.scheme_id,
            version.scheme.settings.scheme,
            since=months_before(until, _YEAR),
            until=until,
            self_forms=self_forms_of(version.scheme.settings),
        )
        named = {one.measure for row in version.scheme.targets for one in row.columns.band}
        self._facts = facts_behind(named)
        self._kinds = list_record_kinds(session, campaign.project_id)
        self._known: dict[tuple[str, CountedBy], tuple[_Counted, ...]] = {}

    def of(self, row: TargetRow) -> CountedTarget:
        """Return a target with its counts."""
        by = counted_by(row.columns.metric)
        if not self._is_counted(row.columns.unit, by):
            return CountedTarget(row, by, is_counted=False)
        found = self._subjects(row.columns.unit, by)
        meant = [(one, all_hold(row.columns.band, one.facts)) for one in found]
        kept = [one for one, is_meant in meant if is_meant is True]
        count = _sum(row, kept)
        result = self._compared(row, count)
        return CountedTarget(
            row=row,
            by=by,
            is_counted=True,
            result=result,
            count=count,
            areas=tuple((one, self._compared(row, one)) for one in self._by_area(row, kept)),
            unsure=sum(one.count for one, is_meant in meant if is_meant is None),
        )

    def _is_counted(self, unit: str, by: CountedBy) -> bool:
        if unit not in _UNITS or not by.is_known_of(unit):
            return False
        return by.metric is not Metric.RECORDS or by.name in self._kinds

    def _compared(self, row: TargetRow, count: TargetCount) -> TargetResult:
        return compare_with_goal(row, count, on=self._on, start=self._campaign.opens_on)

    def _by_area(self, row: TargetRow, kept: Sequence[_Counted]) -> Iterator[TargetCount]:
        """Yield the counts of each area of the level that has to reach the goal, by name."""
        level = row.columns.per
        if level is None:
            return
        lying: dict[int, list[_Counted]] = {}
        for one in kept:
            for area in one.path:
                if area.level == level:
                    lying.setdefault(stored(area.id), []).append(one)
        for place in places.list_places(
            self._session, self._scope, level, campaign_id=self._of.campaign_id
        ):
            yield replace(_sum(row, lying.get(place.id, ())), area=place.name)

    def _subjects(self, unit: str, by: CountedBy) -> tuple[_Counted, ...]:
        key = (unit, by)
        if key not in self._known:
            found = self._enterprises(by) if unit == ENTERPRISE else self._places(unit, by)
            self._known[key] = tuple(found)
        return self._known[key]

    def _enterprises(self, by: CountedBy) -> Iterator[_Counted]:
        groups = target_counts.count_enterprises(
            self._session, self._scope, self._of, by, self._facts
        )
        paths = areas.paths_of(self._session, {one.area_id for one in groups})
        for one in groups:
            path = paths[one.area_id]
            yield _Counted(path, _facts(one.facts, ENTERPRISE, path), one.count, one.counted)

    def _places(self, unit: str, by: CountedBy) -> Iterator[_Counted]:
        found = places.list_places(
            self._session, self._scope, unit, campaign_id=self._of.campaign_id
        )
        counted = self._counted_places(unit, by, [one.id for one in found])
        paths = areas.paths_of(self._session, {one.area_id for one in found if one.area_id})
        for one in found:
            path = paths.get(one.area_id or 0, ())
            facts = {"name": one.name, **_facts({}, unit, path)}
            yield _Counted(path, facts, 1, int(one.id in counted))

    def _counted_places(self, unit: str, by: CountedBy, ids: Sequence[int]) -> frozenset[int]:
        """Return the places that count: by themselves, or as some of those below take part."""
        own = target_counts.list_counted_places(self._session, self._of, unit, by, ids)
        if unit == PARK or by.metric is not Metric.TAKES_PART:
            return own
        below = {
            stored(area.id)
            for one in self._subjects(ENTERPRISE, by)
            for area in one.path
            if one.counted
        }
        return own | below | self._areas_of_parks(by)

    def _areas_of_parks(self, by: CountedBy) -> frozenset[int]:
        """Return the areas in which a park lies that takes part, and those above."""
        found = [one.id for one in places.list_places(self._session, self._scope, PARK)]
        counted = target_counts.list_counted_places(self._session, self._of, PARK, by, found)
        if not counted:
            return frozenset()
        lying = places.list_areas_of_parks(self._session, self._scope, counted)
        paths = areas.paths_of(self._session, lying)
        return frozenset(stored(area.id) for path in paths.values() for area in path)


def _sum(row: TargetRow, many: Sequence[_Counted]) -> TargetCount:
    counted = sum(one.counted for one in many)
    is_count = row.columns.kind is TargetKind.COUNT
    return TargetCount(counted, None if is_count else sum(one.count for one in many))


def _facts(known: Mapping[str, object], kind: str, path: Sequence[Area]) -> Mapping[str, Value]:
    return register_facts(kind, ((area.level, area.name) for area in path), known)
