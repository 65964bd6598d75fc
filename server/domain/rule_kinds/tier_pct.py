"""`tier_pct`: points by the band in which a percentage lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.bands import (
    Band,
    Edge,
    band_field,
    band_of,
    better_of_bands,
    check_bands,
    most_of_bands,
    told_band,
)
from server.domain.schemes.faults import Fault
from server.domain.schemes.outcome import GapReason, Outcome, gap, scored
from server.domain.schemes.rule_faults import same_points
from server.domain.schemes.rule_kind import Case, InputField, RuleKind, Slot
from server.problems import N_


@dataclass(frozen=True, slots=True)
class TierPct:
    """Parameters: the bands, the highest first, and to which of two the edge belongs."""

    rows: tuple[Band, ...]
    edge: Edge = Edge.LOWER


def _fields(parameters: TierPct, slot: Slot) -> tuple[InputField, ...]:
    return (band_field(parameters.rows, slot.measure, slot.name),)


def _score(parameters: TierPct, slot: Slot, case: Case) -> Outcome:
    figure = case.values[slot.measure]
    if not isinstance(figure, Decimal):
        return gap(GapReason.NOT_UNDERSTOOD)
    band = band_of(parameters.rows, figure, parameters.edge)
    return scored(band.points, told_band(parameters.rows, figure, parameters.edge))


def _check(parameters: TierPct, slot: Slot) -> Iterator[Fault]:
    yield from check_bands(parameters.rows)
    yield from same_points(slot, most_of_bands(parameters.rows))


TIER_PCT = RuleKind(
    "tier_pct",
    8,
    N_("Points by the band of a percentage"),
    TierPct,
    _fields,
    _score,
    check=_check,
    most=lambda parameters, _: most_of_bands(parameters.rows),
    better=lambda parameters, slot: better_of_bands(parameters.rows, slot.measure),
)
