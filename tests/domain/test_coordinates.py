"""Degrees as people write them, the systems of Chinese maps, and distances."""

from decimal import Decimal

import pytest

from server.domain.coordinates import (
    METRES_A_DEGREE_NORTH,
    BadDegrees,
    CoordinateSystem,
    Position,
    distance,
    metres_a_degree_east,
    parse_degrees,
    parse_system,
    position_in,
)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("36.061234", "36.061234"),
        (" 36.0612340000001 ", "36.061234"),
        ("３６．５°", "36.5"),
        ("N36.5", "36.5"),
        ("北纬36.5度", "36.5"),
        ("36.5 S", "-36.5"),
        ("-0.0", "0"),
        ("40", "40"),
    ],
)
def test_degrees_are_read_as_people_write_them(text: str, degrees: str) -> None:
    assert str(parse_degrees(text, 90)) == degrees


@pytest.mark.parametrize("text", ["", "x", "36,5", "1e2", "NaN", "36°3′", "36.5 118.5", "--3"])
def test_what_is_no_number_of_degrees_is_refused(text: str) -> None:
    with pytest.raises(BadDegrees) as refused:
        parse_degrees(text, 90)
    assert not refused.value.is_range


def test_degrees_that_are_not_on_the_globe_are_refused_as_such() -> None:
    with pytest.raises(BadDegrees) as refused:
        parse_degrees("118.5", 90)
    assert refused.value.is_range


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("WGS-84", CoordinateSystem.WGS_84),
        ("CGCS2000 坐标系", CoordinateSystem.WGS_84),
        ("GCJ-02", CoordinateSystem.GCJ_02),
        ("高德地图", CoordinateSystem.GCJ_02),
        ("火星坐标系", CoordinateSystem.GCJ_02),
        ("百度", CoordinateSystem.BD_09),
        ("北京54", None),
    ],
)
def test_a_system_is_known_by_its_name_and_by_who_uses_it(
    text: str, system: CoordinateSystem | None
) -> None:
    assert parse_system(text) is system


def test_places_of_chinese_maps_become_wgs_84() -> None:
    gcj = position_in(Decimal("39.916404"), Decimal("116.410244"), CoordinateSystem.GCJ_02)
    bd = position_in(Decimal("39.915"), Decimal("116.404"), CoordinateSystem.BD_09)

    assert distance(gcj, Position(Decimal("39.915"), Decimal("116.404"))) <= 1
    assert distance(bd, Position(Decimal("39.907253"), Decimal("116.391384"))) <= 1


def test_places_outside_china_and_in_wgs_84_stay_where_they_are() -> None:
    north, east = Decimal("-33.856784"), Decimal("151.215297")

    for system in (CoordinateSystem.GCJ_02, CoordinateSystem.WGS_84):
        assert position_in(north, east, system) == Position(north, east)


def test_distances_are_in_metres_along_the_surface() -> None:
    here = Position(Decimal(36), Decimal(118))

    assert distance(here, here) == 0
    assert distance(here, Position(Decimal(37), Decimal(118))) == METRES_A_DEGREE_NORTH
    assert abs(distance(here, Position(Decimal(36), Decimal("118.01"))) - 900) <= 1
    assert metres_a_degree_east(Decimal(36)) == 89959
