"""A value as the XML of its cell (ECMA-376 part 1, section 18.3.1.4), typed and never a formula.

Most cells are labels, codes and small numbers of a few hundred choices, over and over: what is made
of a short one is remembered.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from html import escape
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from exports.spreadsheet import ColumnKind, clean_text, looks_like_formula

if TYPE_CHECKING:
    from xlsxwriter import Workbook

FilledValue: TypeAlias = str | int | Decimal | float | date | bool

_MOST_DIGITS = 10**15  # Excel keeps 15 digits of a number
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - the file format has no time zone
_FIRST_DATE = date(1900, 3, 1)  # before it, Excel counts a 29 February that never was
_TEXT_FORMAT, _DATE_FORMAT, _DATETIME_FORMAT = "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_NUMBER_FORMATS: Mapping[ColumnKind, str] = {
    ColumnKind.INTEGER: "0",
    ColumnKind.PERCENT: "0.0%",
}
_HEADER: Mapping[str, str | bool | int] = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "bg_color": "#E3F0F0",
    "bottom": 1,
    "num_format": _TEXT_FORMAT,
}
_LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_REMEMBERED_CELLS, _REMEMBERED_CHARACTERS = 16_384, 100


class CellXml:
    """Makes the cells of one workbook."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._header_style = _index(workbook, _HEADER)
        self._styles: dict[tuple[str, bool], int] = {}
        self._remembered = lru_cache(maxsize=_REMEMBERED_CELLS, typed=True)(self._made)

    def of(self, kind: ColumnKind, value: FilledValue) -> str:
        """Return a cell's XML from the end of its place on: `" s="2"><v>7</v></c>`."""
        is_short_text = type(value) is str and len(value) <= _REMEMBERED_CHARACTERS
        if is_short_text or type(value) is int:
            return self._remembered(kind, value)
        return self._made(kind, value)

    def header(self, title: str) -> str:
        """Return the XML of a cell above a column, from the end of its place on."""
        return _text_cell(self._header_style, clean_text(title))

    def _made(self, kind: ColumnKind, value: FilledValue) -> str:
        written = _writable(kind, value)
        if isinstance(written, str):
            text = clean_text(written)
            style = self._style(_TEXT_FORMAT, is_quoted=looks_like_formula(text))
            return _text_cell(style, text)
        if isinstance(written, bool):
            return f'" s="{self._style("General")}" t="b"><v>{written:d}</v></c>'
        if isinstance(written, datetime):
            days = (written - _DAY_ZERO) / timedelta(days=1)
            return f'" s="{self._style(_DATETIME_FORMAT)}"><v>{days:.16G}</v></c>'
        if isinstance(written, date):
            days = written.toordinal() - _DAY_ZERO.toordinal()
            return f'" s="{self._style(_DATE_FORMAT)}"><v>{days}</v></c>'
        style = self._style(_NUMBER_FORMATS.get(kind, "General"))
        return f'" s="{style}"><v>{written:.16G}</v></c>'

    def _style(self, number_format: str, *, is_quoted: bool = False) -> int:
        key = (number_format, is_quoted)
        if key not in self._styles:
            properties: dict[str, str | bool] = {"num_format": number_format, "valign": "top"}
            if is_quoted:
                properties["quote_prefix"] = True
            self._styles[key] = _index(self._workbook, properties)
        return self._styles[key]


def _index(workbook: "Workbook", properties: Mapping[str, str | bool | int]) -> int:
    """Return the number of a new format in the workbook."""
    made = workbook.add_format(dict(properties))
    number: int = made._get_xf_index()  # noqa: SLF001 - as cells of xlsxwriter do
    return number


def _text_cell(style: int, text: str) -> str:
    """Return a cell of a clean text that gives back its blanks, line ends and `_x0041_`."""
    escaped = escape(_LOOKS_ESCAPED.sub(r"_x005F_\1", text), quote=False)
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f'" s="{style}" t="inlineStr"><is><t{space}>{escaped}</t></is></c>'


def _writable(kind: ColumnKind, value: FilledValue) -> str | int | float | date | bool:
    """Return the value as Excel can hold it: what it would change is written as text."""
    if isinstance(value, str | bool):
        return value
    if kind is ColumnKind.IDENTIFIER:
        return _plain(value)
    if isinstance(value, datetime):
        local = value.replace(tzinfo=None)
        return local if local.date() >= _FIRST_DATE else str(local)
    if isinstance(value, date):
        return value if value >= _FIRST_DATE else value.isoformat()
    return _number(value)


def _number(value: int | Decimal | float) -> float | str:
    if isinstance(value, int):
        return value if abs(value) < _MOST_DIGITS else str(value)
    if not isfinite(value):
        return str(value)
    number = float(value)
    return _plain(value) if number.is_integer() and abs(number) >= _MOST_DIGITS else number


def _plain(value: FilledValue) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
