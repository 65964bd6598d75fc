"""Codes of a scheme: written well, each once, parents and levels that are there, no circles."""

import re
from collections.abc import Iterator, Mapping

from server.domain.row_rules.starred import STAR
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.kinds.list_rows import MOST_LISTS
from server.problems import N_
from xlsforms.scheme import GRADES, INDICATORS, TARGETS, VETOES, Scheme, SchemeRow

MOST_DEPTH = 6
_LONGEST_WAY = 200

BAD_CODE = FaultKind(
    N_("“%(code)s” cannot be a code."),
    N_("Use letters, digits, dots and hyphens; no spaces, commas, colons or slashes."),
)
CODE_TAKEN = FaultKind(
    N_("“%(code)s” stands for something else in conditions already."), N_("Choose another code.")
)
CODE_TWICE = FaultKind(
    N_("The code %(code)s stands in row %(row)s of the sheet “%(sheet)s” already."),
    N_("Give each row a code of its own. Format codes as text, so that 1.10 does not become 1.1."),
)
NO_PARENT = FaultKind(
    N_("There is no row with the code %(code)s."),
    N_("Correct the code of the row above, or add that row."),
)
CIRCLE = FaultKind(
    N_("The row leads back to itself: %(way)s."), N_("Name another parent in one of these rows.")
)
TOO_DEEP = FaultKind(
    N_("The row stands more than %(most)s levels deep."), N_("Hang it below a higher row.")
)
LIST_OF_NOTHING = FaultKind(
    N_("There is no row with the code %(code)s to which this list could belong."),
    N_("Correct the code, or delete the rows of this list."),
)
NO_LEVEL_BEFORE = FaultKind(
    N_("There is no grade with the code %(code)s."),
    N_("Name a grade of this sheet as the level before, or empty the cell."),
)
LEVELS_IN_CIRCLE = FaultKind(
    N_("The level before leads back to this grade: %(way)s."),
    N_("Name the next lower grade as the level before."),
)
LEVEL_IGNORED = FaultKind(
    N_("A grade of the kind %(kind)s does not look at the level before."),
    N_("Choose the kind ladder or gated_total, or empty the cell."),
)
_WITHOUT_LEVELS = frozenset({"grade_bands", "grade_by_conditions", "cumulative_standards"})
"""Kinds that give a grade whatever is held; for titles that are only named it is a remark."""

_CODE = re.compile(r"[\w.()+*-]+")
_NESTED = re.compile(r"(/[0-9]+)+$")


def check_codes(scheme: Scheme) -> Iterator[Fault]:
    """Yield what is wrong with codes and with cells that name one."""
    for sheet in (INDICATORS, VETOES, GRADES, TARGETS):
        for row in scheme.rows_of(sheet):
            if row["code"] and not _CODE.fullmatch(row["code"]):
                yield fault_at(BAD_CODE, row, "code", code=row["code"][:40])
    yield from _check_taken(scheme)
    yield from _check_twice(scheme)
    yield from _check_parents(scheme)
    yield from _check_levels_before(scheme)
    yield from _check_lists(scheme)


def _check_taken(scheme: Scheme) -> Iterator[Fault]:
    """Yield codes that are no measure of their own: the total, and the vetoes of starred rows."""
    starred = {row["code"] + STAR for row in scheme.indicators if row["starred"]}
    for row in (*scheme.indicators, *scheme.vetoes):
        if row["code"] == "total" or row["code"] in starred:
            yield fault_at(CODE_TAKEN, row, "code", code=row["code"])


def _check_twice(scheme: Scheme) -> Iterator[Fault]:
    """Yield codes that stand twice: rows and vetoes share one space, each other sheet has its own.

    Lists belong to a code alone, so what has a list must not share its code with anything.
    """
    for sheets in ((INDICATORS, VETOES), (GRADES,), (TARGETS,)):
        first: dict[str, SchemeRow] = {}
        for row in (row for sheet in sheets for row in scheme.rows_of(sheet) if row["code"]):
            before = first.setdefault(row["code"], row)
            if before is not row:
                yield _twice(row, before)
    rows = {row["code"]: row for row in (*scheme.indicators, *scheme.vetoes)}
    for row in scheme.grades:
        if row["code"] in rows and row["code"] in scheme.parameters:
            yield _twice(row, rows[row["code"]])


def _twice(row: SchemeRow, before: SchemeRow) -> Fault:
    at = Fault(CODE_TWICE, row.sheet, row.number or None, "code")
    at.details.update(code=row["code"], row=str(before.number), sheet=before.sheet)
    return at


def _check_parents(scheme: Scheme) -> Iterator[Fault]:
    parents = {row["code"]: row["parent"] for row in scheme.indicators}
    for row in scheme.indicators:
        if not row["parent"]:
            continue
        if row["parent"] not in parents:
            yield fault_at(NO_PARENT, row, "parent", code=row["parent"])
            continue
        way = _way_up(row["code"], parents)
        if len(way) > 1 and way[-1] == row["code"]:
            yield fault_at(CIRCLE, row, "parent", way=" → ".join(way))
        elif len(way) > _LONGEST_WAY or (len(way) == MOST_DEPTH + 1 and len({*way}) == len(way)):
            yield fault_at(TOO_DEEP, row, "parent", most=MOST_DEPTH)


def _way_up(code: str, above: Mapping[str, str]) -> list[str]:
    """Return the codes from here to the top, ending where one comes again, or at many."""
    way, seen = [code], {code}
    while len(way) <= _LONGEST_WAY and above.get(way[-1]) and above[way[-1]] in above:
        way.append(above[way[-1]])
        if way[-1] in seen:
            break
        seen.add(way[-1])
    return way


def _check_levels_before(scheme: Scheme) -> Iterator[Fault]:
    before = {row["code"]: row["level_before"] for row in scheme.grades}
    for row in scheme.grades:
        code = row["level_before"]
        if not code:
            continue
        if code not in before:
            yield fault_at(NO_LEVEL_BEFORE, row, "level_before", code=code)
            continue
        way = _way_up(row["code"], before)
        if len(way) > 1 and way[-1] == row["code"]:
            yield fault_at(LEVELS_IN_CIRCLE, row, "level_before", way=" → ".join(way))
        elif row["kind"] in _WITHOUT_LEVELS:
            yield fault_at(LEVEL_IGNORED, row, "level_before", kind=row["kind"])


def _check_lists(scheme: Scheme) -> Iterator[Fault]:
    codes = {row["code"] for sheet in (INDICATORS, VETOES, GRADES) for row in scheme.rows_of(sheet)}
    for code, rows in scheme.parameters.items():
        if code not in codes and _NESTED.sub("", code) not in codes:
            yield fault_at(LIST_OF_NOTHING, rows[0], "code", code=code)
        elif code not in codes and code.count("/") > MOST_LISTS:
            yield fault_at(TOO_DEEP, rows[0], "code", most=MOST_LISTS)
