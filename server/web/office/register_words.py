"""What the register holds in words: levels, industries, kinds of ownership, faults of cells."""

from collections.abc import Mapping

from flask_babel import gettext

from server.domain.areas import AreaLevel
from server.domain.import_table import ImportFault
from server.domain.industries import INDUSTRIES
from server.domain.ownership import OWNERSHIP_TYPES, ownership_of
from server.domain.satisfaction import Verdict
from server.i18n import reader_locale
from server.problems import N_

_LEVELS: Mapping[AreaLevel, str] = {
    AreaLevel.PROVINCE: N_("Province"),
    AreaLevel.CITY: N_("City"),
    AreaLevel.COUNTY: N_("County"),
    AreaLevel.TOWNSHIP: N_("Township"),
    AreaLevel.VILLAGE: N_("Village or community"),
}

FIELDS: Mapping[str, str] = {
    "name": N_("Name"),
    "uscc": N_("Credit code"),
    "area": N_("Area"),
    "area_id": N_("Area"),
    "township": N_("Township"),
    "park": N_("Park"),
    "address": N_("Address"),
    "industry": N_("Industry"),
    "ownership": N_("Ownership"),
    "headcount": N_("Employees"),
    "headcount_on": N_("Employees counted on"),
    "telephone": N_("Telephone"),
    "has_union": N_("Trade union"),
    "union_member_count": N_("Union members"),
    "has_party_organisation": N_("Party organisation"),
    "party_member_count": N_("Party members"),
    "level": N_("Level"),
    "parent": N_("Area above"),
    "code": N_("Area code"),
}
"""Names of facts and of columns of imports."""

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
    ImportFault.BAD_NUMBER: (N_("This is not a whole number."), N_("Write digits only.")),
    ImportFault.OUT_OF_RANGE: (N_("The number is too large."), N_("Check the number.")),
    ImportFault.BAD_DATE: (N_("This is not a date."), N_("Write it like 2026-11-20.")),
    ImportFault.IN_THE_FUTURE: (N_("The day lies in the future."), N_("Check the day.")),
    ImportFault.BAD_YES_NO: (N_("This is neither yes nor no."), N_("Write yes or no.")),
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
}

_CELLS: Mapping[str, tuple[str, str]] = {
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


def level_word(level: str) -> str:
    """Return the word for the level of an area."""
    return str(gettext(_LEVELS[AreaLevel(level)]))


def level_options() -> list[dict[str, str]]:
    """Return all levels to choose from, the largest first."""
    return [{"value": level.value, "label": level_word(level)} for level in AreaLevel]


def field_word(name: str) -> str:
    """Return the name of a fact or column; what is unknown stays as it is."""
    return str(gettext(FIELDS[name])) if name in FIELDS else name


def industry_word(code: str | None) -> str:
    """Return the section of an industry code, after a further code the code itself."""
    if not code:
        return ""
    found = next((one for one in INDUSTRIES if one.letter == code[0]), None)
    if found is None:
        return code
    name = found.zh if _is_chinese() else found.en
    return f"{name} {code}" if len(code) > 1 else name


def industry_options() -> list[dict[str, str]]:
    """Return the sections of industries to choose from."""
    return [
        {"value": one.letter, "label": f"{one.letter} {one.zh if _is_chinese() else one.en}"}
        for one in INDUSTRIES
    ]


def ownership_word(code: str | None) -> str:
    """Return the word for a kind of ownership."""
    found = ownership_of(code) if code else None
    if found is None:
        return code or ""
    return found.zh if _is_chinese() else found.en


def ownership_options() -> list[dict[str, str]]:
    """Return the kinds of ownership to choose from."""
    return [{"value": one.code, "label": ownership_word(one.code)} for one in OWNERSHIP_TYPES]


def yes_no_word(value: str | bool | None) -> str:  # noqa: FBT001 - the value itself
    """Return yes, no, or nothing when it is not known."""
    if value in {None, ""}:
        return ""
    return str(gettext("Yes") if value in {True, "yes"} else gettext("No"))


def verdict_state(verdict: Verdict) -> str:
    """Return a verdict as the badges name it."""
    return {Verdict.MEETS: "meets", Verdict.DOES_NOT_MEET: "below"}.get(verdict, "too_few")


def fault_words(fault: ImportFault, reason: str = "") -> tuple[str, str]:
    """Return what is wrong with a cell and what to do; `reason` is the spreadsheet's own fault."""
    what, advice = _CELLS.get(reason) or _FAULTS[fault]
    return str(gettext(what)), str(gettext(advice))


def _is_chinese() -> bool:
    return reader_locale() == "zh_CN"
