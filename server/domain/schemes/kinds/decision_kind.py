"""What kinds of decisions are: groups of rows, vetoes, and grades."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from server.domain import decision_kinds
from server.domain.schemes.described.columns import GradeColumns, VetoColumns
from server.domain.schemes.described.observations import Observation
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Outcome, Step
from server.domain.schemes.exact.values import Facts, Shown, Text, Value
from server.domain.schemes.kinds.rule_kind import InputField, Slot
from xlsforms.scheme import SchemeRow

P = TypeVar("P")


class Child(NamedTuple):
    """A row of a group with what its rule said."""

    code: str
    name: Text
    most: Decimal | None
    """Full marks: 0 where the row has none, None where they are unknown."""
    weight: Decimal | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class GroupKind(Generic[P]):
    """How the rows below a row become one."""

    name: str
    number: int
    title: str
    parameters: type[P]
    combine: Callable[[P, Slot, tuple[Child, ...]], Outcome]
    most: Callable[[P, Slot, tuple[Child, ...]], Decimal | None]
    """The most points it can give, from the most of its children (their outcomes are empty)."""
    check: Callable[[P, Slot, tuple[Child, ...]], Iterator[Fault]] = field(
        default=lambda *_: iter(())
    )
    is_sum: bool = False
    """True: a point more in a row below is a point more in the group."""


@dataclass(frozen=True, slots=True)
class VetoRuling:
    """What a veto says: whether it fires, and why."""

    fires: bool
    steps: tuple[Step, ...] = ()
    used: tuple[Observation, ...] = ()
    """The observations that speak for it."""
    is_waiting_for_proof: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VetoCase:
    """One subject before a veto: what was observed inside its look-back window, by measure."""

    observations: Mapping[str, tuple[Observation, ...]]
    """Of every measure of the veto's fields, oldest first; nothing observed is an empty one."""
    facts: Facts
    on: date


@dataclass(frozen=True, slots=True)
class VetoKind(Generic[P]):
    """When a veto fires."""

    name: str
    number: int
    title: str
    parameters: type[P]
    rule: Callable[[P, VetoColumns, VetoCase], VetoRuling]
    fields: Callable[[P, VetoColumns], tuple[InputField, ...]]
    check: Callable[[P, SchemeRow], Iterator[Fault]] = field(default=lambda *_: iter(()))
    always: str = ""
    """The effect of every veto of this kind; empty: the sheet says it."""


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title that the subject holds, of this scheme or another."""

    code: str
    since: date
    until: date | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What the rows, vetoes and grades of a scheme are called, by code."""

    rows: Mapping[str, Text] = field(default_factory=dict)
    vetoes: Mapping[str, Text] = field(default_factory=dict)
    grades: Mapping[str, Text] = field(default_factory=dict)

    def of_row(self, code: str) -> Shown:
        """Return the name of a row, or its code where the table has none."""
        return self.rows.get(code, code)

    def of_vetoes(self, codes: tuple[str, ...]) -> Text:
        """Return the names of some vetoes in one text; a starred row is one under its own name."""
        names = [self.vetoes.get(code) or self.rows.get(code, Text(code, "")) for code in codes]
        return Text("、".join(one.zh for one in names), ", ".join(one.en for one in names))

    def of_grade(self, code: str) -> Shown:
        """Return the name of a grade, or its code: it may be that of another scheme."""
        return self.grades.get(code, code)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that grades are decided by; points are without bonuses where the scheme says so."""

    total: Decimal | None
    """Rounded; None when rows without points leave it open."""
    so_far: Decimal
    """Points there are so far: gaps count nothing."""
    lowest: Decimal
    """What the total is at least: rows that are open may still take points off."""
    highest: Decimal | None
    """What it could still become if every gap were full; None when that is unknown."""
    outcomes: Mapping[str, Outcome]
    """Of every row, by code."""
    values: Mapping[str, Value]
    """Values that conditions may name: `total`, `total:LEVEL`, `points:CODE`, `met:CODE`,
    `rate:CODE`, `title:CODE`, measures and facts. What is still open has none."""
    sure: Mapping[str, Value]
    """The same, but of what is open the least that it can come to."""
    facts: Facts
    titles: tuple[HeldTitle, ...]
    on: date
    names: Names = Names()


@dataclass(frozen=True, slots=True)
class GradeRow(Generic[P]):
    """One grade of the sheet, with its parameters."""

    columns: GradeColumns
    parameters: P
    row: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False)


@dataclass(frozen=True, slots=True)
class GradeTable:
    """What the parameters of grades can speak of: the rows of the table."""

    codes: frozenset[str]
    groups: frozenset[str]
    most: Decimal | None
    """Full marks with bonuses that count; None when part of them is unknown."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided for one grade."""

    code: str
    is_reached: bool | None
    """None: a value that is missing leaves it open."""
    steps: tuple[Step, ...] = ()
    lacking: tuple[Step, ...] = ()
    """What is missing for it, one sentence each."""
    possible_from: date | None = None
    """The first day on which the waiting time is over, where only that is missing."""


@dataclass(frozen=True, slots=True)
class GradeKind(Generic[P]):
    """How a grade is reached. All rows of a kind are ruled together, lowest first."""

    name: str
    number: int
    title: str
    parameters: type[P]
    rule: Callable[[tuple[GradeRow[P], ...], Standing], tuple[Ruling, ...]]
    check: Callable[[tuple[GradeRow[P], ...], GradeTable], Iterator[Fault]] = field(
        default=lambda *_: iter(())
    )
    is_title: bool = False
    """True: stands beside the grades (a champion of a single topic); it is no step of them."""
    is_gate: bool = False
    """True: no grade, but what must hold before a subject may apply."""


@cache
def _of_kind(wanted: type) -> Mapping[str, Any]:
    found: list[Any] = []
    for module in pkgutil.iter_modules(decision_kinds.__path__):
        loaded = importlib.import_module(f"{decision_kinds.__name__}.{module.name}")
        found += [one for one in vars(loaded).values() if isinstance(one, wanted)]
    return {one.name: one for one in sorted(found, key=lambda one: one.number)}


def all_group_kinds() -> Mapping[str, GroupKind[Any]]:
    """Return name -> kind of group."""
    return _of_kind(GroupKind)


def all_veto_kinds() -> Mapping[str, VetoKind[Any]]:
    """Return name -> kind of veto."""
    return _of_kind(VetoKind)


def all_grade_kinds() -> Mapping[str, GradeKind[Any]]:
    """Return name -> kind of grade."""
    return _of_kind(GradeKind)
