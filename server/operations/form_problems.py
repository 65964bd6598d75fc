"""What is wrong with a form, as a Problem: every place, with what to do."""

from collections.abc import Sequence

from server.problems import InvalidForm
from xlsforms.errors import WorkbookProblem, XlsformError

_MOST_PROBLEMS = 200


def invalid_form(error: XlsformError, *, warnings: Sequence[str] = ()) -> InvalidForm:
    """Return the Problem of a form that can't be used, with every place in it.

    Each entry has sheet, row, column, what and advice in English, and `code` with `facts`, by which
    the web says it in the reader's language.
    """
    shown = error.problems[:_MOST_PROBLEMS]
    return InvalidForm(
        error="; ".join(str(one) for one in shown[:5]),
        problems=[as_dict(one) for one in shown],
        warnings=list(warnings),
    )


def as_dict(one: WorkbookProblem) -> dict[str, object]:
    """Return one place as the Problem lists it."""
    return {
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "what": one.what,
        "advice": one.advice,
        "code": one.code.value,
        "facts": dict(one.details),
    }
