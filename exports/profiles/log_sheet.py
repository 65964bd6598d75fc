"""The sheet of how submissions were filled in: the log of Collect, one row an event.

What was changed from what to what stays out: such values may be personal data.
"""

from collections.abc import Iterator

from exports.profiles.export_form import ExportRow
from exports.profiles.words import Words
from exports.spreadsheet import Column, ColumnKind, Row, Sheet


def log_sheet(words: Words) -> Sheet:
    """Return the empty sheet; its rows are keyed to submissions as those of repeats are."""
    return Sheet(
        words.log["sheet"],
        (
            Column(words.enterprise, width=32),
            Column(words.uscc, ColumnKind.IDENTIFIER, width=22),
            Column(words.log["event"], width=18),
            Column(words.log["node"], ColumnKind.IDENTIFIER, width=40),
            Column(words.log["start"], ColumnKind.DATETIME),
            Column(words.log["end"], ColumnKind.DATETIME),
            Column(words.log["place"], ColumnKind.IDENTIFIER, width=30),
            Column(words.parent_key, ColumnKind.IDENTIFIER, width=44),
        ),
    )


def log_rows(row: ExportRow) -> Iterator[Row]:
    """Yield the events of a submission in the order of its log."""
    for one in row.events:
        place = one.place or None
        when = one.start, one.end
        yield (row.enterprise_name, row.uscc, one.event, one.node, *when, place, row.key)
