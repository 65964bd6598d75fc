"""`mean_of`: several figures become one, which must reach a limit, and below a line vetoes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap
from server.domain.schemes.kinds.figure_line import better_of_line, check_line, decided
from server.domain.schemes.kinds.rule_faults import needs_measures
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.domain.schemes.kinds.several_figures import Several, figures_as_one
from server.problems import N_


@dataclass(frozen=True, slots=True)
class MeanOf:
    """Parameters: how figures in percent become one, the limit, and where the veto begins."""

    several: Several = Several.MEAN
    op: str = ">="
    limit: Decimal | None = None
    veto_below: Decimal | None = None


def _fields(_: MeanOf, slot: Slot) -> tuple[InputField, ...]:
    return tuple(
        InputField(one, FieldKind.PERCENT, slot.name, Decimal(0), Decimal(100))
        for one in slot.measures
    )


def _score(parameters: MeanOf, slot: Slot, case: Case) -> Outcome:
    numbers = case.numbers(slot.measures)
    if numbers is None:
        return gap(GapReason.NOT_UNDERSTOOD)
    figure, told = figures_as_one(parameters.several, numbers)
    return decided(parameters, slot, figure, told)


def _check(parameters: MeanOf, slot: Slot) -> Iterator[Fault]:
    yield from needs_measures(slot, "mean_of", "first", "second", more=True)
    yield from check_line(parameters, slot)


def _better(parameters: MeanOf, slot: Slot) -> Mapping[str, Better]:
    better = better_of_line(parameters)
    return {} if better is None else dict.fromkeys(slot.measures, better)


MEAN_OF = RuleKind(
    "mean_of",
    11,
    N_("A mean, minimum or sum of several figures against a limit"),
    MeanOf,
    _fields,
    _score,
    check=_check,
    better=_better,
)
