"""Targets of a campaign as the spreadsheet that the page offers: a row a target and area."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import gettext

from exports.profiles.export_form import Notes
from exports.profiles.targets_xlsx import TargetCells, targets_spreadsheet
from exports.spreadsheet import Spreadsheet
from server.domain.schemes.reading.targets import TargetCount, TargetResult
from server.operations.count_targets import CountedTarget
from server.web.office.evaluations.chosen import Chosen
from server.web.office.evaluations.target_words import badge, goal_words, metric_words
from server.web.office.evaluations.words import name_of
from server.web.office.frame import Place
from server.web.office.schemes.cell_words import condition_words
from server.web.office.spreadsheets import here_and_now, reader_words
from xlsforms.scheme import TARGETS


def targets_sheet(found: Chosen, place: Place, counted: Sequence[CountedTarget]) -> Spreadsheet:
    """Return the spreadsheet of targets in the reader's language."""
    lines = (
        (gettext("Campaign"), found.campaign.name),
        (gettext("Scheme"), name_of(found.scheme.settings.name)),
        (gettext("Area"), place.area.name if place.area is not None else gettext("All you see")),
    )
    rows = [row for one in counted for row in _rows(found, one)]
    notes = Notes(made_at=here_and_now(), lines=lines)
    return targets_spreadsheet(rows, words=reader_words(), notes=notes)


def _rows(found: Chosen, one: CountedTarget) -> Iterator[TargetCells]:
    yield _cells(found, one, one.count, one.result)
    for count, result in one.areas:
        yield _cells(found, one, count, result)


def _cells(
    found: Chosen, one: CountedTarget, count: TargetCount | None, result: TargetResult | None
) -> TargetCells:
    row, columns = one.row, one.row.columns
    is_area = count is not None and bool(count.area)
    is_reached = result.is_reached if is_area and result is not None else one.is_reached
    return TargetCells(
        code=row.code,
        name=name_of(row.name),
        area=count.area if count is not None else "",
        who=metric_words(one.by, columns.unit),
        band=_band(found, row.code),
        goal=goal_words(row, columns.goal),
        stretch=goal_words(row, columns.stretch),
        counted=None if count is None else count.part,
        of_all=None if count is None else count.whole,
        share=None if count is None or not count.whole else Decimal(count.part) / count.whole,
        missing=_missing(one, result, is_area=is_area),
        due=None if result is None else result.due,
        state=badge(is_reached, row, is_counted=one.is_counted)[1],
        note=name_of(row.remark),
    )


def _missing(one: CountedTarget, result: TargetResult | None, *, is_area: bool) -> int | None:
    """Return how many are missing; where each area has to reach the goal, in all areas together."""
    if is_area or not one.areas:
        return None if result is None else result.lacking
    lacking = [each.lacking for _, each in one.areas if each.lacking is not None]
    return sum(lacking) if lacking else None


def _band(found: Chosen, code: str) -> str:
    source = found.scheme.source
    rows = (row for row in source.rows_of(TARGETS) if row["code"] == code)
    return next((condition_words(source, row["band"]) for row in rows), "")
