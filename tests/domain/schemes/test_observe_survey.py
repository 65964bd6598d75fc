"""Released figures as a scheme sees them: a value with its note, or a gap with its reason."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.definitions import Definitions
from server.domain.release import (
    Bound,
    Headcount,
    MeasureFigures,
    PercentRange,
    ReleaseFigures,
    ScoreRange,
    Share,
)
from server.domain.satisfaction import OVERALL_MEASURE, Verdict
from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.described.settings import SurveyView
from server.domain.schemes.exact.outcome import GapReason
from server.domain.schemes.inputs.found import Found, Released
from server.domain.schemes.inputs.needs import Needs, SurveyNeed
from server.domain.schemes.inputs.observe_survey import observed_survey
from tests.domain.schemes.made import TODAY

WAGES = "satisfaction.wages"
SHOWN = MeasureFigures(
    WAGES,
    valid_count=40,
    satisfied=Share(80),
    basically=Share(95, Bound.AT_LEAST),
    score=ScoreRange(Decimal(70), Decimal(75)),
    interval=PercentRange(66, 90),
)
FIGURES = ReleaseFigures(
    Definitions(), 40, Headcount(60), 30, False, False, Verdict.MEETS, None, (SHOWN,), None
)  # fmt: skip


def _told(
    figures: ReleaseFigures | None,
    view: SurveyView = SurveyView.SATISFIED,
    question: str = WAGES,
    *,
    is_closed: bool = True,
) -> list[Observation]:
    """Return what is observed of a question once such figures are out."""
    released = None if figures is None else Released(7, TODAY, figures)
    found = Found("enterprise:1", {}, is_survey_closed=is_closed, released=released)
    need = SurveyNeed(f"{question}:{view}", question, view)
    return list(observed_survey(found, Needs({}, (need,), (), (), ())))


def _with(**changes: object) -> ReleaseFigures:
    return replace(FIGURES, items=(replace(SHOWN, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("view", "value", "note"),
    [
        (SurveyView.SATISFIED, 80, ""),
        (SurveyView.BASICALLY, 95, "≥ 95 %"),
        (SurveyView.SCORE, 70, "70–75"),
        (SurveyView.LOWER, 66, ""),
    ],
)
def test_each_view_gives_its_figure_and_a_range_gives_its_lower_end(
    view: SurveyView, value: int, note: str
) -> None:
    (told,) = _told(FIGURES, view)

    assert (told.value, told.note, told.problem) == (Decimal(value), note, None)
    assert (told.source, told.on, told.origin) == (Source.SURVEY, TODAY, "release:7")


def test_before_a_release_it_is_waited_for_and_after_closing_there_were_too_few() -> None:
    (waiting,), (too_few,) = (_told(None, is_closed=one) for one in (False, True))

    assert (waiting.problem, waiting.origin) == (GapReason.NOT_RELEASED, "")
    assert too_few.problem is GapReason.SAMPLE_TOO_SMALL


@pytest.mark.parametrize(
    ("view", "hidden"),
    [
        (SurveyView.SATISFIED, "satisfied"),
        (SurveyView.BASICALLY, "basically"),
        (SurveyView.SCORE, "score"),
        (SurveyView.LOWER, "interval"),
    ],
)
def test_a_view_that_is_not_shown_is_a_gap(view: SurveyView, hidden: str) -> None:
    (told,) = _told(_with(**{hidden: None}), view)

    assert (told.value, told.problem) == (None, GapReason.NOT_SHOWN)


def test_a_question_that_is_hidden_whole_is_a_gap_and_one_that_was_not_asked_is_nothing() -> None:
    hidden = replace(FIGURES, items=(MeasureFigures(WAGES),))

    (told,) = _told(hidden)

    assert told.problem is GapReason.NOT_SHOWN
    assert _told(FIGURES, question="satisfaction.food") == []


def test_the_overall_question_is_found_beside_the_items() -> None:
    figures = replace(FIGURES, overall=replace(SHOWN, measure=OVERALL_MEASURE))

    (told,) = _told(figures, question=OVERALL_MEASURE)

    assert told.value == 80


@given(
    required=st.none() | st.integers(0, 60),
    valid=st.integers(0, 60),
    verdict=st.sampled_from(Verdict),
    is_census=st.booleans(),
    view=st.sampled_from(SurveyView),
)
def test_a_sample_that_is_too_small_never_becomes_a_value(
    required: int | None, valid: int, verdict: Verdict, view: SurveyView, *, is_census: bool
) -> None:
    figures = replace(
        _with(valid_count=valid), required_count=required, verdict=verdict, is_census=is_census
    )

    (told,) = _told(figures, view)

    if required is None:
        is_small = verdict is Verdict.TOO_SMALL and not is_census
    else:
        is_small = valid < required
    assert (told.problem is GapReason.SAMPLE_TOO_SMALL) == is_small
    assert (told.value is None) == is_small
