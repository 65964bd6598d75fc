"""What is wrong with a value, a cell or a row of an import, in the language of the reader."""

from collections.abc import Mapping

from flask_babel import gettext

from server.domain.import_table import ImportFault
from server.problems import N_

_FAULTS: Mapping[ImportFault, tuple[str, str]] = {
    ImportFault.COLUMN_MISSING: (
        N_("This column is missing."),
        N_("Add a column with this title; the sample has all titles."),
    ),
    ImportFault.COLUMN_TWICE: (N_("This column is there twice."), N_("Keep one of the two.")),
    ImportFault.CELL_UNRELIABLE: (
        N_("The cell does not hold what it shows."),
        N_("Type the value itself, formatted as text."),
    ),
    ImportFault.MISSING: (N_("There is nothing here."), N_("Fill it in.")),
    ImportFault.TOO_LONG: (N_("The text is too long."), N_("Shorten it.")),
    ImportFault.BAD_CREDIT_CODE: (
        N_("This is not a valid credit code."),
        N_("Compare its 18 characters with the business licence."),
    ),
    ImportFault.BAD_NUMBER: (
        N_("This is not a whole number of 0 or more."),
        N_("Write digits only."),
    ),
    ImportFault.OUT_OF_RANGE: (N_("The number is too large."), N_("Check the number.")),
    ImportFault.BAD_DATE: (N_("This is not a date."), N_("Write it like 2026-11-20.")),
    ImportFault.IN_THE_FUTURE: (N_("The day lies in the future."), N_("Check the day.")),
    ImportFault.BAD_YES_NO: (N_("This is neither yes nor no."), N_("Write yes or no.")),
    ImportFault.BAD_DEGREES: (
        N_("These are no degrees."),
        N_("Write them as a decimal number, such as 36.061234."),
    ),
    ImportFault.UNKNOWN_COORDINATE_SYSTEM: (
        N_("This coordinate system is not known."),
        N_("Write WGS-84, CGCS2000, GCJ-02 or BD-09."),
    ),
    ImportFault.HALF_A_POSITION: (
        N_("Latitude and longitude belong together."),
        N_("Fill in both, or leave both empty."),
    ),
    ImportFault.UNKNOWN_INDUSTRY: (
        N_("This industry is not known."),
        N_("Write a section such as C or its name, or a code of GB/T 4754-2017."),
    ),
    ImportFault.UNKNOWN_OWNERSHIP: (
        N_("This kind of ownership is not known."),
        N_("Write it as in the sample, such as Limited company."),
    ),
    ImportFault.UNKNOWN_AREA: (
        N_("This area is not one of yours."),
        N_("Write its name as on the page of areas, or add the area first."),
    ),
    ImportFault.AMBIGUOUS_AREA: (
        N_("Several areas have this name."),
        N_("Write the area above it as well, such as First township/First village."),
    ),
    ImportFault.UNKNOWN_FORM: (
        N_("There is no such published form for phones."),
        N_("Write its ID or its title as on the page of forms."),
    ),
    ImportFault.AMBIGUOUS_FORM: (
        N_("Several forms have this title."),
        N_("Write the ID of the form instead."),
    ),
    ImportFault.APP_USER_EXISTS: (
        N_("There is an app user of this name already."),
        N_("Remove the row, or tell the two apart, such as by their townships."),
    ),
    ImportFault.UNKNOWN_PARK: (N_("There is no such park."), N_("Add the park first.")),
    ImportFault.UNKNOWN_LEVEL: (
        N_("This level is not known."),
        N_("Write province, city, county, township or village."),
    ),
    ImportFault.LEVEL_NOT_BELOW_PARENT: (
        N_("An area of this level can't lie there."),
        N_("Check its level and the area above it."),
    ),
    ImportFault.TWICE_IN_FILE: (N_("It is in the file twice."), N_("Keep one of the two rows.")),
    ImportFault.TAKEN_ELSEWHERE: (
        N_("This credit code is taken outside your areas."),
        N_("Ask the county office, which sees all areas."),
    ),
    ImportFault.UNKNOWN_ENTERPRISE: (
        N_("No enterprise of your areas has this credit code."),
        N_("Compare it with the register, or import the enterprise first."),
    ),
    ImportFault.UNKNOWN_PLACE: (
        N_("No park or area of yours goes by this code."),
        N_("Fetch the spreadsheet anew and keep its codes as they are."),
    ),
    ImportFault.NOT_A_NUMBER: (N_("This is not a number."), N_("Write digits, such as 2.5.")),
    ImportFault.NOT_IN_RANGE: (
        N_("This must be between %(low)s and %(high)s."),
        N_("Enter a value in this range."),
    ),
    ImportFault.BETWEEN_STEPS: (
        N_("This must go in steps of %(step)s."),
        N_("Round it to the nearest step."),
    ),
    ImportFault.NOT_A_CHOICE: (
        N_("This is none of the choices."),
        N_("Choose one of: %(choices)s."),
    ),
    ImportFault.UNKNOWN_ROW: (
        N_("The scheme has no such row."),
        N_("Keep the codes of the downloaded sheet as they are."),
    ),
    ImportFault.NOT_OWN_ROW: (
        N_("Another level or department fills this row."),
        N_("Remove the column."),
    ),
    ImportFault.DOES_NOT_APPLY: (
        N_("This row does not apply to this enterprise."),
        N_("Empty the cell."),
    ),
    ImportFault.NA_REFUSED: (
        N_("“Not applicable” is not possible in this row."),
        N_("Give points, 0 included."),
    ),
    ImportFault.REASON_FOR_DIFFERENCE: (
        N_("The level below gave %(below)s."),
        N_("Give the reason for the difference."),
    ),
    ImportFault.REASON_FOR_NA: (
        N_("It says “not applicable” without a reason."),
        N_("Give the reason."),
    ),
    ImportFault.ALREADY_SUBMITTED: (
        N_("These points have been submitted."),
        N_("Remove the row, or have them returned first."),
    ),
    ImportFault.OTHER_SCHEME: (
        N_("It is assessed by another scheme, or not in this campaign."),
        N_("Remove the row."),
    ),
    ImportFault.ALREADY_IMPORTED: (
        N_("The same was imported before."),
        N_("Remove the row; nothing is counted twice."),
    ),
    ImportFault.ENDS_BEFORE_IT_BEGINS: (
        N_("It ends before it begins."),
        N_("Check both days."),
    ),
}

_REASONS: Mapping[str, tuple[str, str]] = {
    "formula": (
        N_("The cell holds a formula."),
        N_("Copy it and paste the value alone in its place."),
    ),
    "number_too_long": (
        N_("The number has lost its last digits."),
        N_("Format the cell as text, then type all digits again."),
    ),
    "merged": (N_("The cell is merged with others."), N_("Unmerge the cells and fill in each.")),
    "error_value": (N_("The cell shows an error."), N_("Type the value itself.")),
    "control_character": (
        N_("The text holds an invisible character."),
        N_("Type the text again by hand."),
    ),
    "length": (
        N_("A credit code has 18 characters."),
        N_("Compare it with the business licence."),
    ),
    "character": (
        N_("A credit code has digits and capital letters only, without I, O, S, V and Z."),
        N_("Compare it with the business licence."),
    ),
    "area": (
        N_("Characters 3 to 8 of a credit code are digits."),
        N_("Compare it with the business licence."),
    ),
    "check": (
        N_("One character of the credit code is wrong: the check character does not fit."),
        N_("Compare it with the business licence."),
    ),
    "bad_date": (N_("This is not a date."), N_("Write it like 2026-11-20.")),
}
"""Faults that a spreadsheet has of itself, and those of credit codes, by their reason."""


def fault_words(
    fault: ImportFault, reason: str = "", facts: Mapping[str, object] | None = None
) -> tuple[str, str]:
    """Return what is wrong and what to do; `reason` says it more exactly than the fault."""
    what, advice = _REASONS.get(reason) or _FAULTS[fault]
    return str(gettext(what, **(facts or {}))), str(gettext(advice, **(facts or {})))


def fault_text(fault: Mapping[str, object]) -> str:
    """Return both in one text for a fault in JSON: `fault`, with `reason` or `details`."""
    details = fault.get("details")
    facts = {**fault, **(details if isinstance(details, Mapping) else {})}
    reason = str(facts.get("reason") or "")
    return told_fault(ImportFault(str(fault["fault"])), facts, reason=reason)


def told_fault(fault: ImportFault, facts: Mapping[str, object], *, reason: str = "") -> str:
    """Return what is wrong and what to do in one text."""
    what, advice = fault_words(fault, reason, facts)
    return str(gettext("%(what)s %(advice)s", what=what, advice=advice))
