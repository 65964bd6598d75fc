"""The 44 items of the self-assessment, and the points that an enterprise gives itself for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from statistics import mean

from server.demo.draws import drawn_for, happens
from server.demo.entrants import Entrant, Story
from server.demo.opinions import climate_of
from server.demo.pictures import Scene

STEP = Decimal("0.5")
_QUALITY: Mapping[Story, float] = {Story.MODEL: 0.97, Story.VETOED: 0.93, Story.FEW_ANSWERS: 0.72}
"""Share of items with full marks in those enterprises that have a story."""
_LEAST_QUALITY, _USUAL_QUALITY, _MOST_QUALITY = 0.45, 0.78, 0.95


@dataclass(frozen=True, slots=True)
class PointItem:
    """An item of the form: its question, full marks, what it is about, and what proves it."""

    name: str
    most: Decimal
    subject: str
    scene: Scene = Scene.PAPERS

    @property
    def measure(self) -> str:
        """What the item measures."""
        return f"snd.{self.name}"


def _items(*rows: tuple[str, str, str] | tuple[str, str, str, Scene]) -> tuple[PointItem, ...]:
    return tuple(PointItem(row[0], Decimal(row[1]), *row[2:]) for row in rows)


POINT_ITEMS: Mapping[str, tuple[PointItem, ...]] = {
    "employment": _items(
        ("roster", "2.5", "职工名册"),
        ("contracts_signed", "2", "劳动合同签订"),
        ("contracts_kept", "1.5", "劳动合同履行"),
        ("internal_rules", "4.5", "规章制度公示", Scene.NOTICE_BOARD),
        ("agency_labour", "1", "劳务派遣协议"),
    ),
    "hours": _items(
        ("working_hours", "3", "考勤记录"),
        ("wages_paid", "4", "工资支付台账"),
        ("leave", "3", "年休假安排表"),
        ("welfare_fund", "1", "职工福利费账目"),
    ),
    "security": _items(
        ("insurance_registered", "4", "社会保险登记"),
        ("insurance_paid", "2", "社会保险缴费单"),
        ("housing_fund", "1", "住房公积金缴存单"),
    ),
    "safety": _items(
        ("protection", "3.5", "劳动防护用品", Scene.WORKSHOP),
        ("safety_health", "5", "安全通道和应急标识", Scene.EXIT),
    ),
    "party_work": _items(("party", "2", "党组织批复")),
    "union_work": _items(
        ("union_formed", "1.5", "工会法人证书"),
        ("union_dues", "0.5", "工会经费拨缴凭证"),
        ("union_activities", "2", "工会活动公告", Scene.NOTICE_BOARD),
    ),
    "voice": _items(
        ("congress", "2", "职工代表大会决议"),
        ("disclosure", "1", "厂务公开栏", Scene.NOTICE_BOARD),
        ("suggestions_answered", "0.5", "职工建议答复单"),
    ),
    "bargaining": _items(
        ("collective_contract", "4.5", "集体合同和审查意见"),
        ("wage_contract", "0.5", "工资专项集体合同"),
    ),
    "disputes": _items(
        ("mediation", "5", "调解委员会公示", Scene.NOTICE_BOARD),
        ("early_warning", "2.5", "劳动争议预警制度"),
        ("channels", "1", "意见箱", Scene.NOTICE_BOARD),
        ("legal_training", "2.5", "普法培训签到表"),
        ("cooperation", "2", "书面审查回执"),
    ),
    "pay": _items(
        ("wage_growth", "5", "工资协商和增长方案"),
        ("annuity", "1", "企业年金方案"),
        ("medical_supplement", "1", "补充医疗保险单"),
        ("mutual_aid", "1", "职工互助保障计划"),
        ("other_benefits", "0.5", "福利发放表"),
    ),
    "training": _items(
        ("training_system", "1.5", "培训制度"),
        ("training_funds", "1.5", "教育经费账目"),
        ("skill_contests", "2", "技能竞赛", Scene.WORKSHOP),
    ),
    "culture": _items(
        ("workers_home", "1", "职工之家", Scene.NOTICE_BOARD),
        ("labour_contests", "0.5", "劳动竞赛", Scene.WORKSHOP),
        ("suggestion_scheme", "1", "合理化建议登记"),
        ("recreation", "1", "文体设施", Scene.WORKSHOP),
    ),
    "responsibility": _items(
        ("hard_to_employ", "1", "就业困难人员名册"),
        ("disabled_workers", "1", "残疾人就业保障金缴款单"),
        ("other_care", "0.5", "困难职工慰问"),
        ("charity", "1", "公益活动", Scene.NOTICE_BOARD),
    ),
}
"""Group of the form -> its items, in order; the groups before and after have no points."""

TOP_GROUPS: Mapping[str, Sequence[str]] = {
    "compliance": ("employment", "hours", "security", "safety"),
    "institutions": ("party_work", "union_work", "voice", "bargaining", "disputes"),
    "development": ("pay", "training", "culture", "responsibility"),
}
"""Totals at the end of the form -> the groups that they sum up."""


def quality_of(entrant: Entrant) -> float:
    """Return the share of things that are fully in order in an enterprise."""
    if entrant.story in _QUALITY:
        return _QUALITY[entrant.story]
    feelings = climate_of(entrant.number, entrant.industry).feelings.values()
    usual = _USUAL_QUALITY + 0.1 * (mean(feelings) - 0.5)
    drawn = usual + drawn_for("quality", entrant.number).gauss(0, 0.06)
    return min(_MOST_QUALITY, max(_LEAST_QUALITY, drawn))


@cache
def self_points(entrant: Entrant) -> Mapping[str, Decimal]:
    """Return the points that an enterprise gives itself, by measure, in whole steps."""
    quality = quality_of(entrant)
    found = {}
    for item in (one for items in POINT_ITEMS.values() for one in items):
        draw = drawn_for("self points", entrant.number, item.name)
        steps = int(item.most / STEP)
        is_full = happens(draw, quality)
        found[item.measure] = STEP * (steps if is_full else draw.randint(steps // 3, steps - 1))
    return found
