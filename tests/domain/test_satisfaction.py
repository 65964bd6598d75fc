"""Counts, points and verdicts of one enterprise."""

from decimal import Decimal

import pytest

from server.domain.definitions import BadDefinitions, Definitions, definitions_from_json
from server.domain.intervals import Interval, wilson_interval
from server.domain.json_values import BadJson
from server.domain.sampling import SampleProfile, SampleRule
from server.domain.satisfaction import (
    MeasureCounts,
    ScaleTooShort,
    Verdict,
    count_measure,
    judge,
)
from tests.domain.forms import SCALE

DEFAULT = Definitions()


def verdict(successes: int, valid: int, headcount: int | None) -> Verdict:
    interval = wilson_interval(successes, valid, population=headcount)
    return judge(interval, valid=valid, headcount=headcount, definitions=DEFAULT)


def test_top_two_middle_and_bottom_two_are_counted_and_not_applicable_is_left_out():
    tally = {"5": 3, "4": 2, "3": 4, "2": 1, "1": 2, "na": 9, "7": 1}

    found = count_measure("satisfaction.pay", tally, SCALE, DEFAULT)

    assert found == MeasureCounts("satisfaction.pay", 5, 4, 3, Decimal(730))
    assert found.valid == 12


def test_the_definition_may_count_basically_satisfied_as_satisfied():
    wide = Definitions(satisfied_choices=3)

    found = count_measure("satisfaction.pay", {"3": 4, "1": 1}, SCALE, wide)

    assert (found.satisfied, found.basically, found.dissatisfied) == (4, 0, 1)


def test_a_scale_must_be_as_long_as_the_definition():
    with pytest.raises(ScaleTooShort):
        count_measure("satisfaction.pay", {}, SCALE[:3], DEFAULT)


@pytest.mark.parametrize(
    ("successes", "valid", "headcount", "expected"),
    [
        (45, 50, 200, Verdict.TOO_SMALL),  # 66 are asked for
        (66, 70, 200, Verdict.MEETS),
        (40, 70, 200, Verdict.DOES_NOT_MEET),
        (56, 70, 200, Verdict.TOO_SMALL),  # the interval holds 80 %
        (95, 100, None, Verdict.TOO_SMALL),
        (24, 30, 30, Verdict.MEETS),
        (23, 30, 30, Verdict.DOES_NOT_MEET),
        (24, 30, 20, Verdict.MEETS),
    ],
)
def test_a_verdict_needs_the_sample_and_an_interval_on_one_side(
    successes: int, valid: int, headcount: int | None, expected: Verdict
):
    assert verdict(successes, valid, headcount) is expected


def test_a_lower_bound_at_the_target_meets_it():
    found = judge(Interval(0.8, 0.9), valid=100, headcount=100, definitions=DEFAULT)

    assert found is Verdict.MEETS


def test_definitions_are_read_back():
    strict = Definitions(
        target_share=Decimal("85.5"),
        sample_profile=SampleProfile(SampleRule.PERCENT, 60, 10),
        threshold=8,
        text_threshold=12,
        satisfied_choices=3,
        dissatisfied_choices=1,
    )

    assert definitions_from_json(strict.to_json()) == strict
    assert definitions_from_json({}) == DEFAULT


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ({"threshold": 4}, "threshold"),
        ({"textThreshold": 9}, "textThreshold"),
        ({"threshold": 20}, "textThreshold"),
        ({"targetShare": "0"}, "targetShare"),
        ({"targetShare": "100.1"}, "targetShare"),
        ({"satisfiedChoices": 0}, "satisfiedChoices"),
        ({"dissatisfiedChoices": 0}, "dissatisfiedChoices"),
    ],
)
def test_definitions_that_show_too_much_are_refused(stored: dict[str, object], field: str):
    with pytest.raises(BadDefinitions) as caught:
        definitions_from_json(stored)

    assert caught.value.field == field


@pytest.mark.parametrize(
    "stored",
    [
        {"targetShare": 80},
        {"targetShare": "many"},
        {"targetShare": "NaN"},
        {"threshold": "5"},
        {"threshold": True},
        {"sampleProfile": None},
    ],
)
def test_definitions_of_another_shape_are_refused(stored: dict[str, object]):
    with pytest.raises(BadJson):
        definitions_from_json(stored)
