"""What the register knows of an enterprise, and the same as properties of its entity.

Entities hold texts: a number is its digits, a date its ISO form, yes and no are `yes` and `no`, a
place is what ODK writes for a geopoint, and what is not known is the empty text. Phones get these
properties as columns of `enterprises.csv`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

REGISTER_PROPERTIES: tuple[str, ...] = (
    "uscc",
    "township",
    "area",
    "park",
    "address",
    "industry",
    "ownership",
    "headcount",
    "headcount_on",
    "telephone",
    "has_union",
    "union_member_count",
    "has_party_organisation",
    "party_member_count",
    "geometry",
)
"""Properties of every entity of the list `enterprises`, in the order of its CSV; the label is the
name. `township` and `area` are names: of the township it lies in, and of its own area.
`geometry` is the property by which phones draw lists on a map."""

LAST_GRADE, POSTER_CODES = "last_grade", "poster_codes"
LISTED_PROPERTIES: tuple[str, ...] = (LAST_GRADE, POSTER_CODES)
"""Properties that the server keeps for phones beside the register's: the grade that the enterprise
got last, and the codes of its posters parted by spaces. No form and no client writes them."""

YES = "yes"
NO = "no"


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """One enterprise of the register, as typed values; None is not known."""

    name: str
    area_id: int
    uscc: str | None = None
    park_id: int | None = None
    address: str | None = None
    industry: str | None = None
    ownership: str | None = None
    headcount: int | None = None
    headcount_on: dt.date | None = None
    telephone: str | None = None
    has_union: bool | None = None
    union_member_count: int | None = None
    has_party_organisation: bool | None = None
    party_member_count: int | None = None
    latitude: Decimal | None = None
    """In WGS-84, as the longitude; both are known or none is."""
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The names of an enterprise's places; empty where there is none."""

    area: str
    township: str = ""
    park: str = ""


def township_name(path: Sequence[tuple[str, str]]) -> str:
    """Return the name of the township on a path of (level, name) from the root down."""
    return next((name for level, name in path if level == "township"), "")


def entity_properties(facts: EnterpriseFacts, places: PlaceNames) -> Mapping[str, str]:
    """Return the properties of the enterprise's entity, all of REGISTER_PROPERTIES."""
    return {
        "uscc": facts.uscc or "",
        "township": places.township,
        "area": places.area,
        "park": places.park,
        "address": facts.address or "",
        "industry": facts.industry or "",
        "ownership": facts.ownership or "",
        "headcount": _number(facts.headcount),
        "headcount_on": facts.headcount_on.isoformat() if facts.headcount_on else "",
        "telephone": facts.telephone or "",
        "has_union": _yes_no(facts.has_union),
        "union_member_count": _number(facts.union_member_count),
        "has_party_organisation": _yes_no(facts.has_party_organisation),
        "party_member_count": _number(facts.party_member_count),
        "geometry": _geometry(facts),
    }


def degrees_in(geometry: str) -> Mapping[str, str]:
    """Return the texts of latitude and longitude in a geopoint of ODK; "" for an empty one."""
    north, east, *_ = [*geometry.split(), "", ""]
    return {"latitude": north, "longitude": east}


def _geometry(facts: EnterpriseFacts) -> str:
    if facts.latitude is None or facts.longitude is None:
        return ""
    return f"{facts.latitude:f} {facts.longitude:f} 0 0"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - the value itself
    if value is None:
        return ""
    return YES if value else NO
