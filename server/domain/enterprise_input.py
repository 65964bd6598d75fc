"""Typed texts become facts of an enterprise: the rules of an import, for forms and interfaces."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.import_cells import (
    CellFault,
    read_count,
    read_credit_code,
    read_day,
    read_industry,
    read_ownership,
    read_text,
    read_yes_no,
)
from server.domain.import_table import ImportFault
from server.domain.register import MOST_PEOPLE

FactValue: TypeAlias = str | int | bool | dt.date


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with the text of one field; `limit` and `reason` belong to the fault."""

    field: str
    fault: ImportFault
    limit: str = ""
    reason: str = ""


class BadFacts(ValueError):
    """Texts that are no facts; `faults` has one entry for each field."""

    def __init__(self, faults: tuple[FieldFault, ...]) -> None:
        super().__init__(", ".join(f"{one.field}: {one.fault}" for one in faults))
        self.faults = faults


def _text(longest: int) -> Callable[[str, dt.date], FactValue]:
    return lambda text, _: read_text(text, longest)


def _count(text: str, _today: dt.date) -> FactValue:
    return read_count(text, MOST_PEOPLE)


def _yes_no(text: str, _today: dt.date) -> FactValue:
    return read_yes_no(text)


READERS: Mapping[str, Callable[[str, dt.date], FactValue]] = {
    "name": _text(200),
    "uscc": lambda text, _: read_credit_code(text),
    "address": _text(300),
    "industry": lambda text, _: read_industry(text),
    "ownership": lambda text, _: read_ownership(text),
    "headcount": _count,
    "headcount_on": read_day,
    "telephone": _text(50),
    "has_union": _yes_no,
    "union_member_count": _count,
    "has_party_organisation": _yes_no,
    "party_member_count": _count,
}
"""How the text of each fact is read that is not a place."""


def read_facts(
    known: EnterpriseFacts, texts: Mapping[str, str | None], *, today: dt.date
) -> EnterpriseFacts:
    """Return the facts with these fields set; a blank text or None means not known.

    Raises BadFacts with everything that is wrong. Only names of READERS may be given.
    """
    values: dict[str, FactValue | None] = {}
    faults: list[FieldFault] = []
    for name, text in texts.items():
        try:
            values[name] = _read(name, text, today)
        except CellFault as fault:
            faults.append(FieldFault(name, fault.fault, fault.limit, fault.reason))
    if faults:
        raise BadFacts(tuple(faults))
    return dataclasses.replace(known, **values)  # type: ignore[arg-type]  # by name, read by type


def _read(name: str, text: str | None, today: dt.date) -> FactValue | None:
    if text is not None and text.strip():
        return READERS[name](text, today)
    if name == "name":
        raise CellFault(ImportFault.MISSING)
    return None
