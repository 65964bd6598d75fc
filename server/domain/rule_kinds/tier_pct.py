"""`tier_pct`: points by the band in which a percentage lies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from server.domain.schemes.exact.exact import decimal_of
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import GapReason, Outcome, Step, gap, scored
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
from server.domain.schemes.kinds.rule_faults import same_points
from server.domain.schemes.kinds.rule_kind import Better, Case, InputField, RuleKind, Slot
from server.domain.schemes.kinds.several_figures import Several, figures_as_one
from server.problems import N_


@dataclass(frozen=True, slots=True)
class TierPct:
    """Parameters: the bands, the highest first, and to which of two the edge belongs."""

    rows: tuple[Band, ...]
    edge: Edge = Edge.LOWER
    several: Several = Several.MEAN


def _fields(parameters: TierPct, slot: Slot) -> tuple[InputField, ...]:
    return tuple(band_field(parameters.rows, measure, slot.name) for measure in slot.asked)


def _score(parameters: TierPct, slot: Slot, case: Case) -> Outcome:
    numbers = case.numbers(slot.asked)
    if numbers is None:
        return gap(GapReason.NOT_UNDERSTOOD)
    figure, steps = numbers[0], list[Step]()
    if len(numbers) > 1:
        exact, told = figures_as_one(parameters.several, numbers)
        figure = decimal_of(exact)
        steps.append(told)
    band = band_of(parameters.rows, figure, parameters.edge)
    return scored(band.points, *steps, told_band(parameters.rows, figure, parameters.edge))


def _check(parameters: TierPct, slot: Slot) -> Iterator[Fault]:
    yield from check_bands(parameters.rows)
    yield from same_points(slot, most_of_bands(parameters.rows))


def _better(parameters: TierPct, slot: Slot) -> Mapping[str, Better]:
    found: dict[str, Better] = {}
    for measure in slot.asked:
        found |= better_of_bands(parameters.rows, measure)
    return found


TIER_PCT = RuleKind(
    "tier_pct",
    8,
    N_("Points by the band of a percentage"),
    TierPct,
    _fields,
    _score,
    check=_check,
    most=lambda parameters, _: most_of_bands(parameters.rows),
    better=_better,
)
