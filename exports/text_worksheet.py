"""A worksheet of xlsxwriter that takes rows of ready cells, and text as text whatever it holds.

xlsxwriter writes one cell at a time, which for the sheets of an export is most of the work; and it
takes a text between `<r>` and `</r>` for markup of its own, so a title could break the file. Loaded
where a workbook is written, since it loads xlsxwriter.
"""

from collections.abc import Iterable

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple, Worksheet

from exports.xlsx_cells import text_element


class TextWorksheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet of a workbook in constant memory, where each row is written when the next begins."""

    previous_row: int

    letters = staticmethod(xl_col_to_name)
    """Return the letters of a column, given its position from 0 on."""

    def write_cells(self, row: int, cells: Iterable[str]) -> None:
        """Write a whole row below those before it, given the XML of its cells in their order."""
        self._write_single_row(row)
        self._check_dimensions(row, 0)
        self.fh.write(f'<row r="{row + 1}">{"".join(cells)}</row>')

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Write what waits of the row before; a row of ready cells is in the file already."""
        if self.table[self.previous_row]:
            super()._write_single_row(current_row_num)
        self.previous_row = current_row_num

    def _write_cell(self, row: int, col: int, cell: CellStringTuple | CellNumberTuple) -> None:
        """Write text cells with a format here, all others as xlsxwriter does."""
        if not isinstance(cell, CellStringTuple) or cell.format is None:
            super()._write_cell(row, col, cell)
            return
        place = xl_rowcol_to_cell_fast(row, col)
        style = cell.format._get_xf_index()  # noqa: SLF001 - as the method replaced here does
        text = text_element(cell.string)
        self.fh.write(f'<c r="{place}" s="{style}" t="inlineStr"><is>{text}</is></c>')
