"""Findings as the spreadsheet that their page offers."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext

from exports.profiles.export_form import Notes
from exports.profiles.findings_xlsx import FindingCells, findings_spreadsheet
from exports.spreadsheet import Spreadsheet
from server.domain.findings import FOLLOWED_UP_ON, NO_DATE, NOTE, REASON, read_day
from server.store.queries.findings import FindingRow
from server.web.office.findings.words import kind_word, standing_of_row, standing_word
from server.web.office.frame import Place
from server.web.office.spreadsheets import here_and_now, reader_words


def findings_sheet(place: Place, rows: Iterable[FindingRow]) -> Spreadsheet:
    """Return the spreadsheet of some findings in the reader's language."""
    lines = (
        (gettext("Project"), place.project.name),
        (gettext("Area"), place.area.name if place.area else gettext("All areas")),
    )
    notes = Notes(made_at=here_and_now(), lines=lines)
    return findings_spreadsheet(_cells(rows), words=reader_words(), notes=notes)


def _cells(rows: Iterable[FindingRow]) -> Iterator[FindingCells]:
    for row in rows:
        yield FindingCells(
            enterprise=row.enterprise_name or row.data.get("enterprise_name", ""),
            uscc=row.uscc,
            area=row.area_name,
            campaign=row.campaign_name,
            kind=kind_word(row.kind),
            what=row.label,
            found_on=row.found_on,
            due_on=None if row.due_on == NO_DATE else row.due_on,
            state=standing_word(standing_of_row(row)).text,
            followed_up_on=read_day(row.data.get(FOLLOWED_UP_ON)),
            rectified_on=row.rectified_on,
            note=row.data.get(NOTE) or None,
            reason=row.data.get(REASON) or None,
        )
