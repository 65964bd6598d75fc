"""Vetoes: windows, proof, who may set them, and what they do to a grade."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.values import Text
from server.domain.schemes.kinds.veto_effect import EffectKind
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.scoring.evaluation import Evaluation
from tests.domain.decision_kinds.made_groups import faults_of, points_by_hand
from tests.domain.schemes.made import TODAY, compiled, subject
from xlsforms.scheme import Cells

GRADES = [
    {"code": "A", "kind": "grade_bands", "from_points": "60"},
    {"code": "AA", "kind": "grade_bands", "from_points": "80"},
    {"code": "AAA", "kind": "grade_bands", "from_points": "90"},
]
POINTS = Observation("1", Decimal(95), Source.ASSESSOR, "county")


def _vetoed(vetoes: list[Cells], *observed: Observation) -> Evaluation:
    lists = {"V4": ACCIDENTS} if any(one["code"] == "V4" for one in vetoes) else None
    made = compiled(points_by_hand("1"), grades=GRADES, vetoes=vetoes, parameters=lists)
    return evaluate(made, replace(subject({}), inputs=inputs_of([POINTS, *observed])))


def _record(code: str, on: date | None = TODAY, **more: object) -> Observation:
    value = more.pop("value", True)
    return Observation(code, value, Source.RECORD, on=on, **more)  # type: ignore[arg-type]


ACCIDENTS: list[Cells] = [
    {"measure": "deaths", "op": ">=", "limit": "3"},
    {"measure": "injuries", "op": ">=", "limit": "10"},
    {"measure": "loss", "op": ">=", "limit": "10000000"},
    {"measure": "people", "of": "headcount", "op": ">", "limit": "5%"},
]


def test_one_yes_is_enough_and_a_no_is_nothing() -> None:
    vetoes: list[Cells] = [{"code": f"V{n}", "kind": "veto"} for n in (1, 2, 3)]

    found = _vetoed(vetoes, _record("V1", value=False), _record("V2"))

    assert [one.fires for one in found.vetoes.values()] == [False, True, False]
    assert (found.grade, found.is_vetoed, found.total) == (None, True, 95)
    assert found.effect is not None
    assert found.effect.kind is EffectKind.REJECT


@pytest.mark.parametrize(
    ("on", "fires"),
    [
        (date(2024, 10, 31), False),
        (date(2024, 11, 1), True),
        (date(2026, 11, 1), True),
        (date(2026, 11, 2), False),
        (None, True),
    ],
)
def test_the_first_and_the_last_day_of_the_window_belong_to_it(
    on: date | None, *, fires: bool
) -> None:
    found = _vetoed([{"code": "V", "kind": "veto", "look_back_months": "24"}], _record("V", on))

    assert found.is_vetoed is fires


def test_a_veto_waits_for_its_proof() -> None:
    vetoes: list[Cells] = [{"code": "V", "kind": "veto", "proof_zh": "处罚决定书"}]

    waiting = _vetoed(vetoes, _record("V"))
    proved = _vetoed(vetoes, _record("V", evidence=("attachment:1",)))

    assert (waiting.is_vetoed, waiting.vetoes["V"].is_waiting_for_proof) == (False, True)
    assert proved.is_vetoed


def test_only_who_may_set_it_sets_it() -> None:
    vetoes: list[Cells] = [{"code": "V", "kind": "veto", "may_set": "county"}]
    by_self = Observation("V", True, Source.SELF, "self")
    by_county = Observation("V", True, Source.ASSESSOR, "county")

    refused = _vetoed(vetoes, by_self)

    assert not refused.is_vetoed
    assert dict(refused.vetoes["V"].steps[-1].facts) == {"count": "1", "who": "county"}
    assert _vetoed(vetoes, by_self, by_county).is_vetoed


def test_only_its_sources_speak() -> None:
    vetoes: list[Cells] = [{"code": "V", "kind": "veto", "source": "inspection"}]

    assert not _vetoed(vetoes, _record("V")).is_vetoed


@pytest.mark.parametrize(
    ("effects", "grade"),
    [
        (["grade:AA"], "AA"),
        (["grade:AA", "grade:A"], "A"),
        (["grade:AA", "不诚信"], "不诚信"),
        (["不诚信", "reject"], None),
        (["reject", "withdraw"], None),
        (["AAA"], "AAA"),
        (["A"], "A"),
    ],
)
def test_the_hardest_effect_counts(effects: list[str], grade: str | None) -> None:
    vetoes: list[Cells] = [
        {"code": f"V{n}", "kind": "veto", "effect": effect} for n, effect in enumerate(effects)
    ]

    found = _vetoed(vetoes, *(_record(one["code"]) for one in vetoes))

    assert found.grade == grade


def test_a_cap_names_a_grade_of_the_scheme() -> None:
    vetoes = [{"code": "V", "kind": "veto", "effect": "grade:B"}]

    found = faults_of(points_by_hand("1"), grades=GRADES, vetoes=vetoes)

    assert found == [("effect", faults.NOT_ONE_OF.what)]


def test_at_a_review_only_withdrawal_can_be_concluded() -> None:
    found = _vetoed([{"code": "R", "kind": "review_veto"}], _record("R"))

    assert found.effect is not None
    assert (found.effect.kind, found.grade) == (EffectKind.WITHDRAW, None)


@pytest.mark.parametrize(
    ("events", "fires"),
    [
        ([("deaths", 2), ("injuries", 9), ("loss", 9000000)], False),
        ([("injuries", 10)], True),
        ([("deaths", 2), ("deaths", 2)], False),
        ([("people", 5)], False),
        ([("people", 6)], True),
    ],
)
def test_one_event_has_to_be_grave_enough_in_one_respect(
    events: list[tuple[str, int]], *, fires: bool
) -> None:
    observed = [_record(name, value=Decimal(value)) for name, value in events]

    made = compiled(
        points_by_hand("1"),
        vetoes=[{"code": "V4", "kind": "event_threshold"}],
        parameters={"V4": ACCIDENTS},
    )
    one = subject({}, {"headcount": Decimal(100)})
    found = evaluate(made, replace(one, inputs=inputs_of([POINTS, *observed])))

    assert found.is_vetoed is fires


def test_events_of_the_window_may_count_together() -> None:
    vetoes: list[Cells] = [{"code": "V4", "kind": "event_threshold", "events": "sum"}]
    two = [_record("deaths", value=Decimal(2)), _record("deaths", value=Decimal(2))]

    assert _vetoed(vetoes, *two).is_vetoed


def test_a_limit_has_to_be_understood() -> None:
    rows = {"V": [{"measure": "deaths", "op": ">=", "limit": "many"}]}

    assert faults_of([], vetoes=[{"code": "V", "kind": "event_threshold"}], parameters=rows)


@pytest.mark.parametrize(("answer", "fires"), [("found", True), ("none", False), ("open", False)])
def test_what_a_site_check_found_vetoes(answer: str, *, fires: bool) -> None:
    vetoes: list[Cells] = [
        {"code": "V", "kind": "veto", "source": "inspection", "measure": "veto.child_labour"}
    ]
    seen = Observation("veto.child_labour", answer, Source.INSPECTION, on=TODAY)

    assert _vetoed(vetoes, seen).is_vetoed is fires


def test_what_is_given_instead_of_a_grade_has_a_name_in_both_languages() -> None:
    named = {"effect": "bad", "effect_zh": "不诚信", "effect_en": "not in good faith"}
    vetoes: list[Cells] = [{"code": "V", "kind": "veto", **named}]

    found = _vetoed(vetoes, _record("V"))

    assert found.grade == "bad"
    assert Text("不诚信", "not in good faith") in dict(found.steps[-1].facts).values()
