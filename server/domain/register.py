"""A table of enterprises becomes rows of the register, or problems with the cell's address."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from server.domain.area_paths import AreaNames
from server.domain.coordinates import CoordinateSystem, position_in
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
from server.domain.import_table import (
    ColumnMap,
    ImportCell,
    ImportFault,
    ImportLine,
    ImportTable,
    RowProblem,
    map_columns,
)

MOST_PEOPLE = 1_000_000


class Column(StrEnum):
    """What the register holds of an enterprise; the names are those of its table."""

    NAME = "name"
    USCC = "uscc"
    AREA = "area_id"
    PARK = "park"
    ADDRESS = "address"
    INDUSTRY = "industry"
    OWNERSHIP = "ownership"
    HEADCOUNT = "headcount"
    HEADCOUNT_ON = "headcount_on"
    TELEPHONE = "telephone"
    HAS_UNION = "has_union"
    UNION_MEMBER_COUNT = "union_member_count"
    HAS_PARTY_ORGANISATION = "has_party_organisation"
    PARTY_MEMBER_COUNT = "party_member_count"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    COORDINATE_SYSTEM = "coordinate_system"
    """In which system the file gives degrees; the register keeps WGS-84 only."""


TITLES: Mapping[Column, tuple[str, ...]] = {
    Column.NAME: ("企业名称", "单位名称", "名称", "公司名称", "name", "enterprise", "company"),
    Column.USCC: ("统一社会信用代码", "社会信用代码", "信用代码", "uscc", "credit code"),
    Column.AREA: ("所属区域", "行政区域", "区域", "所属镇街", "乡镇街道", "属地", "area", "region"),
    Column.PARK: ("园区", "所属园区", "工业园区", "park"),
    Column.ADDRESS: ("地址", "单位地址", "企业地址", "注册地址", "address"),
    Column.INDUSTRY: ("行业", "行业代码", "所属行业", "行业类别", "industry"),
    Column.OWNERSHIP: ("经济类型", "企业性质", "登记注册类型", "企业类型", "ownership"),
    Column.HEADCOUNT: ("职工人数", "职工总数", "员工人数", "用工人数", "headcount", "employees"),
    Column.HEADCOUNT_ON: ("职工人数日期", "人数日期", "统计日期", "headcount on", "headcount date"),
    Column.TELEPHONE: ("联系电话", "电话", "telephone", "phone"),
    Column.HAS_UNION: ("是否建会", "是否建立工会", "建会情况", "has union", "union"),
    Column.UNION_MEMBER_COUNT: ("会员人数", "工会会员人数", "会员数", "union members"),
    Column.HAS_PARTY_ORGANISATION: (
        "是否建党组织",
        "是否建立党组织",
        "党组织",
        "has party organisation",
        "party organisation",
    ),
    Column.PARTY_MEMBER_COUNT: ("正式党员人数", "党员人数", "党员数", "party members"),
    Column.LATITUDE: ("纬度", "latitude", "lat"),
    Column.LONGITUDE: ("经度", "longitude", "lng", "lon"),
    Column.COORDINATE_SYSTEM: ("坐标系", "坐标系统", "coordinate system"),
}

RegisterValue: TypeAlias = str | int | bool | dt.date | Decimal
Values: TypeAlias = Mapping[Column, RegisterValue]
"""Only what is known: a column that is missing, or a cell that is empty, is no key."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One enterprise of the table."""

    number: int
    values: Values


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """What a table holds: rows without fault, and what is wrong with the others."""

    rows: tuple[RegisterRow, ...]
    problems: tuple[RowProblem, ...]
    unknown_columns: tuple[str, ...]


def read_register(
    table: ImportTable,
    areas: AreaNames,
    *,
    today: dt.date,
    parks: Collection[str] | None = None,
) -> RegisterReading:
    """Return the rows and problems of a table; `areas` are those the importer may write to.

    `parks` are the names of the parks there are; None takes every name.
    """
    columns = map_columns(table, TITLES.items(), required=(Column.NAME, Column.AREA))
    if columns.problems:
        return RegisterReading((), columns.problems, columns.unknown)
    readers = _readers(areas, today, parks)
    rows, problems = [], []
    for line in table.lines:
        values, wrong = _read_line(line, columns, readers)
        problems += wrong
        if not wrong:
            rows.append(RegisterRow(line.number, values))
    return RegisterReading(tuple(rows), tuple(problems), columns.unknown)


Reader: TypeAlias = Callable[[str], RegisterValue]


def _readers(
    areas: AreaNames, today: dt.date, parks: Collection[str] | None
) -> Mapping[Column, Reader]:
    def count(text: str) -> int:
        return read_count(text, MOST_PEOPLE)

    def day(text: str) -> dt.date:
        return read_day(text, today)

    def park(text: str) -> str:
        name = read_text(text, 100)
        if parks is not None and name not in parks:
            raise CellFault(ImportFault.UNKNOWN_PARK)
        return name

    return {
        Column.NAME: lambda text: read_text(text, 200),
        Column.USCC: read_credit_code,
        Column.AREA: lambda text: areas.find(text).area_id,
        Column.PARK: park,
        Column.ADDRESS: lambda text: read_text(text, 300),
        Column.INDUSTRY: read_industry,
        Column.OWNERSHIP: read_ownership,
        Column.HEADCOUNT: count,
        Column.HEADCOUNT_ON: day,
        Column.TELEPHONE: lambda text: read_text(text, 50),
        Column.HAS_UNION: read_yes_no,
        Column.UNION_MEMBER_COUNT: count,
        Column.HAS_PARTY_ORGANISATION: read_yes_no,
        Column.PARTY_MEMBER_COUNT: count,
        Column.LATITUDE: read_latitude,
        Column.LONGITUDE: read_longitude,
        Column.COORDINATE_SYSTEM: read_coordinate_system,
    }


def _read_line(
    line: ImportLine, columns: ColumnMap, readers: Mapping[Column, Reader]
) -> tuple[Values, list[RowProblem]]:
    values: dict[Column, RegisterValue] = {}
    problems: list[RowProblem] = []
    for name, place in columns.places.items():
        column = Column(name)
        cell = line.cells[place]
        try:
            value = _read_cell(cell, column, readers[column])
        except CellFault as problem:
            problems.append(_problem(line, cell, column, problem))
            continue
        if value is not None:
            values[column] = value
    if not problems and (Column.LATITUDE in values) is not (Column.LONGITUDE in values):
        return values, [RowProblem(line.number, str(line.number), ImportFault.HALF_A_POSITION)]
    return _in_wgs(values), problems


def _in_wgs(values: dict[Column, RegisterValue]) -> Values:
    """Return values with their degrees as WGS-84, which is what the register keeps."""
    system = values.pop(Column.COORDINATE_SYSTEM, CoordinateSystem.WGS_84)
    north, east = values.get(Column.LATITUDE), values.get(Column.LONGITUDE)
    if isinstance(north, Decimal) and isinstance(east, Decimal):
        place = position_in(north, east, CoordinateSystem(str(system)))
        values[Column.LATITUDE], values[Column.LONGITUDE] = place.latitude, place.longitude
    return values


def _read_cell(cell: ImportCell, column: Column, reader: Reader) -> RegisterValue | None:
    if cell.problem is not None:
        raise CellFault(ImportFault.CELL_UNRELIABLE, reason=cell.problem)
    if cell.text is not None and cell.text.strip():
        return reader(cell.text)
    if column in {Column.NAME, Column.AREA}:
        raise CellFault(ImportFault.MISSING)
    return None


def _problem(line: ImportLine, cell: ImportCell, column: Column, fault: CellFault) -> RowProblem:
    details = {"limit": fault.limit, "reason": fault.reason}
    return RowProblem(
        row=line.number,
        address=cell.address,
        fault=fault.fault,
        column=column,
        details={key: value for key, value in details.items() if value},
    )
