"""Which columns and rows the sheets of a written scheme workbook have."""

import re
from collections.abc import Iterator, Mapping

from xlsforms.scheme import PARAMETERS, SETTINGS, Cells, Scheme
from xlsforms.scheme_guide import GuideColumn, SchemeGuide

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_MOST_DIGITS = 15
_FIXED: Mapping[str, tuple[GuideColumn, ...]] = {
    SETTINGS: (
        GuideColumn("setting", "", "", is_text=True, width=26),
        GuideColumn("value", "", "", is_text=True, width=44),
        GuideColumn("help", "", "", width=70),
    ),
    PARAMETERS: (
        GuideColumn("code", "", "", is_text=True),
        GuideColumn("parameter", "", "", width=20),
        GuideColumn("row", "", "", width=8),
        GuideColumn("value", "", "", width=44),
    ),
}
_KIND_TITLES = (
    "sheet",
    "kind",
    "中文",
    "English",
    "columns of its row",
    "parameters of its list (sheet “parameters”)",
)


def is_plain_number(text: str) -> bool:
    """Tell whether a spreadsheet program gives back exactly this text for the number it is."""
    digits = len(text.replace(".", "").replace("-", "").lstrip("0"))
    return text != "-0" and digits <= _MOST_DIGITS and bool(_NUMBER.fullmatch(text))


def sheet_columns(
    scheme: Scheme, guide: SchemeGuide, sheet: str, *, all_columns: bool
) -> tuple[GuideColumn, ...]:
    """Return the columns of a sheet: the guide's in its order, then others that rows use."""
    known = guide.columns.get(sheet, ())
    if sheet in _FIXED:
        by_name = {one.name: one for one in known}
        return tuple(by_name.get(one.name, one) for one in _FIXED[sheet])
    used = {column for row in scheme.rows_of(sheet) for column in row.cells}
    kept = [one for one in known if all_columns or one.is_common or one.name in used]
    others = sorted(used - {one.name for one in known})
    if not kept and others:
        others = sorted(others, key=lambda name: (name != "code", name))
    return (*kept, *(GuideColumn(name, "", "", is_text=name == "code") for name in others))


def column_values(scheme: Scheme, guide: SchemeGuide, sheet: str) -> tuple[Cells, ...]:
    """Return the rows of a sheet, each with its cells by column."""
    if sheet == SETTINGS:
        return tuple(_settings(scheme, guide))
    if sheet == PARAMETERS:
        return tuple(_parameters(scheme))
    return tuple(row.cells for row in scheme.rows_of(sheet))


def _settings(scheme: Scheme, guide: SchemeGuide) -> Iterator[Cells]:
    """Yield all settings of the guide, filled or not, then others in the order of their names."""
    for one in guide.settings:
        text = "\n".join(part for part in (one.help_zh, one.help_en) if part)
        yield {"setting": one.name, "value": scheme.setting(one.name), "help": text}
    named = {one.name for one in guide.settings}
    for name in sorted(set(scheme.settings) - named):
        yield {"setting": name, "value": scheme.setting(name)}


def _parameters(scheme: Scheme) -> Iterator[Cells]:
    """Yield the cells of all lists, one under another, codes in the order of the indicators."""
    order = {
        row["code"]: place
        for place, row in enumerate((*scheme.indicators, *scheme.vetoes, *scheme.grades))
    }
    for code in sorted(scheme.parameters, key=lambda one: (order.get(one, len(order)), one)):
        for number, row in enumerate(scheme.parameters[code], 1):
            for name in sorted(row.cells):
                yield {
                    "code": code,
                    "parameter": name,
                    "row": str(number),
                    "value": row.cells[name],
                }


def kinds_rows(guide: SchemeGuide) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the sheet that explains the kinds, its header first."""
    yield _KIND_TITLES
    for one in guide.kinds:
        lists = ", ".join(one.list_columns)
        yield (one.sheet, one.name, one.help_zh, one.help_en, ", ".join(one.columns), lists)
