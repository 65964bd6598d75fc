"""What is wrong with a scheme workbook, as a Problem: every cell, with what to do."""

from collections.abc import Iterable, Mapping, Sequence

from server.domain.schemes.exact.faults import Fault
from server.operations.form_problems import as_dict
from server.problems import InvalidScheme
from xlsforms.errors import WorkbookProblem

_MOST_PROBLEMS = 200
_MOST_LINES = 5


def invalid_scheme(
    problems: Sequence[WorkbookProblem], faults: Sequence[Fault] = ()
) -> InvalidScheme:
    """Return the Problem of a scheme that can't be used: what its reader and its rules found.

    Where both speak of one cell the reader is heard: the rules saw what it could not read.
    """
    heard = {(one.sheet, one.row, one.column) for one in problems}
    own = [one for one in faults if (one.sheet, one.row, one.column) not in heard]
    errors = [
        *(as_dict(one) for one in problems),
        *(fault_as_dict(one) for one in own if not one.kind.is_warning),
    ]
    shown = errors[:_MOST_PROBLEMS]
    return InvalidScheme(
        error="; ".join(map(_line, shown[:_MOST_LINES])),
        problems=shown,
        warnings=warnings_of(own),
    )


def _line(one: Mapping[str, object]) -> str:
    return f"{one['sheet']} {one['row']}: {one['what']}"


def warnings_of(faults: Iterable[Fault]) -> list[dict[str, object]]:
    """Return those faults that stop nothing, as a Problem lists them."""
    return [fault_as_dict(one) for one in faults if one.kind.is_warning][:_MOST_PROBLEMS]


def fault_as_dict(one: Fault) -> dict[str, object]:
    """Return a fault with its English sentences, and those that the web says in other languages."""
    return {
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "what": one.kind.what % one.details,
        "advice": one.kind.advice % one.details,
        "code": "scheme_rule",
        "facts": dict(one.details),
        "sentences": (one.kind.what, one.kind.advice),
    }
