"""A county's own table, typed into the empty workbook as the guide says; no delivered scheme."""

from collections.abc import Mapping
from io import BytesIO

from openpyxl import load_workbook

from server.domain.schemes.reading.guide import blank_workbook
from tests.catalogue import in_chinese

SETTINGS = {
    "scheme": "willow_2027",
    "version": "2027",
    "name_zh": "柳溪县和谐劳动关系企业评分表",
    "points": 100,
    "levels": "self township county",
    "survey_view": "basically",
}
COLUMNS = ("code", "parent", "name_zh", "points", "kind", "source", "measure")
ROWS: tuple[tuple[object, ...], ...] = (
    ("1", "", "劳动用工", 25, "group"),
    ("1.1", "1", "劳动合同签订率", 8, "linear_deduct", "inspection", "contracts.signing_rate"),
    ("1.2", "1", "建立职工名册", 3, "all_or_nothing", "inspection", "contracts.roster"),
    ("1.3", "1", "规章制度", 4, "clause_sum", "assessor"),
    ("1.4", "1", "劳务派遣", 3, "all_or_nothing", "inspection", "contracts.agency_labour"),
    ("1.5", "1", "合同管理", 7, "manual_range", "assessor self"),
    ("2", "", "工资报酬", 20, "group"),
    ("2.1", "2", "工资支付", 10, "deduct_events", "record"),
    ("2.2", "2", "最低工资", 3, "all_or_nothing", "inspection", "wages.minimum_wage"),
    ("2.3", "2", "工资集体协商", 4, "quality_tier", "assessor"),
    ("2.4", "2", "农民工工资", 3, "all_or_nothing", "inspection assessor", "wages.migrant_workers"),
    ("3", "", "社会保险", 15, "group"),
    ("3.1", "3", "五项保险平均参保率", 10, "tier_pct", "record"),
    ("3.2", "3", "足额缴费", 5, "all_or_nothing", "inspection", "insurance.full_base"),
    ("4", "", "劳动安全卫生", 12, "group"),
    ("4.1", "4", "安全生产三款", 8, "clause_sum", "inspection"),
    ("4.2", "4", "安全教育", 4, "manual_range", "assessor"),
    ("5", "", "民主管理", 13, "group"),
    ("5.1", "5", "职工代表大会", 5, "enum_choice", "assessor"),
    ("5.2", "5", "厂务公开", 4, "all_or_nothing", "inspection", "democracy.disclosure"),
    ("5.3", "5", "集体合同", 4, "all_or_nothing", "inspection", "democracy.collective_contract"),
    ("6", "", "职工满意度", 15, "group"),
    ("6.1", "6", "总体满意率", 15, "survey_score", "survey", "satisfaction.overall"),
    ("7", "", "加分", 5, "bonus_block"),
    ("7.1", "7", "技能竞赛", 3, "bonus", "assessor"),
    ("7.2", "7", "吸纳就业困难人员", 3, "bonus", "assessor"),
    ("8", "", "扣分", 6, "deduct_block"),
    ("8.1", "8", "不配合检查", 6, "deduct", "assessor"),
)
INSURANCES = ("pension", "medical", "unemployment", "injury", "maternity")
MORE: Mapping[str, Mapping[str, object]] = {
    "1.1": {"target": 100, "per_point": 0.4},
    "1.4": {"na": "full"},
    "2.1": {"look_back_months": 12},
    "2.4": {"starred": "yes"},
    "3.1": {"measure": " ".join(f"record:insurance:{one}" for one in INSURANCES)},
    "5.1": {"applies_when": "headcount >= 100", "na": "full", "otherwise_zh": "由区域职代会覆盖"},
    "5.2": {"evidence_zh": "公开栏照片", "evidence_gate": "yes"},
    "6.1": {"mode": "bands"},
}
LISTS: Mapping[str, Mapping[str, tuple[object, ...]]] = {
    "1.3": {"points": (2, 1, 1), "name_zh": ("民主程序", "公示", "合法")},
    "2.1": {"each": (5,), "measure": ("record:arrears",), "name_zh": ("拖欠工资",)},
    "2.3": {"name": ("好", "中", "差"), "points": (4, 2, 0)},
    "3.1": {"at_least": (95, 85, 70, 0), "points": (10, 7, 4, 0)},
    "4.1": {
        "points": (4, 2, 2),
        "measure": ("safety.responsibility", "safety.protective_gear", "safety.fire_exits"),
    },
    "5.1": {"value": (5, 3, 0)},
    "6.1": {"at_least": (90, 80, 60, 0), "points": (15, 12, 8, 0)},
    "3A": {"measure": ("points:3",), "op": (">=",), "limit": (10,)},
}
OTHERS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "vetoes": (
        {"code": "V1", "source": "record", "measure": "record:accident", "look_back_months": 12},
        {"code": "V2", "source": "record", "measure": "record:blacklist", "proof_zh": "决定书"},
        {"code": "V3", "source": "inspection", "measure": "veto.child_labour"},
    ),
    "grades": (
        {"code": "A", "kind": "ladder", "from_points": 70},
        {"code": "2A", "kind": "ladder", "from_points": 80, "level_before": "A", "wait_months": 12},
        {
            "code": "3A",
            "kind": "gated_total",
            "from_points": 90,
            "level_before": "2A",
            "wait_months": 12,
            "quota": 3,
            "floor": 1,
            "quota_by": "township",
        },
    ),
    "stages": (
        {"order": 1, "stage_zh": "企业自评", "actor_zh": "企业", "level": "self"},
        {"order": 2, "stage_zh": "乡镇初审", "actor_zh": "乡镇", "level": "township"},
        {"order": 3, "stage_zh": "县级评定", "actor_zh": "县三方", "level": "county"},
    ),
    "records": (
        *({"kind": kind} for kind in ("arrears", "accident", "blacklist")),
        *({"kind": "insurance", "column": one, "type": "number"} for one in INSURANCES),
    ),
    "targets": (
        {
            "code": "T1",
            "kind": "coverage_target",
            "band": "headcount >= 100",
            "metric": "takes_part",
            "by_date": "2027-12-31",
            "goal": 85,
            "stretch": 95,
        },
    ),
}


def newcomers_workbook() -> bytes:
    """Return the empty workbook of the office with the table typed into it."""
    book = load_workbook(BytesIO(blank_workbook(in_chinese)))
    settings = book["settings"]
    for number in range(1, settings.max_row + 1):
        name = str(settings.cell(number, 1).value)
        if name in SETTINGS:
            settings.cell(number, 2).value = SETTINGS[name]  # type: ignore[assignment]
    for sheet, rows in _sheets().items():
        heads = [cell.value for cell in book[sheet][1]]
        for number, cells in enumerate(rows, 3):
            for name, value in cells.items():
                book[sheet].cell(number, heads.index(name) + 1, value)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheets() -> Mapping[str, list[Mapping[str, object]]]:
    rows = [dict(zip(COLUMNS, row, strict=False)) for row in ROWS]
    named = {
        sheet: [{"name_zh": cells.get("code", cells.get("kind")), **cells} for cells in many]
        for sheet, many in OTHERS.items()
        if sheet != "stages"
    }
    named["vetoes"] = [{"kind": "veto", **cells} for cells in named["vetoes"]]
    return {
        **named,
        "stages": list(OTHERS["stages"]),
        "indicators": [{**row, **MORE.get(str(row["code"]), {})} for row in rows],
        "parameters": [
            {"code": code, "parameter": name, "row": number, "value": value}
            for code, lists in LISTS.items()
            for name, values in lists.items()
            for number, value in enumerate(values, 1)
        ],
    }
