"""Tables to import, written as rows of texts."""

from collections.abc import Sequence

from server.domain.import_table import ImportCell, ImportLine, ImportTable

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def table(header: Sequence[str], *rows: Sequence[str | None]) -> ImportTable:
    """Return a table whose header stands in row 1; missing cells at the end are empty."""
    lines = []
    for number, row in enumerate(rows, start=2):
        texts = [*row, *[None] * (len(header) - len(row))]
        cells = tuple(
            ImportCell(f"{LETTERS[place]}{number}", text) for place, text in enumerate(texts)
        )
        lines.append(ImportLine(number, cells))
    return ImportTable(tuple(header), 1, tuple(lines))
