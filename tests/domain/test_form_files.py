"""Files of forms are checked when they are uploaded: phones would only fail, without a word."""

import json
from pathlib import Path

import pytest

from server.domain.form_files import (
    NOT_ASCII,
    SEMICOLONS,
    WITH_BOM,
    check_form_file,
)
from server.problems import UnexpectedValue

POINT = {"type": "Point", "coordinates": [1, 2]}


def _check(tmp_path: Path, name: str, content: bytes) -> tuple[str, ...]:
    path = tmp_path / "blob"
    path.write_bytes(content)
    return check_form_file(name, path)


def _collection(**feature: object) -> bytes:
    made = {"type": "Feature", "geometry": POINT, "properties": {"id": "a"}} | feature
    return json.dumps({"type": "FeatureCollection", "features": [made]}).encode()


@pytest.mark.parametrize(
    ("content", "warnings"),
    [
        (b"name,label\na,b\n", ()),
        (b"name", ()),
        ('"name","label"\r\n甲,"乙\n丙"\r\n'.encode(), ()),
        (b"\xef\xbb\xbfname,label\n", (WITH_BOM,)),
        (b"name;label\n", (SEMICOLONS,)),
        ("name,标签\n".encode(), (NOT_ASCII,)),
    ],
)
def test_a_csv_that_phones_read_is_taken_with_what_may_surprise(
    tmp_path: Path, content: bytes, warnings: tuple[str, ...]
) -> None:
    assert _check(tmp_path, "List.CSV", content) == warnings


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        "name,label\n甲".encode("gbk"),
        b"name,\xff\n",
        b"name,first name\n",
        b"name,1st\n",
        b"name,\n",
        b"name,name\n",
        b"name,label;en\n",
        b"<html>\n",
        b"PK\x03\x04\x00\x00",
    ],
)
def test_a_csv_that_phones_cannot_read_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnexpectedValue):
        _check(tmp_path, "x.csv", content)


def test_geojson_of_points_lines_and_polygons_is_taken(tmp_path: Path) -> None:
    for kind in ("Point", "LineString", "Polygon"):
        assert _check(tmp_path, "x.geojson", _collection(geometry={"type": kind})) == ()
    assert _check(tmp_path, "x.geojson", b"\xef\xbb\xbf" + _collection(properties=None)) == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"type":"FeatureCollection"}',
        b'{"type":"Feature","features":[]}',
        b'{"type":"FeatureCollection","features":[1]}',
        _collection(type="Point"),
        _collection(geometry=None),
        _collection(geometry={"type": "MultiPolygon"}),
        _collection(properties={"a": {"b": 1}}),
        _collection(properties=[1]),
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_geojson_that_phones_cannot_read_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnexpectedValue):
        _check(tmp_path, "x.geojson", content)


def test_other_files_are_not_looked_at(tmp_path: Path) -> None:
    assert _check(tmp_path, "photo.jpg", b"\xff") == ()
