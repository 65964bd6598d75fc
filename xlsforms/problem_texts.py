"""The sentences of all problems of form and scheme workbooks: what is wrong, and what to do.

Every pair is a translatable source text (`N_`); placeholders are filled from a problem's `details`.
"""

from enum import Enum


def N_(text: str) -> str:  # noqa: N802 - the name that the extraction of texts looks for
    """Return the text unchanged: it is marked for translation."""
    return text


class ProblemCode(Enum):
    """Stable names of what can be wrong with a workbook or an XForm."""

    OTHER = "other"
    FILE_TOO_LARGE = "file_too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    LOCKED_WORKBOOK = "locked_workbook"
    BROKEN_ARCHIVE = "broken_archive"
    TOO_MANY_PARTS = "too_many_parts"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    UNSAFE_PART_NAME = "unsafe_part_name"
    ENTITIES_IN_PART = "entities_in_part"
    FAR_CELL = "far_cell"
    TOO_COSTLY = "too_costly"
    CANNOT_BE_READ = "cannot_be_read"
    CONTROL_CHARACTER = "control_character"
    TOO_DEEP = "too_deep"
    CONVERTER = "converter"
    NOT_A_FORM = "not_a_form"
    NAMESPACE_TAKEN = "namespace_taken"
    XFORM_TOO_LARGE = "xform_too_large"
    XFORM_NOT_XML = "xform_not_xml"
    XFORM_DOCTYPE = "xform_doctype"
    XFORM_TOO_MANY_NODES = "xform_too_many_nodes"
    XFORM_INCOMPLETE = "xform_incomplete"
    NO_FORM_ID = "no_form_id"
    BAD_FORM_ID = "bad_form_id"
    BAD_VERSION = "bad_version"
    NO_TITLE = "no_title"
    SUBMISSION_ACTION = "submission_action"
    ENTITIES_VERSION = "entities_version"
    BAD_DATASET = "bad_dataset"
    BAD_SAVE_TO = "bad_save_to"
    LABEL_TOO_LONG = "label_too_long"
    PHONE_NAME = "phone_name"
    PHONE_EXPRESSION = "phone_expression"
    PHONE_LIST = "phone_list"
    BAD_MEASURE = "bad_measure"
    MEASURE_ON_GROUP = "measure_on_group"
    BAD_SCORE = "bad_score"
    SCORE_TWICE = "score_twice"
    SCORE_NO_CHOICE = "score_no_choice"
    SCORE_NOT_SELECT = "score_not_select"
    SCORE_ON_VISIT = "score_on_visit"
    BAD_PII = "bad_pii"
    BAD_ANONYMOUS = "bad_anonymous"
    ANONYMOUS_TYPE = "anonymous_type"
    ANONYMOUS_PRELOAD = "anonymous_preload"
    ANONYMOUS_PII = "anonymous_pii"
    ANONYMOUS_ACTION = "anonymous_action"
    ANONYMOUS_CLOCK = "anonymous_clock"
    ANONYMOUS_ENTITY = "anonymous_entity"
    NOT_XLSX = "not_xlsx"
    OLD_WORKBOOK = "old_workbook"
    NO_SHEET = "no_sheet"
    FOREIGN_SHEET = "foreign_sheet"
    SHEET_TWICE = "sheet_twice"
    NO_COLUMN = "no_column"
    COLUMN_TWICE = "column_twice"
    CELL_WITHOUT_COLUMN = "cell_without_column"
    EMPTY_CELL = "empty_cell"
    ERROR_VALUE = "error_value"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    DATE_IN_CELL = "date_in_cell"
    MERGED_CELLS = "merged_cells"
    LOST_ZERO = "lost_zero"
    TOO_MANY_ROWS = "too_many_rows"
    SETTING_TWICE = "setting_twice"
    BAD_ROW_NUMBER = "bad_row_number"
    LIST_ROW_MISSING = "list_row_missing"
    PARAMETER_TWICE = "parameter_twice"


_C = ProblemCode
_AGAIN = N_("Save it again in Excel, WPS or LibreOffice as .xlsx and upload that file.")
_SAVE_AS_XLSX = N_("Save it in Excel, WPS or LibreOffice as .xlsx and upload that file.")
_REMOVE_OR_NAMED = N_("Remove the question, or set anonymous to no on the settings sheet.")
_SPLIT = N_("Split the form, or move long lists into a CSV file.")
_XFORM_SOURCE = N_("Make the XForm again with the program it came from.")

_TYPE_AS_TEXT = N_("Format the column as text, then type the cell anew.")
_ONE_ROW_EACH = N_("Delete one of the two rows.")
_YES_OR_NO = (N_("“%(value)s” is neither yes nor no."), N_("Write yes or no."))

_SCHEME_TEXTS: dict[ProblemCode, tuple[str, str]] = {
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

TEXTS: dict[ProblemCode, tuple[str, str]] = {
    _C.OTHER: ("%(text)s", ""),
    _C.FILE_TOO_LARGE: (
        N_("The file is larger than %(limit)s MB."),
        N_("Remove pictures and sheets that are not part of the form."),
    ),
    _C.NOT_A_WORKBOOK: (N_("The file is not an Excel workbook (.xlsx or .xls)."), _AGAIN),
    _C.LOCKED_WORKBOOK: (
        N_("The workbook is locked with a password."),
        N_("Remove the password and upload it again."),
    ),
    _C.BROKEN_ARCHIVE: (N_("The workbook file is damaged (%(reason)s)."), _AGAIN),
    _C.TOO_MANY_PARTS: (N_("The workbook file holds more than %(limit)s parts."), _AGAIN),
    _C.UNPACKS_TOO_LARGE: (
        N_("The workbook unpacks to more than %(limit)s MB."),
        N_("Copy only the filled rows and columns into a new workbook."),
    ),
    _C.UNSAFE_PART_NAME: (N_("The workbook file holds a part with a forbidden name."), _AGAIN),
    _C.ENTITIES_IN_PART: (N_("The part %(part)s holds a document type declaration."), _AGAIN),
    _C.FAR_CELL: (
        N_("Cell %(cell)s lies far outside any form."),
        N_("Clear that cell, save, and upload again."),
    ),
    _C.TOO_COSTLY: (
        N_("Reading the workbook takes more memory or time than is allowed."),
        N_("Copy the sheets without their formats into a new workbook."),
    ),
    _C.CANNOT_BE_READ: (N_("The workbook cannot be read (%(reason)s)."), _AGAIN),
    _C.CONTROL_CHARACTER: (
        N_("The text holds an invisible control character (%(character)s)."),
        N_("Delete the cell's text and type it anew."),
    ),
    _C.TOO_DEEP: (
        N_("Groups are nested more than %(limit)s deep."),
        N_("Close groups before new ones begin."),
    ),
    _C.CONVERTER: ("%(text)s", N_("Correct the workbook as the message says.")),
    _C.NOT_A_FORM: (
        N_("This workbook is no form: it has no survey sheet with a column “type”."),
        N_("Choose the workbook of a form. Enterprises and areas have import pages of their own."),
    ),
    _C.NAMESPACE_TAKEN: (
        N_("The prefix concord is declared for something else."),
        N_("Choose another prefix for your own attributes."),
    ),
    _C.XFORM_TOO_LARGE: (N_("The form is larger than %(limit)s MB as XML."), _SPLIT),
    _C.XFORM_NOT_XML: (N_("The form is not readable XML (%(reason)s)."), _XFORM_SOURCE),
    _C.XFORM_DOCTYPE: (N_("The form holds a document type declaration."), _XFORM_SOURCE),
    _C.XFORM_TOO_MANY_NODES: (N_("The form has more than %(limit)s elements."), _SPLIT),
    _C.XFORM_INCOMPLETE: (N_("The form has no %(element)s."), _XFORM_SOURCE),
    _C.NO_FORM_ID: (N_("The form has no form_id."), N_("Write one on the settings sheet.")),
    _C.BAD_FORM_ID: (
        N_("The form_id “%(value)s” cannot be used."),
        N_("Use letters, digits, - and _, without .xls, .xlsx or .xml at the end."),
    ),
    _C.BAD_VERSION: (
        N_("The version “%(value)s” cannot be used."),
        N_("Use a short text such as 2026112101."),
    ),
    _C.NO_TITLE: (
        N_("The form title holds no letter or digit."),
        N_("Write a title that people recognise."),
    ),
    _C.SUBMISSION_ACTION: (
        N_("The form names another address to send answers to."),
        N_("Remove submission_url: answers come to the server that gives out the form."),
    ),
    _C.ENTITIES_VERSION: (
        N_("The entities version “%(value)s” is not supported."),
        N_("Use a version from 2022.1.0 to 2025.1."),
    ),
    _C.BAD_DATASET: (
        N_("The entity list name “%(value)s” cannot be used."),
        N_("Begin with a letter; then letters, digits, - and _."),
    ),
    _C.BAD_SAVE_TO: (
        N_("“%(value)s” cannot be the name of an entity property."),
        N_("Begin with a letter, and use neither name nor label."),
    ),
    _C.LABEL_TOO_LONG: (
        N_("A text is longer than %(limit)s bytes."),
        N_("Shorten it; put long explanations into a document."),
    ),
    _C.PHONE_NAME: (
        N_("Phones cannot read the name “%(value)s”."),
        N_("Use Latin letters, digits, - and _ for names; labels may be in any language."),
    ),
    _C.PHONE_EXPRESSION: (
        N_("Phones cannot read the expression “%(value)s”."),
        N_("Check brackets, quotation marks and operators."),
    ),
    _C.PHONE_LIST: (
        N_("The expression uses the list “%(value)s”, which the form does not have."),
        N_("Ask with select_one_from_file %(value)s.csv in the form, or correct the name."),
    ),
    _C.BAD_MEASURE: (
        N_("“%(value)s” is not the name of a measure."),
        N_("Use lower-case words joined by dots, such as contracts.signing_rate."),
    ),
    _C.MEASURE_ON_GROUP: (
        N_("A group or repeat cannot hold a measure."),
        N_("Move the measure to a question inside it."),
    ),
    _C.BAD_SCORE: (
        N_("“%(value)s” is not a choice with its points."),
        N_("Write choice=points with spaces between, such as 5=100 4=80 3=60."),
    ),
    _C.SCORE_TWICE: (
        N_("The choice “%(value)s” has points twice."),
        N_("Give each choice its points once."),
    ),
    _C.SCORE_NO_CHOICE: (
        N_("The question has no choice “%(value)s”."),
        N_("Use names of the choices sheet."),
    ),
    _C.SCORE_NOT_SELECT: (
        N_("Only select questions can have points."),
        N_("Remove the score, or ask with select_one."),
    ),
    _C.SCORE_ON_VISIT: (N_("Visits never score (%(value)s)."), N_("Remove the score.")),
    _C.BAD_PII: _YES_OR_NO,
    _C.BAD_ANONYMOUS: _YES_OR_NO,
    _C.ANONYMOUS_TYPE: (
        N_("An anonymous form must not ask for %(value)s (%(path)s)."),
        _REMOVE_OR_NAMED,
    ),
    _C.ANONYMOUS_PRELOAD: (
        N_("An anonymous form must not record %(value)s (%(path)s)."),
        _REMOVE_OR_NAMED,
    ),
    _C.ANONYMOUS_PII: (
        N_("An anonymous form must not ask for personal data (%(path)s)."),
        _REMOVE_OR_NAMED,
    ),
    _C.ANONYMOUS_ACTION: (
        N_("An anonymous form must not run %(value)s."),
        _REMOVE_OR_NAMED,
    ),
    _C.ANONYMOUS_CLOCK: (
        N_("An anonymous form must not store %(value)s (%(path)s)."),
        _REMOVE_OR_NAMED,
    ),
    _C.ANONYMOUS_ENTITY: (
        N_("An anonymous form must not write to the entity list “%(value)s”."),
        N_("Remove the entities sheet, or set anonymous to no on the settings sheet."),
    ),
    **_SCHEME_TEXTS,
}
