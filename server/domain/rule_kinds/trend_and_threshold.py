"""`trend_and_threshold`: the latest year must reach a limit, and the years must rise or fall."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from server.domain.schemes.exact.conditions import compare, comparison_of
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import GapReason, Outcome, Step, gap, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.condition_fields import better_of
from server.domain.schemes.kinds.judge import check_op, judge
from server.domain.schemes.kinds.rule_faults import needs_measures
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.problems import N_


class Trend(StrEnum):
    """How each year stands to the one before."""

    RISING = "rising"
    FALLING = "falling"
    NOT_FALLING = "not_falling"
    NOT_RISING = "not_rising"


@dataclass(frozen=True, slots=True)
class TrendAndThreshold:
    """Parameters: the limit for the latest year, and how each year stands to the one before."""

    limit: Decimal
    op: str = ">="
    trend: Trend = Trend.RISING


_HOLDS: Mapping[Trend, Callable[[Decimal, Decimal], bool]] = {
    Trend.RISING: lambda before, after: after > before,
    Trend.FALLING: lambda before, after: after < before,
    Trend.NOT_FALLING: lambda before, after: after >= before,
    Trend.NOT_RISING: lambda before, after: after <= before,
}
_WORDS = {
    (Trend.RISING, True): N_("%(years)s rises every year."),
    (Trend.RISING, False): N_("%(years)s does not rise every year."),
    (Trend.FALLING, True): N_("%(years)s falls every year."),
    (Trend.FALLING, False): N_("%(years)s does not fall every year."),
    (Trend.NOT_FALLING, True): N_("%(years)s never falls."),
    (Trend.NOT_FALLING, False): N_("%(years)s falls at least once."),
    (Trend.NOT_RISING, True): N_("%(years)s never rises."),
    (Trend.NOT_RISING, False): N_("%(years)s rises at least once."),
}


def _fields(_: TrendAndThreshold, slot: Slot) -> tuple[InputField, ...]:
    return tuple(InputField(one, FieldKind.NUMBER, slot.name) for one in slot.measures)


def _score(parameters: TrendAndThreshold, slot: Slot, case: Case) -> Outcome:
    values = [case.values[measure] for measure in slot.measures]
    years = [one for one in values if isinstance(one, Decimal)]
    if len(years) != len(values):
        return gap(GapReason.NOT_UNDERSTOOD)
    comparison = comparison_of(parameters.op)
    reaches = compare(comparison, years[-1], parameters.limit)
    follows = all(_HOLDS[parameters.trend](*pair) for pair in pairwise(years))
    text = N_("The latest year: %(latest)s; required: %(comparison)s %(limit)s; not met.")
    if reaches:
        text = N_("The latest year: %(latest)s; required: %(comparison)s %(limit)s; met.")
    level = step(
        text, latest=plain(years[-1]), comparison=comparison.sign, limit=plain(parameters.limit)
    )
    return judge(slot, level, _told(parameters, years, follows=follows), is_met=reaches and follows)


def _told(parameters: TrendAndThreshold, years: list[Decimal], *, follows: bool) -> Step:
    shown = " → ".join(plain(one) for one in years)
    return step(_WORDS[parameters.trend, follows], years=shown)


def _check(parameters: TrendAndThreshold, slot: Slot) -> Iterator[Fault]:
    names = ("rate_2024", "rate_2025")
    yield from needs_measures(slot, "trend_and_threshold", *names, more=True)
    yield from check_op(slot, parameters.op)


def _better(parameters: TrendAndThreshold, slot: Slot) -> Mapping[str, Better]:
    rises = parameters.trend in {Trend.RISING, Trend.NOT_FALLING}
    last = Better.MORE if rises else Better.LESS
    found = {slot.measures[0]: Better.LESS if rises else Better.MORE}
    level = better_of(comparison_of(parameters.op), slot.measures[-1])
    return found | ({slot.measures[-1]: last} if last in level.values() else {})


TREND_AND_THRESHOLD = RuleKind(
    "trend_and_threshold",
    17,
    N_("A limit in the latest year, and a trend over the years"),
    TrendAndThreshold,
    _fields,
    _score,
    check=_check,
    better=_better,
)
