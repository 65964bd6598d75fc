"""Values that are typed into the fields of a scheme, and the subject they describe."""

from datetime import date
from decimal import Decimal

import pytest

from server.domain.import_table import ImportFault
from server.domain.schemes.inputs.asked import asked_by
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.typing.read_typed import read_typed
from server.domain.schemes.typing.typed_texts import texts_of
from tests.domain.schemes.made import TODAY, compiled

HALL = {"code": "A", "kind": "manual_range", "points": "10", "source": "assessor"}
SIGNED = {
    "code": "B",
    "kind": "linear_deduct",
    "points": "20",
    "target": "100",
    "per_point": "1",
    "source": "inspection",
    "measure": "contracts.signing_rate",
}
AGAIN = {**HALL, "code": "C", "measure": "contracts.signing_rate", "points": "100"}
LARGE = {**HALL, "code": "D", "na": "full", "evidence_gate": "yes", "note_zh": ""}


def test_every_measure_is_asked_for_once_and_facts_of_conditions_too() -> None:
    scheme = compiled(
        [HALL, SIGNED, AGAIN, {**LARGE, "applies_when": "headcount >= 50; has_union = yes"}],
        grades=[{"code": "T", "kind": "grade_bands", "from_points": "10"}],
    )

    asked = asked_by(scheme)

    assert [one.measure for one in asked.fields] == ["A", "contracts.signing_rate", "D"]
    assert [one.measure for one in asked.facts] == ["headcount", "has_union"]
    assert [row.columns.code for row in asked.rows_of("contracts.signing_rate")] == ["B", "C"]


def test_typed_values_reach_every_row_that_asks_for_them_whatever_its_source() -> None:
    scheme = compiled([HALL, SIGNED, AGAIN])

    typed = read_typed(scheme, {"v.A": "７.5", "v.contracts.signing_rate": "90 %"}, TODAY)

    points = {
        code: row.outcome.points for code, row in evaluate(scheme, typed.subject).rows.items()
    }
    assert typed.faults == {}
    assert points == {"A": Decimal("7.5"), "B": Decimal(10), "C": Decimal(90)}


def test_what_is_no_value_or_out_of_range_is_told_at_its_field_and_stays_out() -> None:
    scheme = compiled([HALL, SIGNED], vetoes=[{"code": "V", "kind": "veto", "name_zh": "欠薪"}])
    texts = {"v.A": "11", "v.contracts.signing_rate": "many", "v.V": "perhaps", "on": "soon"}

    typed = read_typed(scheme, {**texts, "f.headcount": "some"}, TODAY)

    assert set(typed.faults) == {*texts, "f.headcount"}
    assert typed.subject.inputs == {}
    assert typed.subject.on == TODAY
    assert {name: one.fault for name, one in typed.faults.items()} == {
        "v.A": ImportFault.NOT_IN_RANGE,
        "v.contracts.signing_rate": ImportFault.NOT_A_NUMBER,
        "v.V": ImportFault.BAD_YES_NO,
        "on": ImportFault.BAD_DATE,
        "f.headcount": ImportFault.NOT_A_NUMBER,
    }
    assert typed.faults["v.A"].details == {"low": "0", "high": "10"}


def test_a_fact_that_is_a_word_stays_one_and_a_choice_may_be_typed_by_its_name() -> None:
    scheme = compiled(
        [{**HALL, "applies_when": "ownership = 国有企业"}],
        settings={"subjects": "enterprise park"},
    )

    typed = read_typed(scheme, {"f.ownership": " 国有企业 ", "f.kind": "Park"}, TODAY)

    assert typed.faults == {}
    assert typed.subject.facts == {"ownership": "国有企业", "kind": "park"}


def test_files_and_what_does_not_apply_are_ticked() -> None:
    scheme = compiled([LARGE, {**HALL, "evidence_gate": "yes"}])

    without = evaluate(scheme, read_typed(scheme, {"v.A": "8", "n.D": "1"}, TODAY).subject)
    with_file = evaluate(scheme, read_typed(scheme, {"v.A": "8", "e.A": "1"}, TODAY).subject)

    assert without.rows["D"].outcome.points == Decimal(10)
    assert without.rows["A"].outcome.points == Decimal(0)
    assert with_file.rows["A"].outcome.points == Decimal(8)


def test_a_veto_that_is_typed_fires_with_its_proof() -> None:
    veto = {"code": "V", "kind": "veto", "name_zh": "欠薪", "proof_zh": "处罚决定书"}
    scheme = compiled([HALL], vetoes=[veto])

    evaluation = evaluate(scheme, read_typed(scheme, {"v.V": "yes"}, TODAY).subject)

    assert evaluation.is_vetoed


def test_the_texts_of_an_evaluation_lead_to_the_same_evaluation() -> None:
    scheme = compiled(
        [HALL, SIGNED, {**LARGE, "applies_when": "headcount >= 50"}],
        grades=[{"code": "T", "kind": "grade_bands", "from_points": "10"}],
    )
    texts = {
        "v.A": "6.5",
        "v.contracts.signing_rate": "95",
        "v.D": "9",
        "e.D": "1",
        "f.headcount": "60",
        "on": "2026-10-01",
    }
    first = read_typed(scheme, texts, TODAY).subject

    again = texts_of(scheme, evaluate(scheme, first), first)

    assert again == texts
    assert read_typed(scheme, again, TODAY).subject == first
    assert first.on == date(2026, 10, 1)


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "NaN", "Infinity", "9" * 61])
def test_a_number_that_nobody_could_add_up_is_told_at_once(text: str) -> None:
    scheme = compiled(
        [{"code": "C", "kind": "count_threshold", "points": "1", "at_least": "3"}],
        grades=[{"code": "T", "kind": "grade_bands", "from_points": "1"}],
    )

    typed = read_typed(scheme, {"v.C": text, "f.headcount": text}, TODAY)

    assert "v.C" in typed.faults
    assert typed.subject.inputs == {}
