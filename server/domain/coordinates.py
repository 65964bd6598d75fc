"""Positions on the earth: stored as WGS-84, read from the systems of Chinese maps, and distances.

Phones and satellites speak WGS-84; China's CGCS2000 differs from it by less than a decimetre. Maps
sold in China shift every place by some hundred metres (GCJ-02, and BD-09 on top of it), so what was
copied from such a map is shifted back. The inverse has no closed form: three rounds of correction
leave less than a centimetre.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

MOST_LATITUDE = 90
MOST_LONGITUDE = 180
_EARTH_RADIUS = 6_371_008.8
_AXIS, _ECCENTRICITY_SQUARED = 6_378_245.0, 0.006_693_421_622_965_943
_BD_TURN = math.pi * 3000 / 180
_ROUNDS = 3
_STEP = Decimal("0.000001")
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?")
_SIGNS = re.compile(r"[\s°度]|[NSEW]$|^[NSEW]|^[北南东西]纬?经?", re.IGNORECASE)
_NEGATIVE = re.compile(r"[SW南西]", re.IGNORECASE)
_CHINA = (0.8293, 55.8271, 72.004, 137.8347)
"""South, north, west and east of where maps are shifted."""


class CoordinateSystem(StrEnum):
    """In which system degrees are given."""

    WGS_84 = "wgs84"
    GCJ_02 = "gcj02"
    BD_09 = "bd09"


_NAMES: Mapping[str, CoordinateSystem] = {
    **dict.fromkeys(
        ("wgs84", "wgs1984", "gps", "cgcs2000", "2000", "国家2000", "epsg4326", "epsg4490"),
        CoordinateSystem.WGS_84,
    ),
    **dict.fromkeys(
        ("gcj02", "gcj", "火星", "火星坐标", "高德", "腾讯", "国测局", "amap"),
        CoordinateSystem.GCJ_02,
    ),
    **dict.fromkeys(("bd09", "bd09ll", "百度", "baidu"), CoordinateSystem.BD_09),
}


@dataclass(frozen=True, slots=True)
class Position:
    """A place in WGS-84: degrees north and east, to a millionth (a tenth of a metre)."""

    latitude: Decimal
    longitude: Decimal


class BadDegrees(ValueError):
    """A text that is no number of degrees; `is_range`: it is one, but not on the globe."""

    def __init__(self, text: str, *, is_range: bool = False) -> None:
        super().__init__(text)
        self.is_range = is_range


def parse_degrees(text: str, most: int) -> Decimal:
    """Return degrees such as 36.0612, "36.0612°" or "N36.0612"; raises BadDegrees."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    bare = _SIGNS.sub("", narrow)
    if not _DEGREES.fullmatch(bare):
        raise BadDegrees(text)
    value = Decimal(bare)
    if _NEGATIVE.search(narrow):
        value = -value
    if abs(value) > most:
        raise BadDegrees(text, is_range=True)
    return rounded(value)


def parse_system(text: str) -> CoordinateSystem | None:
    """Return the system that a text names: by its name, or by the maps that use it."""
    plain = re.sub(r"[\s_:.-]|坐标系?$|地图$", "", unicodedata.normalize("NFKC", text).lower())
    return _NAMES.get(plain)


def position_in(latitude: Decimal, longitude: Decimal, system: CoordinateSystem) -> Position:
    """Return a place given in a system as WGS-84."""
    lat, lon = float(latitude), float(longitude)
    if system is CoordinateSystem.BD_09:
        lat, lon = _bd_to_gcj(lat, lon)
    if system is not CoordinateSystem.WGS_84:
        lat, lon = _gcj_to_wgs(lat, lon)
    return Position(rounded(Decimal(repr(lat))), rounded(Decimal(repr(lon))))


def rounded(degrees: Decimal) -> Decimal:
    """Return degrees to a millionth, without zeros behind."""
    exact = degrees.quantize(_STEP, rounding=ROUND_HALF_UP)
    return Decimal(f"{exact:f}".rstrip("0").rstrip(".") or "0") + 0


def distance(one: Position, other: Position) -> int:
    """Return how many metres lie between two places, along the surface."""
    lat1, lat2 = math.radians(float(one.latitude)), math.radians(float(other.latitude))
    east = math.radians(float(other.longitude - one.longitude))
    share = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(east / 2) ** 2
    )
    return round(2 * _EARTH_RADIUS * math.asin(min(1.0, math.sqrt(share))))


def metres_a_degree_east(latitude: Decimal) -> int:
    """Return how many metres a degree of longitude has at a latitude."""
    return round(math.radians(1) * _EARTH_RADIUS * math.cos(math.radians(float(latitude))))


METRES_A_DEGREE_NORTH = round(math.radians(1) * _EARTH_RADIUS)
"""How many metres a degree of latitude has, everywhere."""


def _gcj_to_wgs(lat: float, lon: float) -> tuple[float, float]:
    south, north, west, east = _CHINA
    if not (south <= lat <= north and west <= lon <= east):
        return lat, lon
    found = lat, lon
    for _ in range(_ROUNDS):
        north_by, east_by = _shift(*found)
        found = lat - north_by, lon - east_by
    return found


def _shift(lat: float, lon: float) -> tuple[float, float]:
    """Return by how many degrees maps in China show a place too far north and east."""
    x, y = lon - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    waves = 20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves * 2 / 3
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves * 2 / 3
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    turn = math.radians(lat)
    bulge = 1 - _ECCENTRICITY_SQUARED * math.sin(turn) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY_SQUARED) / (bulge * math.sqrt(bulge))
    return (
        math.degrees(north / meridian),
        math.degrees(east / (_AXIS / math.sqrt(bulge) * math.cos(turn))),
    )


def _bd_to_gcj(lat: float, lon: float) -> tuple[float, float]:
    x, y = lon - 0.0065, lat - 0.006
    far = math.hypot(x, y) - 0.00002 * math.sin(y * _BD_TURN)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _BD_TURN)
    return far * math.sin(angle), far * math.cos(angle)
