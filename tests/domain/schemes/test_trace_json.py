"""A trace is kept as JSON and is the same when it is read again."""

import json
from datetime import date
from decimal import Decimal

import pytest

from server.domain.json_values import BadJson
from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.exact.outcome import GapReason, Outcome, scored, step
from server.domain.schemes.exact.values import Text
from server.domain.schemes.kinds.decision_kind import Ruling, VetoRuling
from server.domain.schemes.kinds.veto_effect import Effect, EffectKind
from server.domain.schemes.scoring.evaluation import Evaluation, RowScore
from server.domain.schemes.telling.trace_json import (
    evaluation_from_json,
    evaluation_to_json,
    read_trace,
    write_trace,
)

ORIGIN = "submission:12"


def _evaluation() -> Evaluation:
    told = step("%(name)s is %(value)s.", name=Text("工资", "Pay"), value="7.5")
    observed = (
        Observation("a", Decimal("7.5"), Source.SELF, "self", date(2026, 1, 2), ORIGIN, ("f:1",)),
        Observation("b", value=True, source=Source.RECORD),
        Observation("c", "C", Source.REGISTER, note="如实"),
        Observation("d", None, Source.SURVEY, problem=GapReason.SAMPLE_TOO_SMALL),
    )
    rows = {
        "1.10": RowScore("1.10", scored(Decimal("7.5"), told, step("Done.")), observed),
        "1.2": RowScore("1.2", Outcome(gap=GapReason.NO_VALUE, missing=("d",)), (), observed[:1]),
    }
    return Evaluation(
        scheme="made",
        version="1",
        on=date(2026, 11, 1),
        rows=rows,
        total=None,
        lowest=Decimal("7.5"),
        most=Decimal(100),
        gaps=("1.2",),
        vetoes={"V": VetoRuling(fires=False, steps=(told,), used=observed[1:2])},
        grades=(Ruling("A", None, (told,), (told,)),),
        titles=(),
        gates=(Ruling("Q", is_reached=False),),
        grade=None,
        is_vetoed=True,
        effect=Effect(EffectKind.AT_MOST, "A"),
        steps=(told,),
    )


def test_a_trace_is_the_same_when_it_is_read_again() -> None:
    assert read_trace(write_trace(_evaluation())) == _evaluation()


def test_the_same_trace_gives_the_same_bytes() -> None:
    assert write_trace(read_trace(write_trace(_evaluation()))) == write_trace(_evaluation())


def test_a_trace_is_the_json_of_its_evaluation_without_a_blank() -> None:
    evaluation = _evaluation()

    whole = json.dumps(evaluation_to_json(evaluation), ensure_ascii=False, separators=(",", ":"))

    assert write_trace(evaluation).decode() == whole
    assert '"used"' in whole


def test_numbers_stay_exact_and_steps_keep_both_languages() -> None:
    row = json.loads(write_trace(_evaluation()))["rows"]["1.10"]

    assert row["outcome"] == {
        "points": "7.5",
        "steps": [
            ["%(name)s is %(value)s.", {"name": {"zh": "工资", "en": "Pay"}, "value": "7.5"}],
            ["Done."],
        ],
    }
    assert [one["value"] for one in row["used"]] == [{"number": "7.5"}, True, "C", None]


@pytest.mark.parametrize(
    ("place", "wrong"),
    [("lowest", 7.5), ("lowest", "seven"), ("rows", []), ("on", "soon"), ("steps", [[1]])],
)
def test_a_trace_of_another_shape_is_refused(place: str, wrong: object) -> None:
    with pytest.raises(BadJson):
        evaluation_from_json({**evaluation_to_json(_evaluation()), place: wrong})


def test_bytes_that_are_no_json_are_refused() -> None:
    with pytest.raises(BadJson):
        read_trace(b"{")
