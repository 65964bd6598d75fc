"""`tier_plus_deduct`: points by the band of a percentage, less so many for each thing missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, scored, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.bands import (
    Band,
    Edge,
    band_field,
    band_of,
    better_of_bands,
    check_bands,
    most_of_bands,
    told_band,
)
from server.domain.schemes.kinds.floors import FloorAt, check_floor, floored
from server.domain.schemes.kinds.rule_faults import (
    above_zero,
    needs_measures,
    not_negative,
    same_points,
)
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.problems import N_


@dataclass(frozen=True, slots=True)
class TierPlusDeduct:
    """Parameters: points in any case, those of the bands, and those off for each thing missing."""

    per_missing: Decimal
    rows: tuple[Band, ...]
    base: Decimal = Decimal(0)
    floor: Decimal = Decimal(0)
    floor_at: FloorAt = FloorAt.ITEM
    edge: Edge = Edge.LOWER


def _fields(parameters: TierPlusDeduct, slot: Slot) -> tuple[InputField, ...]:
    rate, missing = slot.measures
    count = InputField(missing, FieldKind.COUNT, slot.name, minimum=Decimal(0))
    return (band_field(parameters.rows, rate, slot.name), count)


def _score(parameters: TierPlusDeduct, slot: Slot, case: Case) -> Outcome:
    numbers = case.numbers(slot.measures)
    if numbers is None:
        return gap(GapReason.NOT_UNDERSTOOD)
    rate, missing = numbers
    band = band_of(parameters.rows, rate, parameters.edge)
    taken = missing * parameters.per_missing
    points = parameters.base + band.points - taken
    lacking = step(
        N_("Missing: %(missing)s; %(per_missing)s off for each makes %(taken)s off."),
        missing=plain(missing),
        per_missing=plain(parameters.per_missing),
        taken=plain(taken),
    )
    total = step(
        N_("%(base)s + %(tier)s − %(taken)s = %(points)s."),
        base=plain(parameters.base),
        tier=plain(band.points),
        taken=plain(taken),
        points=plain(points),
    )
    points, told = floored(points, parameters.floor, parameters.floor_at)
    tier = told_band(parameters.rows, rate, parameters.edge)
    return scored(points, tier, lacking, total, *told)


def _most(parameters: TierPlusDeduct, _: Slot) -> Decimal:
    return parameters.base + most_of_bands(parameters.rows)


def _check(parameters: TierPlusDeduct, slot: Slot) -> Iterator[Fault]:
    yield from needs_measures(slot, "tier_plus_deduct", "rate", "missing")
    yield from above_zero(slot.row, "per_missing", parameters.per_missing)
    yield from not_negative(slot.row, "base", parameters.base)
    yield from check_bands(parameters.rows)
    yield from check_floor(slot, parameters.floor)
    yield from same_points(slot, _most(parameters, slot))


def _least(parameters: TierPlusDeduct, _: Slot) -> Decimal | None:
    return None if parameters.floor_at is FloorAt.GROUP else parameters.floor


def _better(parameters: TierPlusDeduct, slot: Slot) -> Mapping[str, Better]:
    rate, missing = slot.measures
    return {**better_of_bands(parameters.rows, rate), missing: Better.LESS}


TIER_PLUS_DEDUCT = RuleKind(
    "tier_plus_deduct",
    13,
    N_("Points by the band of a percentage, less those for each thing missing"),
    TierPlusDeduct,
    _fields,
    _score,
    check=_check,
    most=_most,
    least=_least,
    better=_better,
)
