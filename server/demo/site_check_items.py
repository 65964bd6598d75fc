"""The items of the delivered form `site_check`, as far as the demonstration must know them."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.demo.pictures import Scene

_COMPANIES = frozenset({"limited", "stock"})


@dataclass(frozen=True, slots=True)
class Item:
    """A question with yes, no and not applicable.

    `climate` is the survey question whose feelings it goes along with; `finding_subject` says under
    which subject of the form a fault is written down (None: none is).
    """

    name: str
    subject: str
    climate: str
    scene: Scene | None = Scene.PAPERS
    finding_subject: str | None = None
    least_headcount: int = 0
    is_for_companies: bool = False
    not_applicable: float = 0.02
    photo_share: float = 0.12

    def applies(self, headcount: int, legal_form: str) -> bool:
        """Tell whether the form asks this of such an enterprise."""
        if self.is_for_companies and legal_form not in _COMPANIES:
            return False
        return headcount >= self.least_headcount


ITEMS: Mapping[str, tuple[Item, ...]] = {
    "labour_contracts": (
        Item("roster", "职工名册", "pay", photo_share=0.3),
        Item("contracts_all", "书面劳动合同", "pay", finding_subject="contracts", photo_share=0.3),
        Item("agency_labour", "劳务派遣用工", "pay", not_applicable=0.75),
        Item("internal_rules", "规章制度公示", "democracy", Scene.NOTICE_BOARD, photo_share=0.25),
    ),
    "wages": (
        Item("wage_ledger", "工资支付台账", "pay", finding_subject="wages", photo_share=0.3),
        Item("minimum_wage", "最低工资标准", "pay", photo_share=0.05),
        Item("migrant_wages", "农民工工资支付", "pay", Scene.NOTICE_BOARD, not_applicable=0.3),
        Item("wage_bargaining", "工资集体协商", "democracy"),
    ),
    "insurance": (
        Item("insurance_all", "五项社会保险", "social_insurance", finding_subject="insurance"),
        Item("insurance_base", "社会保险缴费基数", "social_insurance"),
    ),
    "hours": (
        Item("attendance", "考勤记录", "rest"),
        Item("overtime", "加班审批和加班工资", "rest", finding_subject="hours"),
        Item("paid_leave", "带薪年休假", "rest"),
    ),
    "safety": (
        Item("safety_duty", "安全生产责任制", "labour_conditions", Scene.NOTICE_BOARD),
        Item("protective_gear", "劳动防护用品", "labour_conditions", Scene.WORKSHOP, "safety"),
        Item("health_checks", "职业健康检查", "labour_conditions"),
        Item("fire_exits", "消防通道", "labour_conditions", Scene.EXIT, "safety", photo_share=0.5),
        Item("special_protection", "女职工特殊保护", "care", not_applicable=0.1),
    ),
    "democracy": (
        Item("congress", "职工代表大会", "democracy"),
        Item("congress_standard", "职代会规范运行", "democracy", least_headcount=200),
        Item(
            "disclosure",
            "厂务公开栏",
            "democracy",
            Scene.NOTICE_BOARD,
            "democracy",
            photo_share=0.5,
        ),
        Item("collective_contract", "集体合同", "democracy"),
        Item("special_contracts", "专项集体合同", "democracy"),
        Item("employee_directors", "职工董事、职工监事", "democracy", is_for_companies=True),
        Item("letter_box", "意见箱", "democracy", Scene.NOTICE_BOARD),
    ),
    "union": (
        Item("union_formed", "工会组织", "care", Scene.NOTICE_BOARD),
        Item("party_formed", "党组织", "care", None, not_applicable=0.5),
    ),
    "disputes": (
        Item("mediation_body", "劳动争议调解组织", "democracy", least_headcount=50),
        Item("mediation_ledger", "调解台账", "democracy", not_applicable=0.2),
        Item("early_warning", "劳动争议预警", "democracy"),
        Item("workshop_network", "车间调解网络", "democracy", least_headcount=1000),
    ),
    "care": (
        Item("training_plan", "年度培训计划", "training"),
        Item("canteen_dormitory", "食堂和宿舍", "environment", Scene.WORKSHOP, not_applicable=0.25),
        Item("hardship_help", "困难职工档案", "care"),
        Item("health_service", "年度体检", "care"),
        Item("after_childbirth", "生育女职工保障", "care", None, not_applicable=0.15),
        Item("mutual_aid", "职工爱心互助会", "care", least_headcount=500),
    ),
}
"""Group of the form -> its items in order."""

VETOES = (
    "child_labour",
    "major_accident",
    "mass_incident",
    "major_violation",
    "negative_opinion",
)

FINDINGS: Mapping[str, str] = {
    "contracts_all": "抽查发现有职工未订立书面劳动合同，责令一个月内补签。",
    "wage_ledger": "工资支付台账无职工签字，上月工资晚发。",
    "insurance_all": "部分新入职职工未参加社会保险。",
    "overtime": "加班审批手续不全，有职工月加班时间超过36小时。",
    "protective_gear": "冲压岗位未按规定发放耳塞和防护手套。",
    "fire_exits": "消防通道堆放纸箱，要求立即清理。",
    "disclosure": "厂务公开栏超过半年未更新。",
}

SUMMARIES: Mapping[str, tuple[str, ...]] = {
    "good": (
        "制度健全，台账完整，职工反映良好，建议列为培育对象。",
        "用工管理规范，现场秩序良好，未发现突出问题。",
    ),
    "basic": (
        "总体符合要求，个别项目需要整改，已当场告知企业并约定复查日期。",
        "基本制度已建立，执行不够到位，请按期整改并报送材料。",
    ),
    "not_met": (
        "存在多项问题，下达整改通知，到期复查。",
        "用工管理基础薄弱，建议安排指导员上门帮助整改。",
    ),
}
