"""`cross_scheme_ref`: the points that the same subject has in another scheme."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.exact.exact import about, decimal_of
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, scored, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.rule_faults import above_zero, needs_marks
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
)
from server.problems import N_

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class CrossSchemeRef:
    """Parameters: the other scheme, its row (empty: the total), and the full marks there.

    Without full marks there the points are taken as they are; with them, in proportion.
    """

    ref_scheme: str
    ref_row: str = ""
    full: Decimal | None = None


def _measure(parameters: CrossSchemeRef, slot: Slot) -> str:
    own = f"scheme:{parameters.ref_scheme}:{parameters.ref_row or TOTAL}"
    return slot.measures[0] if slot.measures else own


def _fields(parameters: CrossSchemeRef, slot: Slot) -> tuple[InputField, ...]:
    most = slot.points if parameters.full is None else parameters.full
    measure = _measure(parameters, slot)
    return (InputField(measure, FieldKind.NUMBER, slot.name, minimum=Decimal(0), maximum=most),)


def _score(parameters: CrossSchemeRef, slot: Slot, case: Case) -> Outcome:
    value = case.values[_measure(parameters, slot)]
    if not isinstance(value, Decimal):
        return gap(GapReason.NOT_UNDERSTOOD)
    facts = {"scheme": parameters.ref_scheme, "value": plain(value)}
    if parameters.ref_row:
        text = N_("Row %(row)s of the scheme %(scheme)s: %(value)s points.")
        told = step(text, row=parameters.ref_row, **facts)
    else:
        told = step(N_("Total of the scheme %(scheme)s: %(value)s points."), **facts)
    if parameters.full is None:
        return scored(value, told)
    if slot.points is None:
        return gap(GapReason.UNKNOWN_POINTS, told)
    points = Fraction(value) / Fraction(parameters.full) * Fraction(slot.points)
    ratio = {"value": plain(value), "full": plain(parameters.full), "here": plain(slot.points)}
    text = N_("%(value)s ÷ %(full)s × %(here)s = %(points)s.")
    return scored(decimal_of(points), told, step(text, points=about(points), **ratio))


def _check(parameters: CrossSchemeRef, slot: Slot) -> Iterator[Fault]:
    yield from above_zero(slot.row, "full", parameters.full)
    yield from needs_marks(slot)


def _better(parameters: CrossSchemeRef, slot: Slot) -> Mapping[str, Better]:
    return {_measure(parameters, slot): Better.MORE}


CROSS_SCHEME_REF = RuleKind(
    "cross_scheme_ref",
    21,
    N_("Points of the same subject in another scheme"),
    CrossSchemeRef,
    _fields,
    _score,
    check=_check,
    better=_better,
)
