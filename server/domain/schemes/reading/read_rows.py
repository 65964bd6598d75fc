"""Rows of a scheme's sheets become typed columns and parameters, or faults at their cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from server.domain.schemes.described.columns import GradeColumns, IndicatorColumns, VetoColumns
from server.domain.schemes.described.target_row import TargetColumns
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.kinds.bind import Unbound, bind, scalar_columns
from server.domain.schemes.kinds.list_rows import rows_of_code
from server.domain.schemes.reading.unknown_kinds import unknown_kind
from xlsforms.scheme import GRADES, INDICATORS, TARGETS, VETOES, Scheme, SchemeRow

C = TypeVar("C")


def common_columns(sheet: str) -> frozenset[str]:
    """Return the columns of a sheet that belong to no single kind."""
    kinds: dict[str, type] = {
        INDICATORS: IndicatorColumns,
        VETOES: VetoColumns,
        GRADES: GradeColumns,
        TARGETS: TargetColumns,
    }
    return frozenset(scalar_columns(kinds[sheet]))


@dataclass(slots=True)
class Reading:
    """A scheme that is being read, and what was found to be wrong so far."""

    scheme: Scheme
    found: list[Fault] = field(default_factory=list)

    def columns(self, sheet: str, kind: type[C]) -> Iterator[tuple[C, SchemeRow]]:
        """Yield each row of a sheet with its common columns, as far as they can be read."""
        common = common_columns(sheet)
        for row in self.scheme.rows_of(sheet):
            own = SchemeRow(
                {key: text for key, text in row.cells.items() if key in common}, sheet, row.number
            )
            try:
                yield bind(kind, sheet, own, frozenset()), row
            except Unbound as unbound:
                self.found += unbound.faults

    def parameters(self, kind: Any, code: str, row: SchemeRow, sheet: str) -> Any:
        """Return the typed parameters of a row's kind, None where they cannot be read."""
        rows = rows_of_code(self.scheme.parameters, code)
        try:
            return bind(kind.parameters, kind.name, row, common_columns(sheet), rows)
        except Unbound as unbound:
            self.found += unbound.faults
            return None

    def kind(self, kinds: Mapping[str, Any], name: str, row: SchemeRow) -> Any:
        """Return the kind that a row names, None where there is no such kind."""
        kind = kinds.get(name)
        if kind is None:
            self.found.append(unknown_kind(row, name, kinds))
        return kind
