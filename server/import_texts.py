"""What is wrong with a value, a cell or a row of an import, in the language of the reader."""

from collections.abc import Mapping

from flask_babel import gettext

from server.domain.credit_code import CreditCodeFault
from server.domain.import_table import ImportFault
from server.problems import N_

FAULT_TEXTS: Mapping[ImportFault, str] = {
    ImportFault.COLUMN_MISSING: N_("The table has no such column. Add it to the header."),
    ImportFault.COLUMN_TWICE: N_("Two columns have this meaning. Delete one of them."),
    ImportFault.CELL_UNRELIABLE: N_("The content of this cell cannot be relied upon."),
    ImportFault.MISSING: N_("This must not be empty."),
    ImportFault.TOO_LONG: N_("This is longer than %(limit)s characters."),
    ImportFault.BAD_CREDIT_CODE: N_("This is no unified social credit code."),
    ImportFault.BAD_NUMBER: N_("This is no whole number from 0 upwards."),
    ImportFault.OUT_OF_RANGE: N_("This lies beyond the limit of %(limit)s."),
    ImportFault.BAD_DATE: N_("This is no date; write it as 2026-01-31."),
    ImportFault.IN_THE_FUTURE: N_("This day is still to come."),
    ImportFault.BAD_YES_NO: N_("Write yes or no here."),
    ImportFault.UNKNOWN_INDUSTRY: N_(
        "This industry is unknown. Write a letter or code of GB/T 4754, such as C or C1711."
    ),
    ImportFault.UNKNOWN_OWNERSHIP: N_("This ownership type is unknown."),
    ImportFault.UNKNOWN_AREA: N_("There is no such area among yours."),
    ImportFault.AMBIGUOUS_AREA: N_(
        "Several areas have this name. Write the area above in front of it, such as A/B."
    ),
    ImportFault.UNKNOWN_PARK: N_("There is no such park. Add it first, or correct its name."),
    ImportFault.UNKNOWN_LEVEL: N_(
        "This level is unknown. Write province, city, county, township or village."
    ),
    ImportFault.LEVEL_NOT_BELOW_PARENT: N_("An area of this level cannot lie there."),
    ImportFault.TWICE_IN_FILE: N_("The same is meant in row %(otherRow)s. Keep one of the rows."),
    ImportFault.TAKEN_ELSEWHERE: N_(
        "This credit code is in the register already, outside your areas."
    ),
}

_CODE_TEXTS: Mapping[str, str] = {
    CreditCodeFault.LENGTH.value: N_("A unified social credit code has 18 characters."),
    CreditCodeFault.CHARACTER.value: N_(
        "A unified social credit code has digits and capitals, but no I, O, S, V and Z."
    ),
    CreditCodeFault.AREA.value: N_(
        "Characters 3 to 8 of a unified social credit code are the digits of an area."
    ),
    CreditCodeFault.CHECK.value: N_(
        "The check character is wrong: a character of the code was mistyped."
    ),
}

_CELL_TEXTS: Mapping[str, str] = {
    "formula": N_("The cell holds a formula. Paste its value instead."),
    "number_too_long": N_(
        "The cell holds a long number, of which Excel has lost digits. "
        "Format the column as text and enter it again."
    ),
    "merged": N_("The cell is merged with others. Unmerge them and fill in each."),
    "error_value": N_("The cell shows an error of the spreadsheet."),
    "control_character": N_("The cell holds invisible characters. Type it again."),
    "bad_date": N_("The cell shows a date that is in no calendar."),
}


def fault_text(fault: Mapping[str, object]) -> str:
    """Return the sentence for a fault in JSON: `fault`, with `limit`, `reason` or `details`."""
    details = fault.get("details")
    facts = {**fault, **(details if isinstance(details, Mapping) else {})}
    reason = str(facts.get("reason") or "")
    kind = ImportFault(str(fault["fault"]))
    special = {ImportFault.BAD_CREDIT_CODE: _CODE_TEXTS, ImportFault.CELL_UNRELIABLE: _CELL_TEXTS}
    sentence = special.get(kind, {}).get(reason, FAULT_TEXTS[kind])
    needed = {"limit": facts.get("limit", ""), "otherRow": facts.get("otherRow", "")}
    return str(gettext(sentence)) % needed
