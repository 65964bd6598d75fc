"""Whether phones can read a CSV or GeoJSON file of a form, told when it is uploaded.

What JavaRosa chokes on is refused; what only surprises is a warning (`SecondaryInstanceCSVParser`,
`GeoJsonExternalInstance`).
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from server.problems import N_, UnexpectedValue

_MOST_HEADER, _MOST_GEOJSON, _CHUNK = 100_000, 30_000_000, 1 << 20
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_GEOMETRIES = frozenset({"Point", "LineString", "Polygon"})
WITH_BOM = N_("It begins with a byte order mark, which phones skip.")
SEMICOLONS = N_("Its first line holds a semicolon, so phones split columns at semicolons alone.")
NOT_ASCII = N_("A column is not named in ASCII letters: pulldata() and search() may not find it.")
TOO_LARGE = N_("It is too large to be checked here.")


def check_form_file(name: str, path: Path) -> tuple[str, ...]:
    """Return what is odd about a file that a form is given, as messages to translate.

    Raises UnexpectedValue when phones could not read it. Other kinds of files are not looked at.
    """
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        return tuple(_csv(name, path))
    if ending == "geojson":
        return tuple(_geojson(name, path))
    return ()


def _csv(name: str, path: Path) -> Iterator[str]:
    header = _header(name, path)
    if header.startswith("\ufeff"):
        yield WITH_BOM
    header = header.removeprefix("\ufeff")
    delimiter = ";" if ";" in header else ","
    if delimiter == ";":
        yield SEMICOLONS
    columns = [
        one.strip() for one in next(csv.reader(io.StringIO(header), delimiter=delimiter), [])
    ]
    if not columns:
        raise _refusal(name, N_("its first line must name the columns"))
    if any(not _NAME.fullmatch(one) for one in columns):
        raise _refusal(
            name,
            N_("names of columns begin with a letter and hold letters, digits, -, _ and . alone"),
        )
    if len(set(columns)) < len(columns):
        raise _refusal(name, N_("two of its columns have the same name"))
    if not header.isascii():
        yield NOT_ASCII


def _header(name: str, path: Path) -> str:
    """Return the first line of a text that is UTF-8 to its end."""
    decoder, header = codecs.getincrementaldecoder("utf-8")(), ""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                text = decoder.decode(chunk)
                header = header or text[:_MOST_HEADER]
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _refusal(name, N_("it is not UTF-8")) from error
    return header.splitlines()[0] if header.strip() else ""


def _geojson(name: str, path: Path) -> Iterator[str]:
    if path.stat().st_size > _MOST_GEOJSON:
        yield TOO_LARGE
        return
    try:
        content: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _refusal(name, N_("it is not JSON in UTF-8")) from error
    features = content.get("features") if isinstance(content, dict) else None
    is_collection = isinstance(content, dict) and content.get("type") == "FeatureCollection"
    if not is_collection or not isinstance(features, list):
        raise _refusal(name, N_("it must be a FeatureCollection with features"))
    for feature in features:
        _check_feature(name, feature)


def _check_feature(name: str, feature: object) -> None:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _refusal(name, N_("everything in its features must be a Feature"))
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in _GEOMETRIES:
        raise _refusal(name, N_("phones show points, lines and polygons alone"))
    properties = feature.get("properties") or {}
    is_flat = isinstance(properties, dict) and not any(
        isinstance(one, dict | list) for one in properties.values()
    )
    if not is_flat:
        raise _refusal(name, N_("properties of features must be texts, numbers or yes and no"))


def _refusal(name: str, reason: str) -> UnexpectedValue:
    return UnexpectedValue(field="file", value=name[:100], reason=reason)
