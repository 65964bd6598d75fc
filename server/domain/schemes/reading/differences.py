"""What differs between two versions of a scheme: rows added, removed, changed, with old and new."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from xlsforms.scheme import PARAMETERS, RECORDS, SETTINGS, SHEETS, STAGES, Cells, Scheme

_KEYS: Mapping[str, tuple[str, ...]] = {RECORDS: ("kind", "column"), STAGES: ("order",)}


class Change(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """It says the same, but stands in another place among the rows that both have."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell with what it was and what it is; empty: there was, or is, nothing."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that differs."""

    sheet: str
    key: str
    """What the row is known by: its code, the name of a setting, `CODE/n` for a list's row n."""
    change: Change
    cells: tuple[CellChange, ...]
    name_zh: str = ""
    name_en: str = ""


def differences(old: Scheme, new: Scheme) -> tuple[Difference, ...]:
    """Return all that differs, sheet by sheet in the order of the new version, removed rows last.

    That a row only stands further down, since others were added above, is no difference.
    """
    return tuple(
        one for sheet in SHEETS for one in _of_sheet(sheet, _keyed(old, sheet), _keyed(new, sheet))
    )


def _of_sheet(
    sheet: str, old: Mapping[str, Cells], new: Mapping[str, Cells]
) -> Iterator[Difference]:
    moved = _moved(old, new) if sheet not in {SETTINGS, PARAMETERS} else frozenset()
    for key, cells in new.items():
        if key not in old:
            yield _difference(sheet, key, Change.ADDED, {}, cells)
        elif cells != old[key]:
            yield _difference(sheet, key, Change.CHANGED, old[key], cells)
        elif key in moved:
            yield _difference(sheet, key, Change.MOVED, cells, cells)
    for key, cells in old.items():
        if key not in new:
            yield _difference(sheet, key, Change.REMOVED, cells, {})


def _difference(sheet: str, key: str, change: Change, old: Cells, new: Cells) -> Difference:
    columns = [*new, *(name for name in old if name not in new)]
    cells = tuple(
        CellChange(name, old.get(name, ""), new.get(name, ""))
        for name in columns
        if old.get(name, "") != new.get(name, "")
    )
    named = new or old
    return Difference(sheet, key, change, cells, named.get("name_zh", ""), named.get("name_en", ""))


def _keyed(scheme: Scheme, sheet: str) -> Mapping[str, Cells]:
    """Return the rows of a sheet by what they are known by."""
    if sheet == SETTINGS:
        return {name: {"value": row["value"]} for name, row in scheme.settings.items()}
    if sheet == PARAMETERS:
        return {
            f"{code}/{number}": row.cells
            for code, rows in scheme.parameters.items()
            for number, row in enumerate(rows, 1)
        }
    found: dict[str, Cells] = {}
    times: dict[str, int] = {}
    for row in scheme.rows_of(sheet):
        columns = _KEYS.get(sheet, ("code",))
        key = " ".join(row[column] for column in columns if row[column]) or row["name_zh"]
        times[key] = times.get(key, 0) + 1
        found[key if times[key] == 1 else f"{key}′{times[key]}"] = row.cells
    return found


def _moved(old: Mapping[str, Cells], new: Mapping[str, Cells]) -> frozenset[str]:
    """Return the fewest rows that must be taken out for the others to stand in the same order."""
    places = {key: place for place, key in enumerate(old)}
    both = [key for key in new if key in places]
    ends: list[int] = []  # the smallest place in which a rising run of each length ends
    keys: list[str] = []  # and the row that stands there
    before: dict[str, str | None] = {}
    for key in both:
        length = bisect_left(ends, places[key])
        before[key] = keys[length - 1] if length else None
        ends[length : length + 1], keys[length : length + 1] = [places[key]], [key]
    kept, at = set(), keys[-1] if keys else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return frozenset(both) - kept
