"""The sentences of problems that only workbooks of schemes have: what is wrong, what to do."""

from xlsforms.problem_codes import N_, ProblemCode

_C = ProblemCode
_SAVE_AS_XLSX = N_("Save it in Excel, WPS or LibreOffice as .xlsx and upload that file.")
_TYPE_AS_TEXT = N_("Format the column as text, then type the cell anew.")
_ONE_ROW_EACH = N_("Delete one of the two rows.")

SCHEME_TEXTS: dict[ProblemCode, tuple[str, str]] = {
    _C.NOT_XLSX: (N_("The file is not an Excel workbook (.xlsx)."), _SAVE_AS_XLSX),
    _C.OLD_WORKBOOK: (N_("The file is an old Excel workbook (.xls)."), _SAVE_AS_XLSX),
    _C.NO_SHEET: (
        N_("The workbook has no sheet “%(name)s”."),
        N_("Add it; the empty template has all sheets."),
    ),
    _C.FOREIGN_SHEET: (
        N_("A scheme has no sheet of this name."),
        N_("Correct the name, or let it begin with # if the sheet is only for yourself."),
    ),
    _C.SHEET_TWICE: (
        N_("The sheet “%(name)s” is there twice."),
        N_("Let the name of one of them begin with #."),
    ),
    _C.NO_COLUMN: (
        N_("The sheet has no column “%(name)s”."),
        N_("Write the names of the columns into row 1, as in the empty template."),
    ),
    _C.COLUMN_TWICE: (
        N_("The column “%(name)s” is there twice."),
        N_("Keep one of the two columns."),
    ),
    _C.CELL_WITHOUT_COLUMN: (
        N_("“%(value)s” stands in a column without a name."),
        N_("Name the column in row 1, or empty the cell."),
    ),
    _C.EMPTY_CELL: (N_("There is nothing here."), N_("Fill in the cell.")),
    _C.ERROR_VALUE: (
        N_("The cell shows the error %(value)s."),
        N_("Correct the formula, or type the value."),
    ),
    _C.FORMULA_WITHOUT_VALUE: (
        N_("The cell holds a formula whose result was not saved."),
        N_("Type the value, or save the workbook again in a spreadsheet program."),
    ),
    _C.DATE_IN_CELL: (
        N_("The spreadsheet program has turned what was typed into the date %(value)s."),
        _TYPE_AS_TEXT,
    ),
    _C.MERGED_CELLS: (
        N_("The cells %(value)s are merged; only the first holds what all of them show."),
        N_("Unmerge them and fill in every cell."),
    ),
    _C.LOST_ZERO: (
        N_("The code %(value)s is a number here; it may have been %(value)s0."),
        _TYPE_AS_TEXT,
    ),
    _C.TOO_MANY_ROWS: (
        N_("This sheet has %(count)s rows; %(limit)s are the most."),
        N_("Delete the rows from here on that are no part of the table."),
    ),
    _C.SETTING_TWICE: (N_("The setting “%(value)s” is there twice."), _ONE_ROW_EACH),
    _C.BAD_ROW_NUMBER: (
        N_("“%(value)s” is not the number of a row of a list."),
        N_("Write 1 for the first row of the list of this code, then 2, 3 and so on."),
    ),
    _C.LIST_ROW_MISSING: (
        N_("The list of %(of)s has no row %(value)s."),
        N_("Number its rows 1, 2, 3 and so on, without gaps."),
    ),
    _C.PARAMETER_TWICE: (
        N_("Row %(list_row)s of the list of %(of)s has “%(value)s” twice."),
        _ONE_ROW_EACH,
    ),
}
