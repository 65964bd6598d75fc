"""Visits of guidance in the demonstration: what inspectors write in the delivered form `visit`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from server.demo.draws import drawn_for, happens
from server.demo.pictures import Scene
from server.demo.site_checks import CHINA, FilledForm, PlannedPhoto
from server.domain.answers import Answers

LATE_PHOTO = 1
"""The number of the visit whose photo of the problem still waits on the phone."""
_PROBLEMS = (
    ("contracts", "部分新入职人员的劳动合同未在一个月内签订。", "建立入职台账，到岗当日签订合同。"),
    ("wages", "工资条只有总额，没有分项。", "按项目列明工资条，由职工签字或者在线确认。"),
    ("hours", "旺季加班没有征得工会同意。", "事先与工会协商，做好加班登记和调休。"),
    ("democracy", "职工代表大会一年多没有召开。", "本季度内召开，审议集体合同草案。"),
    ("disputes", "没有内部调解组织。", "成立调解委员会，由工会派人主持。"),
)
_SUMMARIES = (
    "企业配合，台账齐全，已就存在的问题给出书面建议。",
    "宣讲了工资支付和集体协商政策，解答了职工提出的问题。",
    "总体规范，建议继续完善民主管理制度。",
)
_REQUESTS = "希望多组织技能培训，并帮助联系集体协商指导员。"
_KINDS = ("quarterly", "fixed_contact", "stationed")
_SERVICES = ("policy", "contracts", "bargaining", "union", "disputes", "plan")
_MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class GuidedEnterprise:
    """Whom a visit goes to, when and where: number of the visit, name, id of the entity."""

    number: int
    name: str
    uuid: str
    day: date
    place: str


def guidance_visit(whom: GuidedEnterprise, *, device_id: str, inspector: str) -> FilledForm:
    """Return the filled form of a visit, the same every time."""
    draw = drawn_for("guidance", whom.number)
    start = datetime.combine(whom.day, time(9), CHINA) + timedelta(minutes=draw.randrange(7 * 60))
    photo = PlannedPhoto(_file_name(start, 0), Scene.NOTICE_BOARD, f"{whom.name}　走访指导")
    problems = _problems(draw, whom, start)
    answers: Answers = {
        "start": start.isoformat(timespec="milliseconds"),
        "end": (start + timedelta(minutes=45)).isoformat(timespec="milliseconds"),
        "today": whom.day.isoformat(),
        "deviceid": device_id,
        "username": inspector,
        "subject": {
            "subject_kind": "enterprise",
            "find_by": "list",
            "chosen": whom.uuid,
            "enterprise_id": whom.uuid,
            "register_name": whom.name,
            "subject_text": whom.name,
        },
        "visit": _visit(draw, whom),
        "earlier": {"earlier_state": draw.choice(("first", "solved"))},
        "problems_asked": {"has_problems": "yes" if problems else "no"},
        "problem": problems,
        "conclusion": {
            "problem_count": str(len(problems)),
            "requests": _REQUESTS,
            "summary": draw.choice(_SUMMARIES),
            "visit_photo": photo.file_name,
            "next_visit_on": (whom.day + timedelta(days=90)).isoformat(),
            **({"place": whom.place} if whom.place else {}),
        },
    }
    return FilledForm(answers, (photo,), f"{whom.name} {whom.day.isoformat()}")


def _visit(draw: Random, whom: GuidedEnterprise) -> Answers:
    kind = _KINDS[whom.number % len(_KINDS)]
    found: Answers = {"kind": kind}
    if kind == "quarterly":
        found["quarter"] = str((whom.day.month - 1) // _MONTHS_A_QUARTER + 1)
    elif kind == "fixed_contact":
        found["contact_unit"] = "县总工会"
    else:
        found["stay_from"] = (whom.day - timedelta(days=4)).isoformat()
        found["stay_days"] = "5"
    services = sorted(draw.sample(_SERVICES, 2), key=_SERVICES.index)
    return {
        **found,
        "bodies": "labour union",
        "visitor_count": str(draw.randint(2, 4)),
        "met": "management union",
        "services": " ".join(services),
    }


def _problems(draw: Random, whom: GuidedEnterprise, start: datetime) -> list[Answers]:
    is_late = whom.number == LATE_PHOTO
    count = 1 if is_late else sum(happens(draw, 0.6) for _ in range(2))
    rows: list[Answers] = []
    for topic, problem, advice in draw.sample(_PROBLEMS, count):
        row: Answers = {"topic": topic, "problem_text": problem, "advice": advice}
        if is_late:
            row["problem_photo"] = _file_name(start, 1)
        row["follow_up"] = "next_visit"
        row["follow_up_on"] = (whom.day + timedelta(days=90)).isoformat()
        rows.append(row)
    return rows


def _file_name(start: datetime, place: int) -> str:
    taken = start + timedelta(seconds=23 + 41 * place)
    return f"{int(taken.timestamp() * 1000)}.jpg"
