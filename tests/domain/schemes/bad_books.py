"""Scheme workbooks with mistakes, as people make them, and where they are found."""

from server.domain.schemes.checking.check_scheme import CheckedScheme, check_scheme
from server.domain.schemes.exact.faults import FaultKind
from tests.scheme_books import Rows, book_of, file_of, read_here

HEAD = ("code", "parent", "name_zh", "kind", "points", "source", "measure", "applies_when")
GROUP = ("1", None, "用工", "group", 10)
ROW = ("1.1", "1", "合同", "manual_range", 10, "assessor")
OPEN = ("1.1", "1", "合同", "linear_deduct", "unknown", "assessor", None, None, 95, 1)
LISTS = ("code", "parameter", "row", "value")
GRADES = ("code", "name_zh", "kind", "from_points", "level_before")

Place = tuple[FaultKind, str, int | None, str]


def checked(sheets: dict[str, Rows], measures: frozenset[str] | None = None) -> CheckedScheme:
    """Return a scheme of two rows with these sheets in place of its own, and what is wrong."""
    found = read_here(file_of(book_of({"indicators": (HEAD, GROUP, ROW), **sheets})))
    return check_scheme(found.scheme, measures=measures, problems=found.problems)


def places(sheets: dict[str, Rows], measures: frozenset[str] | None = None) -> list[Place]:
    """Return what is wrong with such a scheme, and where."""
    found = checked(sheets, measures).faults
    return [(one.kind, one.sheet, one.row, one.column) for one in found]


def indicators(*rows: tuple[object, ...]) -> dict[str, Rows]:
    """Return a sheet of indicators with these rows."""
    return {"indicators": (HEAD, *rows)}
