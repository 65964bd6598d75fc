"""Sheets without kinds, and cells that name levels or metrics: stages, records, targets."""

from collections.abc import Iterator
from typing import TypeVar

from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.described.target_metrics import METRICS, Metric, counted_by
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.kinds.bind import Unbound, bind
from server.domain.schemes.reading.sheet_columns import RecordColumns, StageColumns
from server.problems import N_
from xlsforms.scheme import RECORDS, STAGES, Scheme, SchemeRow

C = TypeVar("C")

FOREIGN_COLUMN = FaultKind(
    N_("This sheet has no column “%(column)s”."),
    N_("Correct the name of the column in row 1, or let it begin with #."),
)
COLUMN_TWICE = FaultKind(
    N_("The records “%(kind)s” have the column “%(column)s” twice."),
    N_("Keep one of the two rows."),
)
NO_LEVEL = FaultKind(
    N_("“%(text)s” is no level of this scheme; it counts as a department."),
    N_("If a level is meant, write it as in the setting “levels”: %(levels)s."),
    is_warning=True,
)
FOREIGN_LEVEL = FaultKind(
    N_("“%(text)s” is no level of this scheme."),
    N_("Write it as in the setting “levels”, or leave it as a remark: %(levels)s."),
    is_warning=True,
)
NO_METRIC = FaultKind(
    N_("Nothing tells who counts as “%(text)s”: this target will have no figures."),
    N_("Write one of: %(choices)s, or a kind of the sheet “records”."),
    is_warning=True,
)
_EVERYBODY = frozenset({"self", "enterprise"})
"""The one who is evaluated stands in stages too, whatever the levels are."""


def check_sheets(scheme: Scheme, settings: SchemeSettings) -> Iterator[Fault]:
    """Yield what is wrong with stages and records, and levels that the scheme does not name."""
    seen: set[tuple[str, str]] = set()
    for row in scheme.records:
        columns, found = _bound(RecordColumns, RECORDS, row)
        yield from found
        if columns is not None:
            if (columns.kind, columns.column) in seen:
                facts = {"kind": columns.kind, "column": columns.column}
                yield Fault(COLUMN_TWICE, row.sheet, row.number or None, "column", facts)
            seen.add((columns.kind, columns.column))
    for row in scheme.stages:
        stage, found = _bound(StageColumns, STAGES, row)
        yield from found
        if stage is not None:
            yield from _foreign(FOREIGN_LEVEL, row, "level", stage.level.split(), settings)
    for row in scheme.targets:
        yield from _unknown_metric(row, scheme)
    for row in scheme.indicators:
        yield from _foreign(NO_LEVEL, row, "assessor", _words(row["assessor"]), settings)


def _unknown_metric(row: SchemeRow, scheme: Scheme) -> Iterator[Fault]:
    by = counted_by(row["metric"])
    is_record = by.metric is Metric.RECORDS
    if is_record and all(one["kind"] != by.name for one in scheme.records):
        choices = ", ".join(METRICS)
        yield fault_at(NO_METRIC, row, "metric", text=by.name, choices=choices)


def _bound(kind: type[C], sheet: str, row: SchemeRow) -> tuple[C | None, tuple[Fault, ...]]:
    try:
        return bind(kind, sheet, row, frozenset()), ()
    except Unbound as unbound:
        return None, tuple(_named(one) for one in unbound.faults)


def _named(one: Fault) -> Fault:
    if one.kind is not faults.FOREIGN_PARAMETER:
        return one
    return Fault(FOREIGN_COLUMN, one.sheet, one.row, one.column, {"column": one.column})


def _words(text: str) -> list[str]:
    return text.replace(",", " ").replace("、", " ").replace("，", " ").split()


def _foreign(
    kind: FaultKind, row: SchemeRow, column: str, words: list[str], settings: SchemeSettings
) -> Iterator[Fault]:
    foreign = [one for one in words if one not in settings.levels and one not in _EVERYBODY]
    if foreign:
        levels = ", ".join(settings.levels)
        yield fault_at(kind, row, column, text=", ".join(foreign), levels=levels)
