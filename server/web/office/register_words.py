"""What the register holds in words: levels, industries, kinds of ownership."""

from collections.abc import Mapping

from flask_babel import gettext

from server.domain.areas import AreaLevel
from server.domain.coordinates import CoordinateSystem
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
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
    "coordinate_system": N_("Coordinate system"),
    "geometry": N_("Position"),
    "level": N_("Level"),
    "parent": N_("Area above"),
    "code": N_("Area code"),
    "areas": N_("Areas"),
    "forms": N_("Forms"),
}
"""Names of facts and of columns of imports."""


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


def coordinate_system_options() -> list[dict[str, str]]:
    """Return the systems that degrees may be typed in, the one that is kept first."""
    words = {
        CoordinateSystem.WGS_84: gettext("WGS-84 or CGCS2000 (satellites, phones, ODK)"),
        CoordinateSystem.GCJ_02: gettext("GCJ-02 (Amap, Tencent maps)"),
        CoordinateSystem.BD_09: gettext("BD-09 (Baidu maps)"),
    }
    return [{"value": one.value, "label": str(word)} for one, word in words.items()]


def yes_no_word(value: str | bool | None) -> str:  # noqa: FBT001 - the value itself
    """Return yes, no, or nothing when it is not known."""
    if value in {None, ""}:
        return ""
    return str(gettext("Yes") if value in {True, "yes"} else gettext("No"))


def verdict_state(verdict: Verdict) -> str:
    """Return a verdict as the badges name it."""
    return {Verdict.MEETS: "meets", Verdict.DOES_NOT_MEET: "below"}.get(verdict, "too_few")


def _is_chinese() -> bool:
    return reader_locale() == "zh_CN"
