"""Visits of guidance never score: no cell of a scheme may ask for what was seen on one."""

import re
from collections.abc import Iterator

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.problems import N_
from xlsforms.measures import is_guidance
from xlsforms.scheme import GRADES, INDICATORS, TARGETS, VETOES, Scheme, SchemeRow

OF_A_VISIT = FaultKind(
    N_("“%(measure)s” is noted on visits of guidance, which never score."),
    N_("Have it looked at in a site check, or given by hand, and name that measure."),
)
_SHEETS = (INDICATORS, VETOES, GRADES, TARGETS)
_COLUMNS = ("measure", "of", "applies_when", "band", "metric")
_NAME = re.compile(r"[a-z][a-z0-9_.]*")


def check_guidance(scheme: Scheme) -> Iterator[Fault]:
    """Yield every measure of a visit that a scheme names."""
    for sheet in _SHEETS:
        for row in scheme.rows_of(sheet):
            yield from _check_row(row)
    for rows in scheme.parameters.values():
        for row in rows:
            yield from _check_row(row)


def _check_row(row: SchemeRow) -> Iterator[Fault]:
    for column in _COLUMNS:
        for name in _NAME.findall(row[column]):
            if is_guidance(name):
                yield fault_at(OF_A_VISIT, row, column, measure=name)
