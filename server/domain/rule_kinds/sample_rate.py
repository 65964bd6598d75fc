"""`sample_rate`: so many cases are drawn; the share of hits must reach a limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from server.domain.schemes.exact.exact import about
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.figure_line import better_of_line, check_line, decided
from server.domain.schemes.kinds.rule_faults import above_zero, needs_measures
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.problems import N_


class Fewer(StrEnum):
    """What happens when fewer cases were drawn than the rule asks for; tables leave it open."""

    GAP = "gap"
    COUNT = "count"
    """The cases that there are decide."""


@dataclass(frozen=True, slots=True)
class SampleRate:
    """Parameters: the number to draw, the limit in percent, and where the veto begins."""

    draw: int
    op: str = ">="
    limit: Decimal | None = None
    veto_below: Decimal | None = None
    fewer: Fewer = Fewer.GAP


def _fields(_: SampleRate, slot: Slot) -> tuple[InputField, ...]:
    return tuple(
        InputField(one, FieldKind.COUNT, slot.name, minimum=Decimal(0)) for one in slot.measures
    )


def _score(parameters: SampleRate, slot: Slot, case: Case) -> Outcome:
    numbers = case.numbers(slot.measures)
    if numbers is None:
        return gap(GapReason.NOT_UNDERSTOOD)
    drawn, hits = numbers
    if hits > drawn:
        text = N_("%(hits)s of %(drawn)s is not possible.")
        return gap(GapReason.OUT_OF_RANGE, step(text, hits=plain(hits), drawn=plain(drawn)))
    if not drawn or (drawn < parameters.draw and parameters.fewer is Fewer.GAP):
        text = N_("%(drawn)s were drawn; the rule asks for %(draw)s.")
        facts = {"drawn": plain(drawn), "draw": str(parameters.draw)}
        return gap(GapReason.SAMPLE_TOO_SMALL, step(text, **facts))
    rate = Fraction(hits) / Fraction(drawn) * 100
    facts = {"hits": plain(hits), "drawn": plain(drawn), "rate": about(rate)}
    told = step(N_("%(hits)s of the %(drawn)s drawn are in order: %(rate)s %%."), **facts)
    return decided(parameters, slot, rate, told)


def _check(parameters: SampleRate, slot: Slot) -> Iterator[Fault]:
    yield from needs_measures(slot, "sample_rate", "drawn", "hits")
    yield from above_zero(slot.row, "draw", Decimal(parameters.draw))
    yield from check_line(parameters, slot)


def _better(parameters: SampleRate, slot: Slot) -> Mapping[str, Better]:
    better = better_of_line(parameters)
    return {} if better is None else {slot.measures[1]: better}


SAMPLE_RATE = RuleKind(
    "sample_rate",
    24,
    N_("The share of hits among cases that were drawn"),
    SampleRate,
    _fields,
    _score,
    check=_check,
    better=_better,
)
