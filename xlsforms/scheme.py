"""An evaluation scheme as values: what its workbook says, cell by cell, nothing worked out yet.

All cells are text as the office wrote it (numbers as exact decimals), so that reading after
writing gives the same scheme. What the texts mean is the rules' to say: `server.domain.schemes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Cells: TypeAlias = Mapping[str, str]
"""Column -> text of its cell; empty cells are left out."""

SETTINGS, INDICATORS, PARAMETERS = "settings", "indicators", "parameters"
VETOES, GRADES, STAGES, RECORDS, TARGETS = "vetoes", "grades", "stages", "records", "targets"
SHEETS = (SETTINGS, INDICATORS, PARAMETERS, VETOES, GRADES, STAGES, RECORDS, TARGETS)
"""The sheets of a scheme workbook, in their order."""


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One row of a sheet: its cells by column, and where it stands."""

    cells: Cells
    sheet: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)
    """Row number as the spreadsheet program shows it."""
    places: Mapping[str, int] = field(default_factory=dict, compare=False)
    """Parameter -> row number of its cell, on the sheet where they stand one under another."""

    def __getitem__(self, column: str) -> str:
        """Return the text of a cell, empty when there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme workbook as it was read.

    `settings` maps the name of a setting to its row (columns `setting` and `value`); `parameters`
    holds for each code the rows of its list, in order, each with the cells `parameter -> value`.
    """

    settings: Mapping[str, SchemeRow]
    indicators: tuple[SchemeRow, ...]
    parameters: Mapping[str, tuple[SchemeRow, ...]]
    vetoes: tuple[SchemeRow, ...] = ()
    grades: tuple[SchemeRow, ...] = ()
    stages: tuple[SchemeRow, ...] = ()
    records: tuple[SchemeRow, ...] = ()
    targets: tuple[SchemeRow, ...] = ()

    def setting(self, name: str, default: str = "") -> str:
        """Return the value of a setting, or the default."""
        row = self.settings.get(name)
        return default if row is None else row["value"] or default

    def rows_of(self, sheet: str) -> tuple[SchemeRow, ...]:
        """Return the rows of a sheet that has one row a thing, by the sheet's name."""
        rows: tuple[SchemeRow, ...] = getattr(self, sheet)
        return rows
