"""The levels of areas: which one may lie below which, and how people write them."""

from collections.abc import Mapping
from enum import StrEnum


class AreaLevel(StrEnum):
    """How large an area is; the first holds all others."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


_ORDER = tuple(AreaLevel)

_WRITTEN: Mapping[str, AreaLevel] = {
    **{level.value: level for level in AreaLevel},
    "省": AreaLevel.PROVINCE,
    "省级": AreaLevel.PROVINCE,
    "自治区": AreaLevel.PROVINCE,
    "直辖市": AreaLevel.PROVINCE,
    "市": AreaLevel.CITY,
    "地级市": AreaLevel.CITY,
    "市级": AreaLevel.CITY,
    "县": AreaLevel.COUNTY,
    "区": AreaLevel.COUNTY,
    "县区": AreaLevel.COUNTY,
    "县(市、区)": AreaLevel.COUNTY,
    "县级": AreaLevel.COUNTY,
    "乡": AreaLevel.TOWNSHIP,
    "镇": AreaLevel.TOWNSHIP,
    "乡镇": AreaLevel.TOWNSHIP,
    "街道": AreaLevel.TOWNSHIP,
    "乡镇(街道)": AreaLevel.TOWNSHIP,
    "乡级": AreaLevel.TOWNSHIP,
    "村": AreaLevel.VILLAGE,
    "社区": AreaLevel.VILLAGE,
    "村(社区)": AreaLevel.VILLAGE,
    "村级": AreaLevel.VILLAGE,
}


def read_level(text: str) -> AreaLevel | None:
    """Return the level that somebody wrote in Chinese or English; None when it is none."""
    return _WRITTEN.get(text.strip().lower().replace("（", "(").replace("）", ")"))


def may_lie_below(level: AreaLevel, parent: AreaLevel | None) -> bool:
    """Tell whether an area of this level may lie below one of the other; None is no area above.

    Levels may be left out: a village may lie right below a county.
    """
    return parent is None or _ORDER.index(level) > _ORDER.index(parent)


def level_below(parent: AreaLevel | None) -> AreaLevel:
    """Return the level that usually follows below one; a tree usually begins with a county."""
    if parent is None:
        return AreaLevel.COUNTY
    return _ORDER[min(_ORDER.index(parent) + 1, len(_ORDER) - 1)]
