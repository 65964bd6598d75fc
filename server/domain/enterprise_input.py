"""Typed texts become facts of an enterprise: the rules of an import, for forms and interfaces."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from server.domain.coordinates import CoordinateSystem, position_in
from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.import_cells import (
    CellFault,
    read_coordinate_system,
    read_count,
    read_credit_code,
    read_day,
    read_industry,
    read_latitude,
    read_longitude,
    read_ownership,
    read_text,
    read_yes_no,
)
from server.domain.import_table import ImportFault
from server.domain.register import MOST_PEOPLE

FactValue: TypeAlias = str | int | bool | dt.date | Decimal


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
    "latitude": lambda text, _: read_latitude(text),
    "longitude": lambda text, _: read_longitude(text),
    "coordinate_system": lambda text, _: read_coordinate_system(text),
}
"""How the text of each fact is read that is no area or park; and in which system degrees are."""


def read_facts(
    known: EnterpriseFacts, texts: Mapping[str, str | None], *, today: dt.date
) -> EnterpriseFacts:
    """Return the facts with these fields set; a blank text or None means not known.

    Degrees of a coordinate system (WGS-84 if none is given) are kept as WGS-84. Raises BadFacts
    with everything that is wrong. Only names of READERS may be given.
    """
    values: dict[str, FactValue | None] = {}
    faults: list[FieldFault] = []
    for name, text in texts.items():
        try:
            values[name] = _read(name, text, today)
        except CellFault as fault:
            faults.append(FieldFault(name, fault.fault, fault.limit, fault.reason))
    system = values.pop("coordinate_system", None)
    facts = dataclasses.replace(known, **values)  # type: ignore[arg-type]  # by name, read by type
    if (facts.latitude is None) is not (facts.longitude is None) and not faults:
        missing = "latitude" if facts.latitude is None else "longitude"
        faults.append(FieldFault(missing, ImportFault.HALF_A_POSITION))
    if faults:
        raise BadFacts(tuple(faults))
    is_placed = "latitude" in values or "longitude" in values
    return _in_wgs(facts, str(system)) if system is not None and is_placed else facts


def _in_wgs(facts: EnterpriseFacts, system: str) -> EnterpriseFacts:
    if facts.latitude is None or facts.longitude is None:
        return facts
    place = position_in(facts.latitude, facts.longitude, CoordinateSystem(system))
    return dataclasses.replace(facts, latitude=place.latitude, longitude=place.longitude)


def _read(name: str, text: str | None, today: dt.date) -> FactValue | None:
    if text is not None and text.strip():
        return READERS[name](text, today)
    if name == "name":
        raise CellFault(ImportFault.MISSING)
    return None
