"""One row of a scheme, from its cells to its points or its faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from server.domain.schemes.exact.faults import FaultKind, SchemeFaults
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.exact.values import Value
from server.domain.schemes.exact.words import tell_fault
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.reading.compiled import RuleRow
from server.domain.schemes.scoring.evaluate import evaluate
from tests.catalogue import in_chinese, in_english
from tests.domain.schemes.made import scheme, subject
from xlsforms.scheme import Cells, Scheme

CODE = "1"
FIRST_ROW = 3
"""Row of the sheet "indicators" in which the one row stands."""

Values = Mapping[str, Value | int | None]


@dataclass(frozen=True)
class Row:
    """Cells of a row and its lists; lists of clauses stand under `1/1`, `1/2`."""

    kind: str
    points: str = ""
    cells: Cells = field(default_factory=dict)
    rows: Sequence[Cells] = ()
    lists: Mapping[str, Sequence[Cells]] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    def scheme(self) -> Scheme:
        """Return a scheme of this row alone."""
        cells = {"code": CODE, "kind": self.kind, "points": self.points, **self.cells}
        own = {CODE: self.rows} if self.rows else {}
        return scheme(
            [{column: text for column, text in cells.items() if text}],
            settings=self.settings,
            parameters={**own, **self.lists},
        )

    def made(self) -> RuleRow:
        """Return the row ready to score."""
        row = compile_scheme(self.scheme()).rows[CODE]
        assert isinstance(row, RuleRow)
        return row

    def score(self, values: Values | Value | int | None) -> Outcome:
        """Return what the row says of values; a single one is that of its own code."""
        given = values if isinstance(values, Mapping) else {CODE: values}
        return evaluate(compile_scheme(self.scheme()), subject(given)).rows[CODE].outcome

    def faults(self) -> list[tuple[FaultKind, str, int | None, str]]:
        """Return what is wrong with the row, each at its cell."""
        with pytest.raises(SchemeFaults) as wrong:
            compile_scheme(self.scheme())
        for one in wrong.value.faults:
            for translate in (in_english, in_chinese):
                assert all(text and "%(" not in text for text in tell_fault(one, translate))
        return [(one.kind, one.sheet, one.row, one.column) for one in wrong.value.faults]
