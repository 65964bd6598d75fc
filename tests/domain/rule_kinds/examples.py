"""Typical rows of every kind of rule with values: golden traces and laws are made of them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tests.domain.rule_kinds.scoring import Row, Values

BANDS = [
    {"at_least": "80", "points": "6"},
    {"at_least": "50", "points": "4"},
    {"at_least": "0", "points": "3"},
]
TIERS = [{"at_least": str(line), "points": str(points)} for line, points in
         ((80, 4), (75, 3), (70, 2), (65, 1), (0, 0))]  # fmt: skip
RATES = {"measure": "pension medical jobless injury maternity"}
INSURED = {"pension": 95, "medical": 95, "jobless": 95, "injury": 88, "maternity": 85}
SIGNING = {"kind": "linear_deduct", "target": "100", "per_point": "0.25", "measure": "rate"}
CLAUSES = [{"points": "1"}, {"points": "1", **SIGNING}, {"points": "0.5"}]


def _clauses(rate: int) -> Values:
    return {"1/1": True, "rate": rate, "1/3": True}


EXAMPLES: Mapping[str, Sequence[tuple[Row, Sequence[Values]]]] = {
    "all_or_nothing": [
        (Row("all_or_nothing", "5"), [{"1": True}, {"1": False}]),
        (Row("all_or_nothing", "4", {"op": ">=", "limit": "70"}),
         [{"1": 70}, {"1": Decimal("69.9")}]),
        (Row("all_or_nothing", "4", {"op": "=", "limit": "no"}), [{"1": False}]),
    ],
    "manual_range": [
        (Row("manual_range", "2.5"), [{"1": Decimal("1.5")}]),
        (Row("manual_range", "unknown"), [{"1": Decimal(3)}]),
    ],
    "enum_choice": [
        (Row("enum_choice", "-6", rows=[{"value": str(n)} for n in (0, -2, -4, -6)]),
         [{"1": -4}, {"1": 0}]),
        (Row("enum_choice", "-3", rows=[
            {"value": "0", "name": "none", "name_zh": "没有", "name_en": "none"},
            {"value": "-3", "name": "some", "name_zh": "有", "name_en": "some"}]),
         [{"1": "some"}]),
    ],
    "clause_sum": [
        (Row("clause_sum", "2.5", rows=CLAUSES), [_clauses(98), _clauses(90)]),
        (Row("clause_sum", "2.5", {"floor_at": "item"}, rows=CLAUSES),
         [_clauses(98), _clauses(80)]),
        (Row("clause_sum", "2.5", {"floor_at": "group"}, rows=CLAUSES), [_clauses(80)]),
    ],
    "quality_tier": [
        (Row("quality_tier", "20", rows=[
            {"name": "good", "name_zh": "健全", "name_en": "sound", "points": "20"},
            {"name": "middle", "name_zh": "较好", "name_en": "fairly good", "points": "16"},
            {"name": "low", "name_zh": "一般", "name_en": "ordinary", "points": "unknown"}]),
         [{"1": "middle"}, {"1": "low"}]),
    ],
    "coefficient": [
        (Row("coefficient", "50", rows=[{"coefficient": "1"}, {"coefficient": "0.5"},
                                        {"coefficient": "0", "name": "not made"}]),
         [{"1": Decimal("0.5")}, {"1": "not made"}]),
        (Row("coefficient", "10", rows=[
            {"low": "0.80", "high": "1", "name_zh": "优", "name_en": "excellent"},
            {"low": "0.60", "high": "0.79"}]),
         [{"1": Decimal("0.85")}, {"1": Decimal("0.6")}, {"1": Decimal("0.795")}]),
    ],
    "tier_pct": [
        (Row("tier_pct", "6", rows=BANDS), [{"1": 80}, {"1": Decimal("79.9")}, {"1": 49}]),
        (Row("tier_pct", "2", rows=[{"at_least": "5", "points": "0"},
                                    {"at_least": "0", "points": "2"}]), [{"1": 3}]),
        (Row("tier_pct", "6", {"edge": "upper"}, rows=BANDS), [{"1": 81}, {"1": 80}, {"1": 50}]),
    ],
    "linear_deduct": [
        (Row("linear_deduct", "8", {"target": "100", "per_point": "0.2"}),
         [{"1": 100}, {"1": 97}, {"1": 50}]),
        (Row("linear_deduct", "15", {"target": "90", "per_point": "0.2", "several": "mean"}
             | RATES), [INSURED]),
        (Row("linear_deduct", "15", {"target": "90", "per_point": "0.2", "several": "min",
                                     "unit": "2", "part": "whole"} | RATES), [INSURED]),
    ],
    "mean_of": [
        (Row("mean_of", "", {"veto_below": "80"} | RATES),
         [dict(zip(INSURED, (85, 82, 80, 78, 76), strict=True)),
          dict(zip(INSURED, (85, 82, 80, 78, 72), strict=True))]),
        (Row("mean_of", "3", {"limit": "90", "several": "min"} | RATES), [INSURED]),
    ],
    "deduct_events": [
        (Row("deduct_events", "10", rows=[
            {"each": "5", "name_zh": "未完成目标", "name_en": "Target missed", "once": "yes"},
            {"each": "2", "name_zh": "底数不清", "name_en": "Figures unclear", "most": "4"}]),
         [{"1/1": True, "1/2": 1}, {"1/1": False, "1/2": 3}, {"1/1": False, "1/2": 0}]),
    ],
    "tier_plus_deduct": [
        (Row("tier_plus_deduct", "8", {"base": "4", "per_missing": "2", "measure": "rate annexes"},
             rows=TIERS),
         [{"rate": 76, "annexes": 1}, {"rate": 60, "annexes": 3}]),
    ],
    "best_of": [
        (Row("best_of", "2", rows=[
            {"points": "2", "measure": "certified", "op": ">=", "limit": "2",
             "name_zh": "已认证企业", "name_en": "Certified firms"},
            {"points": "1.5", "measure": "in_progress", "op": ">=", "limit": "3",
             "name_zh": "正在认证企业", "name_en": "Firms under way"}]),
         [{"certified": 2, "in_progress": 0}, {"certified": 0, "in_progress": 3},
          {"certified": 1, "in_progress": 2}]),
    ],
    "benchmark_ratio": [
        (Row("benchmark_ratio", "1", {"ratio": "1.1", "measure": "wage city_wage"}),
         [{"wage": 110000, "city_wage": 100000}, {"wage": 105000, "city_wage": 99000}]),
    ],
    "share_threshold": [
        (Row("share_threshold", "2", {"share": "5%", "op": "<=", "measure": "left staff"}),
         [{"left": 4, "staff": 80}]),
        (Row("share_threshold", "", {"share": "2/3", "measure": "part whole"}),
         [{"part": 6, "whole": 9}, {"part": 5, "whole": 9}, {"part": 0, "whole": 0}]),
    ],
    "trend_and_threshold": [
        (Row("trend_and_threshold", "1", {"limit": "1.5", "measure": "y1 y2 y3", "trend": trend}),
         [{"y1": Decimal("1.4"), "y2": Decimal("1.5"), "y3": Decimal("1.6")},
          {"y1": Decimal("1.9"), "y2": Decimal("1.7"), "y3": Decimal("1.6")}])
        for trend in ("rising", "falling", "not_falling", "not_rising")
    ],
    "count_threshold": [
        (Row("count_threshold", "0.5", {"at_least": "3"}), [{"1": 3}, {"1": 2}]),
        (Row("count_threshold", "", {"at_most": "1"}), [{"1": 1}, {"1": 2}]),
        (Row("count_threshold", "", {"at_least": "2000", "at_most": "2500"}),
         [{"1": 2000}, {"1": 2501}]),
    ],
    "cross_scheme_ref": [
        (Row("cross_scheme_ref", "5", {"ref_scheme": "harmony", "ref_row": "2.1"}),
         [{"scheme:harmony:2.1": 5}]),
        (Row("cross_scheme_ref", "5", {"ref_scheme": "harmony", "full": "100"}),
         [{"scheme:harmony:total": 87}]),
    ],
    "evidence_gate": [(Row("evidence_gate"), [{}, {"1": False}])],
    "sample_rate": [
        (Row("sample_rate", "", {"draw": "10", "veto_below": "80", "measure": "drawn hits"}),
         [{"drawn": 10, "hits": 8}, {"drawn": 10, "hits": 7}, {"drawn": 6, "hits": 6}]),
        (Row("sample_rate", "4", {"draw": "10", "limit": "90", "measure": "drawn hits",
                                  "fewer": "count"}), [{"drawn": 6, "hits": 6}]),
    ],
    "survey_score": [
        (Row("survey_score", "2", {"measure": "satisfaction.wages"}),
         [{"satisfaction.wages:satisfied": 94}]),
        (Row("survey_score", "", {"mode": "threshold", "limit": "80", "view": "basically"}),
         [{"1:basically": 80}, {"1:basically": 79}]),
        (Row("survey_score", "", {"mode": "threshold", "limit": "unknown"},
             rows=[{"measure": "wages", "weight": "0.6"}, {"measure": "rest", "weight": "0.4"}]),
         [{"wages:satisfied": 90, "rest:satisfied": 85}]),
        (Row("survey_score", "6", {"mode": "bands", "view": "score"}, rows=BANDS),
         [{"1:score": 66}]),
    ],
    "meets_clause": [(Row("meets_clause"), [{"1": True}, {"1": False}])],
    "unknown": [(Row("unknown", "35"), [{}])],
    "bonus": [(Row("bonus", "4"), [{"1": 3}, {"1": 6}])],
    "deduct": [(Row("deduct", "-4"), [{"1": 0}, {"1": 6}])],
    "threshold_all": [
        (Row("threshold_all", "", {"any": any_one}, rows=[
            {"measure": "formation", "op": ">=", "limit": "80",
             "name_zh": "建会率", "name_en": "Union formation"},
            {"measure": "migrants", "of": "members", "op": "≥", "limit": "70%",
             "name_zh": "农民工入会", "name_en": "Migrant members"}]),
         [{"formation": 81, "migrants": 699, "members": 1000},
          {"formation": 80, "migrants": 700, "members": 1000}])
        for any_one in ("no", "yes")
    ],
}  # fmt: skip
