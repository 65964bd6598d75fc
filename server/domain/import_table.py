"""A table somebody wants to import, and what is wrong with it cell by cell.

The operation that reads the spreadsheet fills these values; rules see no spreadsheet library.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

_NOTE = re.compile(r"\(.*?\)|\[.*?\]")
_NOT_TITLE = re.compile(r"[\s*:_\-]+")


class ImportFault(StrEnum):
    """Why a cell, a row or a column cannot be imported."""

    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    CELL_UNRELIABLE = "cell_unreliable"
    """The spreadsheet itself is at fault: a formula, a long number, merged cells; see `details`."""
    MISSING = "missing"
    TOO_LONG = "too_long"
    BAD_CREDIT_CODE = "bad_credit_code"
    BAD_NUMBER = "bad_number"
    OUT_OF_RANGE = "out_of_range"
    BAD_DATE = "bad_date"
    IN_THE_FUTURE = "in_the_future"
    BAD_YES_NO = "bad_yes_no"
    BAD_DEGREES = "bad_degrees"
    UNKNOWN_COORDINATE_SYSTEM = "unknown_coordinate_system"
    HALF_A_POSITION = "half_a_position"
    """A latitude without a longitude, or the other way round."""
    UNKNOWN_INDUSTRY = "unknown_industry"
    UNKNOWN_OWNERSHIP = "unknown_ownership"
    UNKNOWN_AREA = "unknown_area"
    AMBIGUOUS_AREA = "ambiguous_area"
    UNKNOWN_FORM = "unknown_form"
    AMBIGUOUS_FORM = "ambiguous_form"
    APP_USER_EXISTS = "app_user_exists"
    UNKNOWN_PARK = "unknown_park"
    UNKNOWN_LEVEL = "unknown_level"
    LEVEL_NOT_BELOW_PARENT = "level_not_below_parent"
    TWICE_IN_FILE = "twice_in_file"
    TAKEN_ELSEWHERE = "taken_elsewhere"
    """In the register already, but not in an area of the importer: no more is said."""
    UNKNOWN_ENTERPRISE = "unknown_enterprise"
    """No enterprise of the importer's areas has this credit code."""
    UNKNOWN_PLACE = "unknown_place"
    """No park or area that the importer sees goes by this code."""
    NOT_A_NUMBER = "not_a_number"
    NOT_IN_RANGE = "not_in_range"
    BETWEEN_STEPS = "between_steps"
    NOT_A_CHOICE = "not_a_choice"
    UNKNOWN_ROW = "unknown_row"
    """A column that is no row of the scheme."""
    NOT_OWN_ROW = "not_own_row"
    """A row of the scheme that another level or department fills."""
    DOES_NOT_APPLY = "does_not_apply"
    NA_REFUSED = "na_refused"
    REASON_FOR_DIFFERENCE = "reason_for_difference"
    REASON_FOR_NA = "reason_for_na"
    ALREADY_SUBMITTED = "already_submitted"
    OTHER_SCHEME = "other_scheme"
    ALREADY_IMPORTED = "already_imported"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"


@dataclass(frozen=True, slots=True)
class ImportCell:
    """One cell: its address ("C5"), its text, and the spreadsheet's own problem with it."""

    address: str
    text: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row below the header, with its number in the file."""

    number: int
    cells: tuple[ImportCell, ...]


@dataclass(frozen=True, slots=True)
class ImportTable:
    """Header and rows of a table."""

    header: tuple[str, ...]
    header_row: int
    lines: tuple[ImportLine, ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong where; `address` is the cell, or the row's number when it is the whole row."""

    row: int
    address: str
    fault: ImportFault
    column: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column of a table holds what; `unknown` are titles that nothing was read from."""

    places: Mapping[str, int]
    unknown: tuple[str, ...]
    problems: tuple[RowProblem, ...]


def plain_title(title: str) -> str:
    """Return a column title without spaces, marks and notes in brackets, in lower case."""
    narrow = unicodedata.normalize("NFKC", title).lower()
    return _NOT_TITLE.sub("", _NOTE.sub("", narrow))


def map_columns(
    table: ImportTable, titles: Iterable[tuple[str, Sequence[str]]], *, required: Sequence[str]
) -> ColumnMap:
    """Return where each column stands; `titles` are the names each column may go by."""
    known = {plain_title(title): column for column, names in titles for title in names}
    places: dict[str, int] = {}
    unknown, problems = [], []
    row = table.header_row
    for place, title in enumerate(table.header):
        column = known.get(plain_title(title))
        if column is None:
            unknown += [title] if title.strip() else []
        elif column in places:
            problems.append(RowProblem(row, str(row), ImportFault.COLUMN_TWICE, column))
        else:
            places[column] = place
    problems += [
        RowProblem(row, str(row), ImportFault.COLUMN_MISSING, column)
        for column in required
        if column not in places
    ]
    return ColumnMap(places, tuple(unknown), tuple(problems))
