"""A scheme becomes a workbook that an office can go on with: help row, drop-downs, frozen header.

The same scheme and guide always give the same bytes, and reading them gives the same scheme. Text
is never a formula; numbers are numbers where reading them gives the same text again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from xlsforms.raw_sheet import letters_of
from xlsforms.scheme import SETTINGS, SHEETS, Scheme
from xlsforms.scheme_guide import GuideColumn, SchemeGuide
from xlsforms.scheme_measures import help_height, row_height, width_of
from xlsforms.scheme_sheets import column_values, is_plain_number, kinds_rows, sheet_columns
from xlsforms.scheme_table import COMMENT

MOST_CHARACTERS = 32_767
"""A cell of a spreadsheet holds no more."""
_LISTS, _KINDS = "lists", "kinds"
_KINDS_WIDTHS = (12, 22, 44, 44, 40, 40)
_FIRST_ROW, _SPARE_ROWS = 2, 500
_A3 = 8
"""The number that spreadsheet programs have for this size of paper."""
_MADE_AT = datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no time zone
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "header": {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "valign": "vcenter"},
    "help": {
        "italic": True,
        "font_color": "#595959",
        "bg_color": "#F5F5F5",
        "text_wrap": True,
        "valign": "top",
        "font_size": 9,
    },
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "sign": {"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True},
    "cell": {"text_wrap": True, "valign": "top", "align": "left"},
}


class TextTooLong(ValueError):
    """A cell's text is longer than a spreadsheet cell can hold."""


def write_scheme(scheme: Scheme, guide: SchemeGuide, *, all_columns: bool = False) -> bytes:
    """Return the workbook; with `all_columns` also those that no row uses, for a template.

    Raises TextTooLong.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE_AT})
    writer = _Writer(book, {name: book.add_format(dict(one)) for name, one in _FORMATS.items()})
    for sheet in SHEETS:
        columns = sheet_columns(scheme, guide, sheet, all_columns=all_columns)
        writer.write_sheet(sheet, columns, column_values(scheme, guide, sheet))
    if guide.settings:
        writer.add_setting_choices(guide)
    writer.write_kinds(kinds_rows(guide))
    writer.write_lists()
    book.close()
    return file.getvalue()


@dataclass(slots=True)
class _Writer:
    book: Any
    formats: Mapping[str, Any]
    choices: dict[tuple[str, ...], int]
    """Lists of the drop-downs -> their column on the sheet of lists."""

    def __init__(self, book: Any, formats: Mapping[str, Any]) -> None:
        self.book, self.formats, self.choices = book, formats, {}

    def write_sheet(
        self, name: str, columns: tuple[GuideColumn, ...], rows: tuple[Mapping[str, str], ...]
    ) -> None:
        """Write one sheet: names of columns, help, and its rows."""
        sheet = self.book.add_worksheet(name)
        _set_up_printing(sheet)
        sheet.freeze_panes(_FIRST_ROW, 1)
        last = _FIRST_ROW + len(rows) + _SPARE_ROWS
        widths = [width_of(column, rows) for column in columns]
        for place, column in enumerate(columns):
            style = self.formats["text" if column.is_text else "cell"]
            sheet.set_column(place, place, widths[place], style)
            sheet.write_string(0, place, column.name, self.formats["header"])
            mark = f"{COMMENT} " if place == 0 else ""
            sheet.write_string(1, place, mark + _both(column), self.formats["help"])
            self._add_choices(sheet, column, (_FIRST_ROW, place, last, place))
            for number, row in enumerate(rows, _FIRST_ROW):
                self._write_cell(sheet, number, place, row.get(column.name, ""), column)
        sheet.set_row(1, help_height(zip(map(_both, columns), widths, strict=True)))
        for number, row in enumerate(rows, _FIRST_ROW):
            texts = (row.get(column.name, "") for column in columns)
            sheet.set_row(number, row_height(zip(texts, widths, strict=True)))
        if columns:
            sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})

    def _write_cell(self, sheet: Any, row: int, place: int, text: str, column: GuideColumn) -> None:
        if not text:
            return
        if len(text) > MOST_CHARACTERS:
            raise TextTooLong(f"{column.name}, row {row + 1}")
        if not column.is_text and is_plain_number(text):
            sheet.write_number(row, place, float(text), self.formats["cell"])
        elif text.startswith(("=", "+", "-", "@")):
            sheet.write_string(row, place, text, self.formats["sign"])
        else:
            style = self.formats["text" if column.is_text else "cell"]
            sheet.write_string(row, place, text, style)

    def _add_choices(
        self, sheet: Any, column: GuideColumn, cells: tuple[int, int, int, int]
    ) -> None:
        if not column.choices:
            return
        at = self.choices.setdefault(column.choices, len(self.choices))
        letters = letters_of(at + 1)
        rule: dict[str, Any] = {
            "validate": "list",
            "source": f"={_LISTS}!${letters}$1:${letters}${len(column.choices)}",
            "ignore_blank": True,
            "show_error": not column.is_open,
        }
        sheet.data_validation(*cells, rule)

    def add_setting_choices(self, guide: SchemeGuide) -> None:
        """Let each setting offer its own choices."""
        sheet = self.book.get_worksheet_by_name(SETTINGS)
        for number, setting in enumerate(guide.settings, _FIRST_ROW):
            self._add_choices(sheet, setting, (number, 1, number, 1))

    def write_kinds(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Write the sheet that explains the kinds of rules and decisions."""
        sheet = self.book.add_worksheet(_KINDS)
        _set_up_printing(sheet)
        sheet.freeze_panes(1, 0)
        for place, width in enumerate(_KINDS_WIDTHS):
            sheet.set_column(place, place, width, self.formats["cell"])
        for number, row in enumerate(rows):
            sheet.set_row(number, row_height(zip(row, _KINDS_WIDTHS, strict=True)))
            style = self.formats["cell" if number else "header"]
            for place, text in enumerate(row):
                sheet.write_string(number, place, text, style)

    def write_lists(self) -> None:
        """Write the hidden sheet of all drop-down lists."""
        sheet = self.book.add_worksheet(_LISTS)
        sheet.hide()
        for choices, place in self.choices.items():
            for number, text in enumerate(choices):
                sheet.write_string(number, place, text)


def _set_up_printing(sheet: Any) -> None:
    """Let all columns stand on one page, and their names at the top of each."""
    sheet.set_paper(_A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _both(column: GuideColumn) -> str:
    return "\n".join(one for one in (column.help_zh, column.help_en) if one)
