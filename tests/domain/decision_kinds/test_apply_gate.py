"""What must hold before a subject may apply."""

from dataclasses import replace
from decimal import Decimal

import pytest

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.values import Value
from server.domain.schemes.scoring.evaluate import evaluate
from tests.domain.decision_kinds.made_groups import (
    evaluated,
    faults_of,
    held,
    points_by_hand,
    reached,
)
from tests.domain.schemes.made import compiled, subject

LINES = [
    {"code": "P", "kind": "apply_gate", "from_points": "85", "subject": "park"},
    {"code": "E", "kind": "apply_gate", "from_points": "80", "subject": "enterprise"},
]
TOWNSHIP = {"code": "Q1", "kind": "apply_gate", "applies_when": "nominated_by = township"}
TITLE = {"Q1": [{"measure": "title:G2", "op": "=", "limit": "yes", "name_zh": "镇级先进单位"}]}
TEAM = {
    "Q1": [
        {
            "measure": "union_and_workers",
            "of": "team_members",
            "op": ">=",
            "limit": "2/3",
            "name_zh": "工会和职工代表",
        }
    ]
}


@pytest.mark.parametrize(
    ("kind", "own", "expected"),
    [
        ("park", 84, {"P": False}),
        ("park", 85, {"P": True}),
        ("enterprise", 80, {"E": True}),
        ("enterprise", 79, {"E": False}),
    ],
)
def test_the_line_depends_on_who_applies(kind: str, own: int, expected: dict[str, bool]) -> None:
    found = evaluated([], {"total:self": own}, facts={"kind": kind}, grades=LINES)

    assert reached(found.gates) == expected
    assert (found.grades, found.grade) == ((), None)


def test_the_self_score_is_what_the_subject_gave_itself() -> None:
    scheme = compiled(points_by_hand("1", "2", most="50"), grades=LINES)
    own = [Observation(code, Decimal(40), Source.SELF, "self") for code in ("1", "2")]
    county = Observation("1", Decimal(10), Source.ASSESSOR, "county")
    one = replace(subject({}), inputs=inputs_of([*own, county]))

    found = evaluate(scheme, one)

    assert (found.total, reached(found.gates)) == (50, {"E": True})


def test_without_a_self_score_the_gate_is_open() -> None:
    found = evaluated(points_by_hand("1"), {"1": 90}, grades=LINES)

    assert reached(found.gates) == {"E": None}


@pytest.mark.parametrize(
    ("nominated_by", "titles", "expected"),
    [
        ("township", (), {"Q1": False}),
        ("township", (held("G2", 3),), {"Q1": True}),
        ("department", (), {}),
    ],
)
def test_who_nominates_may_change_the_gate(
    nominated_by: str,
    titles: tuple[object, ...],
    expected: dict[str, bool],
) -> None:
    found = evaluated(
        [],
        {},
        facts={"nominated_by": nominated_by},
        titles=titles,  # type: ignore[arg-type]
        grades=[TOWNSHIP],
        parameters=TITLE,
    )

    assert reached(found.gates) == expected


def test_a_gate_that_may_or_may_not_apply_is_open() -> None:
    found = evaluated([], {}, grades=[TOWNSHIP], parameters=TITLE)

    assert reached(found.gates) == {"Q1": None}
    assert found.gates[0].steps


@pytest.mark.parametrize(("workers", "expected"), [(6, True), (5, False)])
def test_two_thirds_of_the_team_are_exactly_two_thirds(workers: int, *, expected: bool) -> None:
    values: dict[str, Value | int | None] = {"union_and_workers": workers, "team_members": 9}
    gate = [{"code": "Q1", "kind": "apply_gate"}]

    found = evaluated([], values, grades=gate, parameters=TEAM)

    assert reached(found.gates) == {"Q1": expected}


def test_a_gate_asks_for_something() -> None:
    empty = [{"code": "Q", "kind": "apply_gate"}]

    assert faults_of([], grades=empty) == [("from_points", faults.MISSING.what)]
