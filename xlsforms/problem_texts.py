"""The sentences of all problems of form and scheme workbooks: what is wrong, and what to do.

Every pair is a translatable source text (`N_`); placeholders are filled from a problem's `details`.
"""

from xlsforms.problem_codes import N_, ProblemCode
from xlsforms.scheme_problem_texts import SCHEME_TEXTS

_C = ProblemCode
_AGAIN = N_("Save it again in Excel, WPS or LibreOffice as .xlsx and upload that file.")
_REMOVE_OR_NAMED = N_("Remove the question, or set anonymous to no on the settings sheet.")
_SPLIT = N_("Split the form, or move long lists into a CSV file.")
_XFORM_SOURCE = N_("Make the XForm again with the program it came from.")
_YES_OR_NO = (N_("“%(value)s” is neither yes nor no."), N_("Write yes or no."))

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
    _C.CONVERTER_STUMBLED: (
        N_("The program that converts forms stumbles over this workbook."),
        N_("Compare column names and question types with a form that works, and try in parts."),
    ),
    _C.BAD_COLUMN: (
        N_("The column “%(value)s” cannot be used."),
        N_(
            "Texts are label::English (en) with one language; attributes such as bind::x have a "
            "name without spaces that the form does not write by itself."
        ),
    ),
    _C.CHOICES_FROM_ANSWERS: (
        N_("The answers to “%(value)s” cannot be the choices of this question."),
        N_(
            "Only select_one and rank take answers as choices, those of a question in a repeat. "
            "Else write a list on the choices sheet."
        ),
    ),
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
    _C.PHONE_COLON: (
        N_("The name “%(value)s” has a colon, which phones take for a prefix."),
        N_("Write _ instead of the colon."),
    ),
    _C.PHONE_CIRCLE: (
        N_("“%(value)s” depends on itself, so that phones cannot open the form: %(circle)s."),
        N_(
            "Let one of these look at something else. Whether an answer is allowed belongs into a "
            "constraint, which may look at its own question; a first value that stays is once(…)."
        ),
    ),
    _C.PHONE_FUNCTION: (
        N_("Phones do not know the function “%(value)s”, or not with so many arguments."),
        N_("Correct its name, or what stands between its brackets."),
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
    **SCHEME_TEXTS,
}
