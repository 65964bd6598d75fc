"""Make the sample files of docs/samples: `python -m tests.data.make_samples`.

The register has 300 rows; twelve of them are wrong, each marked in WRONG with what the preview is
to say. Two of the twelve have one credit code and are refused both.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from server.demo.names import (
    COUNTED_ON,
    COUNTY,
    COUNTY_CODE,
    TOWNSHIPS,
    MadeUpEnterprise,
    made_up_enterprises,
)
from server.domain.import_table import ImportFault

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"
SEED = 2026
ROW_COUNT = 300
TITLES = (
    "企业名称",
    "统一社会信用代码",
    "所属区域",
    "园区",
    "地址",
    "行业",
    "经济类型",
    "职工人数",
    "职工人数日期",
    "联系电话",
    "是否建会",
    "会员人数",
    "是否建党组织",
    "正式党员人数",
)
AREA_TITLES = ("名称", "级别", "上级区域", "区划代码")

Value = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that is made wrong, and what the preview says of it (None: of its row)."""

    title: str
    value: Value
    fault: ImportFault


WRONG: dict[int, WrongCell] = {
    12: WrongCell("统一社会信用代码", "91990100990000011X", ImportFault.BAD_CREDIT_CODE),
    37: WrongCell("统一社会信用代码", 9.199010099000004e17, ImportFault.CELL_UNRELIABLE),
    58: WrongCell("所属区域", "临江县/黄土镇/坡下村", ImportFault.UNKNOWN_AREA),
    83: WrongCell("企业名称", None, ImportFault.MISSING),
    104: WrongCell("职工人数", "五十多人", ImportFault.BAD_NUMBER),
    131: WrongCell("职工人数", -20, ImportFault.BAD_NUMBER),
    155: WrongCell("职工人数日期", dt.date(2099, 12, 31), ImportFault.IN_THE_FUTURE),
    178: WrongCell("会员人数", "=H178*0.8", ImportFault.CELL_UNRELIABLE),
    206: WrongCell("地址", "临江县青石镇" + "很长的街" * 80, ImportFault.TOO_LONG),
    229: WrongCell("行业", "ZZ99", ImportFault.UNKNOWN_INDUSTRY),
    251: WrongCell("统一社会信用代码", "", ImportFault.TWICE_IN_FILE),
    276: WrongCell("统一社会信用代码", "", ImportFault.TWICE_IN_FILE),
}
"""By number of the row in the file; rows 251 and 276 have one code."""


def register_rows() -> Iterator[tuple[Value, ...]]:
    """Yield the rows of the sample register below its titles."""
    made = made_up_enterprises(SEED, ROW_COUNT)
    twice = made_up_enterprises(SEED + 1, ROW_COUNT + 1)[-1]
    for number, enterprise in enumerate(made, start=2):
        row = list(_row(enterprise))
        wrong = WRONG.get(number)
        if wrong is not None:
            is_twice = wrong.fault is ImportFault.TWICE_IN_FILE
            row[TITLES.index(wrong.title)] = twice.uscc if is_twice else wrong.value
        yield tuple(row)


def register_workbook() -> Workbook:
    """Return the sample register."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "企业名录"
    sheet.append(list(TITLES))
    for row in register_rows():
        sheet.append(list(row))
    _dress(sheet)
    stamp = dt.datetime(2026, 1, 31, tzinfo=dt.UTC).replace(tzinfo=None)
    workbook.properties.created = workbook.properties.modified = stamp
    workbook.properties.creator = "Concord"
    return workbook


def areas_csv() -> bytes:
    """Return the sample areas, as Excel saves “CSV UTF-8”."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(AREA_TITLES)
    writer.writerow((COUNTY, "县", "", COUNTY_CODE))
    for place, (township, villages) in enumerate(TOWNSHIPS.items(), start=1):
        code = f"{COUNTY_CODE}{place:03d}"
        writer.writerow((township, "乡镇", COUNTY, code))
        for number, village in enumerate(villages, start=1):
            above = f"{COUNTY}/{township}"
            writer.writerow((village, "村（社区）", above, f"{code}{number:03d}"))
    return text.getvalue().encode("utf-8-sig")


def _row(one: MadeUpEnterprise) -> tuple[Value, ...]:
    return (
        one.name,
        one.uscc,
        one.area_path,
        one.park,
        one.address,
        one.industry,
        one.ownership,
        one.headcount,
        COUNTED_ON,
        one.telephone,
        "否" if one.union_member_count is None else "是",
        one.union_member_count,
        "否" if one.party_member_count is None else "是",
        one.party_member_count,
    )


def _dress(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    for letter, width in {"A": 32, "B": 22, "C": 26, "D": 18, "E": 34, "I": 14, "J": 16}.items():
        sheet.column_dimensions[letter].width = width


if __name__ == "__main__":
    SAMPLES.mkdir(parents=True, exist_ok=True)
    register_workbook().save(SAMPLES / "register-sample.xlsx")
    (SAMPLES / "areas-sample.csv").write_bytes(areas_csv())
