"""Areas out of a table."""

from dataclasses import replace

import pytest

from server.domain.area_paths import KnownArea
from server.domain.areas import AreaLevel
from server.domain.areas_import import AreasReading, read_areas
from server.domain.import_table import ImportCell, ImportFault, ImportLine
from tests.domain.tables import table

COUNTY = KnownArea(1, ("甲县",), AreaLevel.COUNTY)
HEADER = ("名称", "层级", "上级区域", "区划代码")


def read(*rows) -> AreasReading:
    return read_areas(table(HEADER, *rows), [COUNTY])


def test_parents_come_before_their_children_whatever_their_order():
    found = read(
        ("河村", "村", "甲县/东镇"),
        ("东镇", "镇", "甲县", "330000"),
        ("甲县", "县", ""),
        ("乙县", "county"),
    )

    assert [row.path for row in found.new] == [
        ("乙县",),
        ("甲县", "东镇"),
        ("甲县", "东镇", "河村"),
    ]
    assert [row.code for row in found.new] == [None, "330000", None]
    assert [row.path for row in found.unchanged] == [("甲县",)]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("row", "address", "fault"),
    [
        (("", "镇", "甲县"), "A2", ImportFault.MISSING),
        (("长" * 101, "镇", "甲县"), "A2", ImportFault.TOO_LONG),
        (("东镇", "", "甲县"), "B2", ImportFault.MISSING),
        (("东镇", "部落", "甲县"), "B2", ImportFault.UNKNOWN_LEVEL),
        (("东镇", "镇", "乙县"), "2", ImportFault.UNKNOWN_AREA),
        (("东县", "县", "甲县"), "2", ImportFault.LEVEL_NOT_BELOW_PARENT),
        (("东镇", "镇", "长" * 501), "C2", ImportFault.TOO_LONG),
        (("东镇", "镇", "甲县", "x"), "D2", ImportFault.BAD_NUMBER),
    ],
)
def test_each_fault_is_named_at_its_place(row, address: str, fault: ImportFault):
    found = read(row)

    assert [(one.address, one.fault) for one in found.problems] == [(address, fault)]
    assert found.new == ()


def test_an_area_twice_in_the_file_is_made_once_and_told():
    found = read(("东镇", "镇", "甲县"), ("东镇", "镇", "甲县"))

    assert len(found.new) == 1
    assert [(one.row, one.fault) for one in found.problems] == [(3, ImportFault.TWICE_IN_FILE)]


def test_columns_that_are_missing_are_named():
    found = read_areas(table(("名称",), ("东镇",)), [])

    assert [one.column for one in found.problems] == ["level"]


def test_roots_need_no_column_of_parents():
    found = read_areas(table(("名称", "级别"), ("乙县", "区")), [])

    assert found.new[0].path == ("乙县",)


def test_a_cell_that_the_spreadsheet_spoilt_is_named():
    cells = (ImportCell("A2", None, "formula"), ImportCell("B2", "镇"))
    spoilt = replace(table(("名称", "级别")), lines=(ImportLine(2, cells),))

    found = read_areas(spoilt, [])

    assert found.problems[0].fault is ImportFault.CELL_UNRELIABLE
    assert found.problems[0].details == {"reason": "formula"}
