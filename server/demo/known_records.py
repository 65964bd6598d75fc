"""What departments know of the entrants, and which titles they hold already.

One fine lies inside the look-back window of a year and bars the title; others lie before it and
bar nothing. Kinds without a row were handed in as "nothing happened".
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from server.demo.draws import drawn_for
from server.demo.entrants import LINFEN, SND, Entrant, Story
from server.demo.own_workbooks import HARMONIOUS
from server.domain.schemes.exact.months import months_before

VETO_KIND = "labour_penalty"
"""The kind of the record that bars the title in the story."""
_LINFEN_TITLE = "G1"
_COMMITTEE = "和谐劳动关系创建工作委员会"
_INSPECTORATE = "临人社监罚字"


class KnownRecord(NamedTuple):
    """A record of a department about an entrant (its number in the county)."""

    enterprise: int
    on: date
    document: str
    summary: str


class KnownTitle(NamedTuple):
    """A title that an entrant holds."""

    enterprise: int
    code: str
    since: date
    document: str


class _Planned(NamedTuple):
    """Which of the usual entrants of a scheme, how many months ago, and what."""

    place: int
    months: int
    prefix: str
    summary: str


_PLANNED: Mapping[str, tuple[str, tuple[_Planned, ...]]] = {
    VETO_KIND: (
        SND,
        (_Planned(0, 16, _INSPECTORATE, "超时加班，罚款，已履行。"),),
    ),
    "housing_fund_penalty": (
        SND,
        (_Planned(1, 5, "临公积金罚字", "逾期不办理缴存登记，罚款。"),),
    ),
    "safety_accident": (SND, (_Planned(2, 20, "临应急字", "一般机械伤害事故，已结案。"),)),
    "false_material": (SND, ()),
    "major_violation": (
        LINFEN,
        (_Planned(0, 6, "临人社监字", "拖欠工资数额较大，列入重大违法公布名单。"),),
    ),
    "labour_inspection_case": (
        LINFEN,
        (
            _Planned(1, 3, "临人社监立字", "投诉未及时支付加班工资，已改正。"),
            _Planned(2, 9, "临人社监立字", "未按规定备案规章制度，已改正。"),
            _Planned(0, 7, "临人社监立字", "群众举报拖欠工资。"),
        ),
    ),
    "arbitration_case": (
        LINFEN,
        (
            _Planned(1, 4, "临劳人仲案字", "经济补偿争议，调解结案。"),
            _Planned(3, 14, "临劳人仲案字", "工伤待遇争议，裁决结案。"),
        ),
    ),
    "mass_incident": (LINFEN, ()),
    "major_accident": (LINFEN, ()),
}
"""Kind of records -> the scheme whose entrants it speaks of, and what happened."""


def known_records(entrants: Sequence[Entrant], today: date) -> Mapping[str, Sequence[KnownRecord]]:
    """Return the records of each kind that was handed in, counted back from a day."""
    found: dict[str, list[KnownRecord]] = {}
    for kind, (scheme, planned) in _PLANNED.items():
        usual = _usual(entrants, scheme)
        found[kind] = [
            _record(usual[one.place], one, today) for one in planned if one.place < len(usual)
        ]
    fine = _Planned(0, 4, _INSPECTORATE, "拒不支付工资，经责令仍未改正，罚款。")
    found[VETO_KIND] += [_record(one, fine, today) for one in entrants if one.story is Story.VETOED]
    return found


def known_titles(entrants: Sequence[Entrant], today: date) -> Sequence[KnownTitle]:
    """Return the titles held: the model's long enough for the next step, some others' not yet."""
    found = [_title(one, 26, today) for one in entrants if one.is_model]
    for scheme in (SND, LINFEN):
        for place, one in enumerate(_usual(entrants, scheme)):
            if place % 4 == 1:
                found.append(_title(one, drawn_for("held", one.number).randrange(4, 30), today))
    return found


def _usual(entrants: Sequence[Entrant], scheme: str) -> list[Entrant]:
    return [one for one in entrants if one.scheme == scheme and one.story is Story.USUAL]


def _record(entrant: Entrant, planned: _Planned, today: date) -> KnownRecord:
    draw = drawn_for("record", entrant.number, planned.months)
    on = months_before(today, planned.months) - timedelta(days=draw.randrange(20))
    document = f"{planned.prefix}〔{on.year}〕第{draw.randrange(2, 60)}号"
    return KnownRecord(entrant.number, on, document, planned.summary)


def _title(entrant: Entrant, months: int, today: date) -> KnownTitle:
    since = months_before(today, months)
    code = HARMONIOUS if entrant.scheme == SND else _LINFEN_TITLE
    number = drawn_for("title", entrant.number).randrange(1, 30)
    return KnownTitle(entrant.number, code, since, f"{_COMMITTEE}〔{since.year}〕{number}号")
