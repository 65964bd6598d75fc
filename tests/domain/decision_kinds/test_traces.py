"""The words of every kind of decision, in both languages, are golden texts."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from server.domain.schemes.exact.outcome import Step
from server.domain.schemes.exact.values import Value
from server.domain.schemes.exact.words import tell
from server.domain.schemes.kinds.decision_kind import (
    Child,
    HeldTitle,
    all_grade_kinds,
    all_group_kinds,
    all_veto_kinds,
)
from server.domain.schemes.scoring.evaluation import Evaluation
from tests.catalogue import in_chinese, in_english
from tests.domain.decision_kinds.made_groups import (
    LEFT_OUT,
    OPEN,
    child,
    evaluated,
    held,
    points_by_hand,
    slot,
)
from tests.golden import same_as_golden
from xlsforms.scheme import Cells

_RATED = (child("1", "5", weight="0.4"), child("2", "10", weight="0.6"))
_OPEN = (child("1", "5", weight="0.4"), child("2", OPEN, weight="0.6"))
GROUPS: dict[str, tuple[dict[str, Decimal], list[tuple[Child, ...]]]] = {
    "group": ({"floor": Decimal(0)}, [_RATED, _OPEN, (child("1", "3"), child("2", "-4"))]),
    "all_met": (
        {},
        [
            (child("1", True), child("2", False), child("3", OPEN)),
            (child("1", True), child("2", LEFT_OUT)),
            (child("1", LEFT_OUT),),
        ],
    ),
    "any_met": ({}, [(child("1", False), child("2", OPEN)), (child("1", True),)]),
    "weighted_groups": ({}, [_RATED, _OPEN]),
    "bonus_block": ({"cap": Decimal(4)}, [(child("1", "6"),), (child("1", "3"),)]),
    "deduct_block": ({"cap": Decimal(4)}, [(child("1", "-6"),), (child("1", "-3"),)]),
    "composite_index": ({}, [_RATED, _OPEN]),
}
_LINE: Cells = {"code": "A", "from_points": "80"}
_BEFORE: Cells = {"code": "B", "name_zh": "铜牌", "name_en": "Bronze"}
_PART: list[Cells] = [{"measure": "points:1", "op": ">=", "limit": "42", "name_zh": "基础指标"}]
_TEAM: list[Cells] = [{"measure": "union", "of": "team", "op": ">=", "limit": "2/3"}]
GRADES: dict[str, tuple[Cells, list[Cells]]] = {
    "grade_bands": (_LINE, []),
    "gated_total": (_LINE, _PART),
    "grade_by_conditions": ({"code": "A"}, [*_PART, *_TEAM]),
    "topic_title": ({"code": "A"}, _PART),
    "plain_title": ({"code": "A"}, []),
    "cumulative_standards": ({"code": "A", "standards": "S"}, []),
    "apply_gate": ({**_LINE, "level": "self"}, _TEAM),
    "ladder": ({**_LINE, "level_before": "B", "wait_months": "12"}, []),
}
SUBJECTS: list[tuple[dict[str, Value | int | None], tuple[HeldTitle, ...]]] = [
    ({"1": 85, "S.1": True, "union": 6, "team": 9, "total:self": 85}, (held("B", 12),)),
    ({"1": 41, "S.1": False, "union": 5, "team": 9, "total:self": 41}, (held("B", 6),)),
    ({}, ()),
]
_ROWS: list[Cells] = [
    *points_by_hand("1"),
    {"code": "S", "kind": "all_met", "name_zh": "组织规范", "name_en": "Sound union"},
    {"code": "S.1", "kind": "meets_clause", "parent": "S"},
]
VETOES: dict[str, tuple[Cells, list[Cells]]] = {
    "veto": ({"code": "V", "proof_zh": "处罚决定书", "proof_en": "penalty decision"}, []),
    "event_threshold": ({"code": "V"}, [{"measure": "V", "op": ">=", "limit": "3"}]),
    "review_veto": ({"code": "V"}, []),
}


def _both(steps: tuple[Step, ...]) -> Iterator[str]:
    for one in steps:
        yield f"  {tell(one, in_english, 'en')}"
        yield f"  {tell(one, in_chinese, 'zh_CN')}"


def _grade_told(found: Evaluation) -> Iterator[str]:
    for one in (*found.grades, *found.titles, *found.gates):
        yield f"{one.code}: {one.is_reached}, possible from {one.possible_from}"
        yield from _both(one.steps)


@pytest.mark.parametrize("kind", all_group_kinds())
def test_what_a_group_says_reads_as_agreed(kind: str, request: pytest.FixtureRequest) -> None:
    group, (wanted, examples) = all_group_kinds()[kind], GROUPS[kind]
    lines = []
    for rows in examples:
        found = group.combine(group.parameters(**wanted), slot(), rows)
        lines += [f"{found.points}, met {found.is_met}, open {found.missing}", *_both(found.steps)]

    assert same_as_golden(f"traces/groups/{kind}.txt", "\n".join(lines) + "\n", request.config)


@pytest.mark.parametrize("kind", all_grade_kinds())
def test_what_a_grade_says_reads_as_agreed(kind: str, request: pytest.FixtureRequest) -> None:
    row, asked = GRADES[kind]
    lines: list[str] = []
    for values, titles in SUBJECTS:
        grades: list[Cells] = [{**row, "kind": kind}]
        if kind == "ladder":
            grades.insert(0, {**_BEFORE, "kind": kind, "from_points": "60"})
        sheets = {"grades": grades, "parameters": {"A": asked} if asked else {}}
        lines += _grade_told(evaluated(_ROWS, values, titles=titles, **sheets))

    assert same_as_golden(f"traces/grades/{kind}.txt", "\n".join(lines) + "\n", request.config)


@pytest.mark.parametrize("kind", all_veto_kinds())
def test_what_a_veto_says_reads_as_agreed(kind: str, request: pytest.FixtureRequest) -> None:
    row, asked = VETOES[kind]
    lines: list[str] = []
    row = {**row, "name_zh": "欠薪", "name_en": "Wage arrears"}
    for value in (None, Decimal(3) if asked else True):
        sheets = {"vetoes": [{**row, "kind": kind}], "parameters": {"V": asked} if asked else {}}
        found = evaluated(points_by_hand("1"), {"1": 85, "V": value}, **sheets)
        lines += [f"fires {found.vetoes['V'].fires}", *_both(found.vetoes["V"].steps)]
        lines += _both(found.steps)

    assert same_as_golden(f"traces/vetoes/{kind}.txt", "\n".join(lines) + "\n", request.config)
