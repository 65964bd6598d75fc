"""Releases are read back as they were stored, through real JSON."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from server.domain.definitions import Definitions
from server.domain.disclosure import SurveyTally, build_release
from server.domain.json_values import (
    BadJson,
    boolean_of,
    integer_of,
    object_of,
    objects_of,
    text_of,
    texts_of,
)
from server.domain.release import CountRelease, ReleaseFigures
from server.domain.release_json import release_from_json, release_to_json
from tests.domain.forms import SCALE

OVERALL = "satisfaction.overall"


def release(answers: int, **more: object) -> CountRelease | ReleaseFigures:
    counts = {
        "satisfaction.pay": {"5": answers},
        "satisfaction.rest": {"5": answers - 2},
        OVERALL: {"5": answers // 2, "2": answers - answers // 2},
    }
    tally = SurveyTally(
        answer_count=answers, scales=dict.fromkeys(counts, SCALE), counts=counts, **more
    )
    return build_release(tally, Definitions(target_share=Decimal("82.5")), shuffle=list.sort)


@pytest.mark.parametrize(
    "made",
    [
        release(4),
        CountRelease(12),
        release(7),
        release(
            30,
            headcount=40,
            headcount_on=dt.date(2026, 6, 30),
            choices={"satisfaction.improve": ("pay", "rest")},
            texts={"comment": ("好",) * 20},
        ),
    ],
    ids=["too few", "count", "small", "all parts"],
)
def test_a_release_is_read_back(made: CountRelease | ReleaseFigures):
    stored = json.loads(json.dumps(release_to_json(made), ensure_ascii=False))

    assert release_from_json(stored) == made


def test_a_release_without_its_overall_question_is_read_back():
    counts = {"satisfaction.pay": {"5": 6}}
    tally = SurveyTally(6, dict.fromkeys(counts, SCALE), counts)
    made = build_release(tally, Definitions(), shuffle=list.sort)

    assert release_from_json(release_to_json(made)) == made


@pytest.mark.parametrize("stored", [{}, {"kind": "rumour"}, {"kind": 1}])
def test_another_kind_is_refused(stored: dict[str, object]):
    with pytest.raises(BadJson):
        release_from_json(stored)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (text_of, 1),
        (integer_of, "1"),
        (integer_of, True),
        (boolean_of, 0),
        (object_of, []),
        (objects_of, "ab"),
        (objects_of, [1]),
        (texts_of, "ab"),
        (texts_of, [1]),
    ],
)
def test_a_value_of_another_shape_is_named(read, value: object):
    with pytest.raises(BadJson) as caught:
        read({"key": value}, "key")

    assert caught.value.key == "key"
