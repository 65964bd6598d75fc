"""`enum_choice`: one of a few numbers of points, which may be below 0."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, scored, step
from server.domain.schemes.exact.values import Text, plain
from server.domain.schemes.kinds.rule_faults import named_twice
from server.domain.schemes.kinds.rule_kind import (
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
    is_choice,
)
from server.problems import N_
from xlsforms.scheme import SchemeRow

ENDS_DIFFER = FaultKind(
    N_("The choices reach from %(least)s to %(most)s; neither is the %(points)s of the row."),
    N_("Correct the points of the row or its choices."),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its points, and what it is called if not by them."""

    value: Decimal
    name: str = ""
    name_zh: str = ""
    name_en: str = ""
    at: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False, repr=False)

    @property
    def key(self) -> str:
        """What is typed for it."""
        return self.name or plain(self.value)

    @property
    def text(self) -> Text:
        """What it is called."""
        return Text(self.name_zh or self.key, self.name_en or self.key)


@dataclass(frozen=True, slots=True)
class EnumChoice:
    """Parameters: the choices."""

    rows: tuple[Choice, ...]


def _fields(parameters: EnumChoice, slot: Slot) -> tuple[InputField, ...]:
    choices = tuple((one.key, one.text) for one in parameters.rows)
    return (InputField(slot.measure, FieldKind.CHOICE, slot.name, choices=choices),)


def _score(parameters: EnumChoice, slot: Slot, case: Case) -> Outcome:
    value = case.values[slot.measure]
    for one in parameters.rows:
        if is_choice(value, one.key):
            told = N_("Chosen: %(choice)s; %(points)s points.")
            return scored(one.value, step(told, choice=one.text, points=plain(one.value)))
    return gap(GapReason.NOT_UNDERSTOOD)


def _most(parameters: EnumChoice, _: Slot) -> Decimal:
    return max(one.value for one in parameters.rows)


def _least(parameters: EnumChoice, _: Slot) -> Decimal:
    return min(one.value for one in parameters.rows)


def _check(parameters: EnumChoice, slot: Slot) -> Iterator[Fault]:
    yield from named_twice(
        (one.at, "name" if one.name else "value", one.key) for one in parameters.rows
    )
    least, most = _least(parameters, slot), _most(parameters, slot)
    if slot.points is not None and slot.points not in {least, most}:
        facts = {"least": plain(least), "most": plain(most), "points": plain(slot.points)}
        yield fault_at(ENDS_DIFFER, slot.row, "points", **facts)


ENUM_CHOICE = RuleKind(
    "enum_choice",
    3,
    N_("One of a few numbers of points"),
    EnumChoice,
    _fields,
    _score,
    check=_check,
    most=_most,
    least=_least,
)
