"""A worksheet of xlsxwriter that takes rows of ready cells, and text as text whatever it holds.

xlsxwriter writes one cell at a time, which for the sheets of an export is most of the work; and it
takes a text between `<r>` and `</r>` for markup of its own, so a title could break the file. Loaded
where a workbook is written, since it loads xlsxwriter.
"""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet


class TextWorksheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet of a workbook in constant memory, to which rows are written whole."""

    previous_row: int

    letters = staticmethod(xl_col_to_name)
    """Return the letters of a column, given its position from 0 on."""

    def write_cells(self, row: int, cells: Sequence[str]) -> None:
        """Write a whole row below those before it, given the XML of its cells in their order."""
        self._write_single_row(row)
        self._check_dimensions(row, max(0, len(cells) - 1))
        self.fh.write(f'<row r="{row + 1}">{"".join(cells)}</row>')

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Go on to a row; no cells of the one before wait, where xlsxwriter would write them."""
        self.previous_row = current_row_num
