"""Where enterprises lie, as tables of the register say it."""

from decimal import Decimal

import pytest

from server.domain.import_table import ImportFault
from server.domain.register import Column
from tests.domain.test_register import cell_fault, read


def test_a_position_of_a_chinese_map_is_kept_as_wgs_84():
    reading = read(
        ("名称", "区域", "纬度", "经度", "坐标系"),
        ("甲厂", "东镇", "39.916404", "116.410244", "GCJ-02"),
        ("乙厂", "东镇", "39.915", "116.404", None),
    )

    first, second = (row.values for row in reading.rows)
    assert Column.COORDINATE_SYSTEM not in first
    assert (first[Column.LATITUDE], first[Column.LONGITUDE]) == (
        Decimal("39.915"),
        Decimal("116.404"),
    )
    assert (second[Column.LATITUDE], second[Column.LONGITUDE]) == (
        Decimal("39.915"),
        Decimal("116.404"),
    )


@pytest.mark.parametrize(
    ("title", "text", "fault"),
    [
        ("纬度", "三十六", ImportFault.BAD_DEGREES),
        ("纬度", "118.5", ImportFault.OUT_OF_RANGE),
        ("纬度", "36.5", ImportFault.HALF_A_POSITION),
        ("经度", "118.5", ImportFault.HALF_A_POSITION),
        ("坐标系", "北京54", ImportFault.UNKNOWN_COORDINATE_SYSTEM),
    ],
)
def test_bad_positions_are_told(title: str, text: str, fault: ImportFault):
    assert cell_fault(title, text) is fault
