"""A figure against a limit, and against the line below which it vetoes."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from server.domain.schemes.exact.conditions import compare, comparison_of
from server.domain.schemes.exact.exact import about
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import Outcome, Step, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.condition_fields import better_of
from server.domain.schemes.kinds.judge import check_op, judge
from server.domain.schemes.kinds.rule_faults import LIMIT_MISSING, above_zero
from server.domain.schemes.kinds.rule_kind import Better, Slot
from server.problems import N_

VETO_ABOVE_LIMIT = FaultKind(
    N_("Below %(veto)s is a veto, but %(limit)s is enough."),
    N_("Let the veto begin at or below the limit."),
)
VETO_OF_LESS = FaultKind(
    N_("A veto below %(veto)s does not go with “%(op)s”, where less is better."),
    N_("Empty “veto_below”, or write >= or >."),
)


class Line(Protocol):
    """Parameters of a rule that holds a figure against a limit."""

    @property
    def op(self) -> str:
        """The comparison."""

    @property
    def limit(self) -> Decimal | None:
        """The limit; None: only the veto decides."""

    @property
    def veto_below(self) -> Decimal | None:
        """The figure below which the row vetoes."""


def decided(line: Line, slot: Slot, figure: Fraction, told: Step) -> Outcome:
    """Return whether a figure meets the limit, and whether it vetoes."""
    if line.veto_below is not None and figure < Fraction(line.veto_below):
        text = N_("%(figure)s is below %(line)s: a veto.")
        vetoed = step(text, figure=about(figure), line=plain(line.veto_below))
        return replace(judge(slot, told, vetoed, is_met=False), fires_veto=True)
    if line.limit is None:
        text = N_("%(figure)s is not below %(line)s: no veto.")
        free = step(text, figure=about(figure), line=plain(line.veto_below or Decimal(0)))
        return judge(slot, told, free, is_met=True)
    comparison = comparison_of(line.op)
    is_met = compare(comparison, figure, Fraction(line.limit))
    text = N_("%(figure)s; required: %(comparison)s %(limit)s; not met.")
    if is_met:
        text = N_("%(figure)s; required: %(comparison)s %(limit)s; met.")
    sign, limit = comparison.sign, plain(line.limit)
    compared = step(text, figure=about(figure), comparison=sign, limit=limit)
    return judge(slot, told, compared, is_met=is_met)


def check_line(line: Line, slot: Slot) -> Iterator[Fault]:
    """Yield what is wrong with the limit and the veto."""
    wrong = tuple(check_op(slot, line.op))
    yield from wrong
    yield from above_zero(slot.row, "veto_below", line.veto_below)
    if line.limit is None and line.veto_below is None:
        yield fault_at(LIMIT_MISSING, slot.row, "limit")
    if wrong or line.limit is None or line.veto_below is None:
        return
    veto, limit = plain(line.veto_below), plain(line.limit)
    if better_of_line(line) is Better.LESS:
        yield fault_at(VETO_OF_LESS, slot.row, "veto_below", veto=veto, op=line.op)
    elif line.veto_below > line.limit:
        yield fault_at(VETO_ABOVE_LIMIT, slot.row, "veto_below", veto=veto, limit=limit)


def better_of_line(line: Line) -> Better | None:
    """Return whether more or less of the figure is the better."""
    if line.limit is None:
        return Better.MORE
    return better_of(comparison_of(line.op), "figure").get("figure")
