"""A clause of a row: points of its own, and a rule of any kind that is bound once."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.exact.values import Text
from server.domain.schemes.kinds.bind import Unbound, bind
from server.domain.schemes.kinds.floors import FloorAt
from server.domain.schemes.kinds.rule_kind import AnyKind, Slot, all_rule_kinds
from xlsforms.scheme import Cells, SchemeRow

DEFAULT_KIND = "all_or_nothing"
_FLOOR_AT = "floor_at"


@dataclass(frozen=True, slots=True)
class Ready:
    """A clause made ready to score."""

    kind: AnyKind
    parameters: Any
    slot: Slot


@dataclass(frozen=True)
class Clause:
    """Parameters: points, and those of the kind that scores it.

    The list of its kind, if it has one, stands under the code of the clause: `1.3/2` is clause 2
    of row 1.3.
    """

    points: Decimal
    kind: str = DEFAULT_KIND
    name_zh: str = ""
    name_en: str = ""
    measure: tuple[str, ...] = ()
    others: Cells = field(default_factory=dict)
    rows: tuple[SchemeRow, ...] = ()
    at: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False, repr=False)

    def ready(self, row: Slot, number: int, *, floor_at: FloorAt) -> Ready | None:
        """Return the clause of a row ready to score; None if its cells are wrong."""
        kind, bound = all_rule_kinds().get(self.kind), self._bound
        if kind is None or isinstance(bound, tuple):
            return None
        if floor_at is not FloorAt.CLAUSE and hasattr(bound, _FLOOR_AT):
            # Deductions stop at the row or its group, so the clause itself may go below.
            bound = dataclasses.replace(bound, floor_at=FloorAt.GROUP)
        return Ready(kind, bound, self._slot(row, number))

    def check(self, row: Slot, number: int) -> Iterator[Fault]:
        """Yield what is wrong with the clause's own kind and its parameters."""
        kind, bound = all_rule_kinds().get(self.kind), self._bound
        if kind is None:
            choices = ", ".join(all_rule_kinds())
            yield fault_at(faults.NOT_ONE_OF, self.at, "kind", text=self.kind, choices=choices)
        elif isinstance(bound, tuple):
            yield from bound
        else:
            yield from kind.check(bound, self._slot(row, number))

    def _slot(self, row: Slot, number: int) -> Slot:
        code = row.measure_of_row(number)
        name = Text(self.name_zh or code, self.name_en or code)
        points, named = self.points, self.measure
        return dataclasses.replace(
            row, code=code, name=name, points=points, measures=named, row=self.at
        )

    @cached_property
    def _bound(self) -> Any:
        """Parameters of the clause's kind, or the faults that its cells have."""
        kind = all_rule_kinds().get(self.kind)
        if kind is None:
            return ()
        cells = {**self.others, "code": self.at["code"]}
        row = SchemeRow(cells, self.at.sheet, self.at.number, places=self.at.places)
        try:
            return bind(kind.parameters, kind.name, row, frozenset({"code"}), self.rows)
        except Unbound as unbound:
            return unbound.faults


@dataclass(frozen=True, slots=True)
class ClauseSum:
    """Parameters: the clauses, and at which level deductions stop."""

    rows: tuple[Clause, ...]
    floor: Decimal = Decimal(0)
    floor_at: FloorAt = FloorAt.CLAUSE
