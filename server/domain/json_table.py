"""Rows as JSON objects become a table to import, as if they had come in a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence

from server.domain.import_table import ImportCell, ImportLine, ImportTable

MOST_ROWS = 20_000
MOST_COLUMNS = 200


class NotRows(Exception):
    """What was sent is no list of flat objects; `place` says where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def table_of_rows(rows: object, titles: Mapping[str, Sequence[str]]) -> ImportTable:
    """Return rows as a table; `titles`: a column's key -> the titles that it goes by.

    The keys of a row are keys or titles of columns; a cell's address is its row, counted from 1,
    and its key. Raises NotRows.
    """
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise NotRows("rows")
    flat = [_flat(row, number) for number, row in enumerate(rows, 1)]
    keys = tuple(dict.fromkeys(key for row in flat for key in row))
    if len(keys) > MOST_COLUMNS:
        raise NotRows("rows")
    header = tuple(titles[key][0] if key in titles else key for key in keys)
    return ImportTable(header, 0, tuple(_lines(flat, keys)))


def _flat(row: object, number: int) -> Mapping[str, str | None]:
    if not isinstance(row, dict):
        raise NotRows(f"rows.{number}")
    return {str(key): _text(value, f"rows.{number}.{key}") for key, value in row.items()}


def _text(value: object, place: str) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise NotRows(place)


def _lines(rows: Sequence[Mapping[str, str | None]], keys: Sequence[str]) -> Iterable[ImportLine]:
    for number, row in enumerate(rows, 1):
        cells = (ImportCell(f"{number}.{key}", row.get(key)) for key in keys)
        yield ImportLine(number, tuple(cells))
