"""Scores of levels side by side, and whose a row is."""

from dataclasses import replace
from decimal import Decimal

import pytest

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.giving.owners import Access, access_of, may_fill
from server.domain.schemes.giving.stage_scores import stage_scores
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compiled import CompiledScheme
from tests.domain.schemes.made import compiled, subject

ROWS = [
    {"code": "1", "kind": "group"},
    {"code": "1.1", "parent": "1", "kind": "manual_range", "points": "2"},
    {"code": "1.2", "parent": "1", "kind": "manual_range", "points": "2", "source": "survey"},
    {"code": "1.3", "parent": "1", "kind": "manual_range", "points": "2", "assessor": "safety"},
]
_OFF = {"kind": "manual_range", "min": "-4", "max": "0", "points": "0", "step": "2", "parent": "5"}
DEDUCTIONS = [
    {"code": "5", "kind": "group"},
    {**_OFF, "code": "5.1", "assessor": "township county"},
    {**_OFF, "code": "5.2", "assessor": "county"},
]
VETOES = [{"code": "6.1", "kind": "veto", "may_set": "county"}, {"code": "6.2", "kind": "veto"}]


def _made() -> CompiledScheme:
    return compiled([*ROWS, *DEDUCTIONS], vetoes=VETOES)


def _given(**by_level: str) -> Subject:
    sources = {"self": Source.SELF}
    observed = [
        Observation("1.1", Decimal(points), sources.get(level, Source.ASSESSOR), level)
        for level, points in by_level.items()
    ]
    survey = Observation("1.2", Decimal(1), Source.SURVEY)
    return replace(subject({}), inputs=inputs_of([*observed, survey]))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"self": "2"}, [2, 2, 2]),
        ({"self": "2", "township": "0"}, [2, 0, 0]),
        ({"self": "2", "county": "1.5"}, [2, 2, Decimal("1.5")]),
        ({"self": "2", "township": "1", "county": "0"}, [2, 1, 0]),
    ],
)
def test_a_blank_falls_back_on_the_level_below_and_a_zero_does_not(
    given: dict[str, str], expected: list[Decimal]
) -> None:
    scores = stage_scores(_made(), _given(**given))

    assert [one.points["1.1"] for one in scores] == expected
    assert [one.level for one in scores if one.is_given] == list(given)


def test_the_survey_is_there_for_all_levels_and_open_rows_are_named() -> None:
    self_score, *_ = stage_scores(_made(), _given(self="2"))

    assert (self_score.total, self_score.lowest) == (None, 3)
    assert self_score.gaps == ("1.3", "5.1", "5.2")
    assert list(self_score.own) == ["1.1"]


def test_each_level_sees_what_is_its_business() -> None:
    made = _made()
    see, fill, hidden = Access.SEE, Access.FILL, Access.HIDDEN

    by_level = {who: access_of(made, who) for who in ("self", "township", "county", "safety")}

    assert [one["1.1"] for one in by_level.values()] == [fill, fill, fill, hidden]
    assert [one["1.2"] for one in by_level.values()] == [see, see, see, hidden]
    assert [one["1.3"] for one in by_level.values()] == [see, see, see, fill]
    assert [one["1"] for one in by_level.values()] == [see, see, see, see]
    assert [one["5.1"] for one in by_level.values()] == [hidden, fill, fill, hidden]
    assert [one["5.2"] for one in by_level.values()] == [hidden, hidden, fill, hidden]
    assert [one["5"] for one in by_level.values()] == [hidden, see, see, hidden]
    assert [one["6.1"] for one in by_level.values()] == [hidden, hidden, fill, hidden]
    assert [one["6.2"] for one in by_level.values()] == [hidden, fill, fill, hidden]


def test_what_somebody_fills_stands_in_the_order_of_the_table() -> None:
    made = _made()

    assert may_fill(made, "county") == ("1.1", "5.1", "5.2", "6.1", "6.2")
    assert may_fill(made, "safety") == ("1.3",)
    assert may_fill(made, "self") == ("1.1",)
