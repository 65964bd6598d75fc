"""A worksheet whose text cells are written as text whatever they hold, and quickly.

xlsxwriter takes a text between `<r>` and `</r>` for markup of its own and writes it as it is, so an
answer could break the file. Most cells are labels and codes that come again, so what is made of a
short text is remembered. Loaded where a workbook is written, since it loads xlsxwriter.
"""

import re
from functools import lru_cache
from html import escape

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple, Worksheet

_REMEMBERED_TEXTS, _REMEMBERED_CHARACTERS = 4_096, 100

_LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")


class TextWorksheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet of a workbook in constant memory, where each row is written when the next begins."""

    def _write_cell(self, row: int, col: int, cell: CellStringTuple | CellNumberTuple) -> None:
        """Write text cells with a format here, all others as xlsxwriter does."""
        if not isinstance(cell, CellStringTuple) or cell.format is None:
            super()._write_cell(row, col, cell)
            return
        text = cell.string
        written = _short(text) if len(text) <= _REMEMBERED_CHARACTERS else _element(text)
        place = xl_rowcol_to_cell_fast(row, col)
        style = cell.format._get_xf_index()  # noqa: SLF001 - as the method replaced here does
        self.fh.write(f'<c r="{place}" s="{style}" t="inlineStr"><is>{written}</is></c>')


def _element(text: str) -> str:
    """Return a clean text as an element that gives back its blanks, line ends and `_x0041_`."""
    escaped = escape(_LOOKS_ESCAPED.sub(r"_x005F_\1", text), quote=False)
    is_bare = text == text.strip()
    return f"<t>{escaped}</t>" if is_bare else f'<t xml:space="preserve">{escaped}</t>'


_short = lru_cache(maxsize=_REMEMBERED_TEXTS)(_element)
