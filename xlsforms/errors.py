"""What is wrong with a workbook or an XForm, said as sheet, row, column and what to do.

The texts are English, the source language. A server translates by `code`: each code has one
sentence in `TEXTS` with named placeholders, and `details` fills them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xlsforms.problem_codes import ProblemCode
from xlsforms.problem_texts import TEXTS


@dataclass(frozen=True, slots=True)
class WorkbookProblem:
    """One thing that an author has to change, and where.

    `row` counts as the spreadsheet program does (the header is row 1), `column` is the header
    of the column or, for a cell outside every table, its letters.
    """

    sheet: str
    row: int | None
    column: str | None
    what: str
    advice: str
    code: ProblemCode = ProblemCode.OTHER
    details: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the problem as one line for logs and API answers."""
        parts = [f"sheet {self.sheet!r}"] if self.sheet else []
        parts += [f"row {self.row}"] if self.row is not None else []
        parts += [f"column {self.column!r}"] if self.column else []
        place = ", ".join(parts)
        text = f"{self.what} {self.advice}".strip()
        return f"{place}: {text}" if place else text


class XlsformError(Exception):
    """The workbook or XForm cannot be used; `problems` says why, never empty."""

    def __init__(self, problems: Iterable[WorkbookProblem]) -> None:
        self.problems: tuple[WorkbookProblem, ...] = tuple(problems)
        super().__init__("\n".join(str(one) for one in self.problems))


def problem(
    code: ProblemCode,
    *,
    sheet: str = "",
    row: int | None = None,
    column: str | None = None,
    **details: object,
) -> WorkbookProblem:
    """Return the problem of this code with its English sentences filled in."""
    facts = {name: str(value) for name, value in details.items()}
    what, advice = TEXTS[code]
    return WorkbookProblem(
        sheet=sheet,
        row=row,
        column=column,
        what=what % facts,
        advice=advice % facts,
        code=code,
        details=facts,
    )


def refuse(
    code: ProblemCode,
    *,
    sheet: str = "",
    row: int | None = None,
    column: str | None = None,
    **details: object,
) -> XlsformError:
    """Return the error of a single problem, to be raised."""
    return XlsformError((problem(code, sheet=sheet, row=row, column=column, **details),))
