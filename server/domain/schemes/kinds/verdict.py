"""Whether something is reached, in words, with what is still missing; several as one."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.values import Value, plain
from server.domain.schemes.kinds.decision_kind import GradeRow, GradeTable, Ruling, Standing
from server.domain.schemes.kinds.requirement import Requirement
from server.domain.schemes.kinds.rule_kind import Better
from server.problems import N_

LINE_TOO_HIGH = FaultKind(
    N_("Nobody can reach %(line)s points: the table gives at most %(most)s."),
    N_("Write a lower line, or correct the points of the table."),
)
LINE_NOT_ABOVE = FaultKind(
    N_("The line of %(line)s is not above that of the grade before, %(before)s."),
    N_("Put the lowest grade first, each with a higher line than the one before."),
)


class Verdict(NamedTuple):
    """One thing that a grade asks for."""

    is_reached: bool | None
    """None: a value that is missing leaves it open."""
    steps: tuple[Step, ...] = ()
    lacking: tuple[Step, ...] = ()
    possible_from: date | None = None

    def ruling(self, code: str) -> Ruling:
        """Return it as what is decided for a grade."""
        return Ruling(code, self.is_reached, self.steps, self.lacking, self.possible_from)


def lacks(told: Step) -> Verdict:
    """Return that something is not reached, and what is missing."""
    return Verdict(is_reached=False, steps=(told,), lacking=(told,))


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return several as one: all have to be reached.

    The day from which it is possible holds only where nothing but waiting is missing.
    """
    many = tuple(verdicts)
    open_ones = [one for one in many if one.is_reached is not True]
    reached: bool | None = True
    if open_ones:
        reached = False if any(one.is_reached is False for one in open_ones) else None
    days = [one.possible_from for one in open_ones]
    return Verdict(
        reached,
        tuple(told for one in many for told in one.steps),
        tuple(told for one in many for told in one.lacking),
        max((day for day in days if day is not None), default=None) if all(days) else None,
    )


def points_verdict(line: Decimal | None, standing: Standing) -> Verdict:
    """Return whether the points reach a line, that figure included; without a line they do."""
    if line is None:
        return Verdict(is_reached=True)
    total, highest = standing.so_far, standing.highest
    if total >= line > standing.lowest:
        text = N_("%(total)s points so far reach the line of %(line)s; open rows may take some.")
        told = step(text, total=plain(total), line=plain(line))
        return Verdict(None, (told,), (told,))
    if total >= line:
        text = N_("%(total)s points reach the line of %(line)s.")
        return Verdict(is_reached=True, steps=(step(text, total=plain(total), line=plain(line)),))
    text = N_("%(short)s points short of the line of %(line)s.")
    short = step(text, short=plain(line - total), line=plain(line))
    is_open = standing.total is None and (highest is None or highest >= line)
    return Verdict(None if is_open else False, (short,), (short,))


def value_verdict(line: Decimal, value: Value | None) -> Verdict:
    """Return whether a figure reaches a line; None leaves it open."""
    if not isinstance(value, Decimal):
        told = step(
            N_("No figure can be compared with the line of %(line)s yet."), line=plain(line)
        )
        return Verdict(None, (told,), (told,))
    if value >= line:
        text = N_("%(total)s points reach the line of %(line)s.")
        return Verdict(is_reached=True, steps=(step(text, total=plain(value), line=plain(line)),))
    text = N_("%(short)s points short of the line of %(line)s.")
    short = step(text, short=plain(line - value), line=plain(line))
    return lacks(short)


def requirements_verdict(rows: Iterable[Requirement], standing: Standing) -> Verdict:
    """Return whether all requirements hold."""
    return all_of(_required(row, standing) for row in rows)


def _required(row: Requirement, standing: Standing) -> Verdict:
    values = standing.values
    holds = row.holds(values)
    if holds is None and row.better().get(row.measure) is Better.MORE:
        # What is open can only add to the least that there is, and that is enough already.
        values = standing.sure if row.holds(standing.sure) else values
        holds = True if values is standing.sure else None
    told = row.told(values)
    return Verdict(holds, (told,), () if holds else (told,))


def check_requirements(rows: Iterable[Requirement]) -> Iterator[Fault]:
    """Yield what is wrong with requirements, at their own rows."""
    for row in rows:
        yield from row.check()


def check_grade_lines(
    lines: Iterable[tuple[GradeRow[Any], Decimal | None]], table: GradeTable
) -> Iterator[Fault]:
    """Yield what is wrong with the lines of grades, the lowest first.

    Grades for other subjects have lines of their own.
    """
    before: dict[object, Decimal] = {}
    for one, line in lines:
        if line is None:
            continue
        if table.most and line > table.most:
            told = {"line": plain(line), "most": plain(table.most)}
            yield fault_at(LINE_TOO_HIGH, one.row, "from_points", **told)
        meant = (one.columns.subject, one.columns.applies_when)
        if meant in before and line <= before[meant]:
            told = {"line": plain(line), "before": plain(before[meant])}
            yield fault_at(LINE_NOT_ABOVE, one.row, "from_points", **told)
        before[meant] = line
