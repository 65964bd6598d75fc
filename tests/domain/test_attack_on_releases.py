"""Whoever holds the releases and knows the rules learns of no group of one to four people."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.definitions import Definitions
from server.domain.disclosure import SurveyTally, build_release
from server.domain.release import MeasureFigures, ReleaseFigures
from tests.domain.attacker import WhatIf, pinned_groups, satisfied_counts
from tests.domain.forms import SCALE

OVERALL = "satisfaction.overall"
ITEMS = ("satisfaction.pay", "satisfaction.rest", "satisfaction.care")


@pytest.mark.parametrize("answers", range(5, 20))
def test_no_release_below_twenty_tells_what_everybody_or_nobody_said(answers: int):
    for ways in WhatIf(answers).looks.values():
        satisfied, basically, dissatisfied = (
            {counts[place] for counts in ways} for place in range(3)
        )

        assert satisfied not in ({0}, {answers})
        assert basically != {answers}
        assert dissatisfied != {answers}


@pytest.mark.parametrize("headcount", [9, 12, 30])
def test_the_interval_and_a_census_tell_no_more_than_the_share(headcount: int):
    assert [set(ways) for ways in WhatIf(9, headcount).looks.values()] == [
        set(ways) for ways in WhatIf(9).looks.values()
    ]


@pytest.mark.parametrize("answers", [5, 9, 10, 14])
def test_percentages_and_points_alone_leave_an_extreme_open(answers: int):
    for shown, ways in WhatIf(answers).looks.items():
        extreme = {counts[0] for counts in ways} & {0, answers}

        assert not extreme or len(satisfied_counts(shown)) > 1


@st.composite
def enterprises(draw: st.DrawFn) -> SurveyTally:
    """Draw an enterprise of 5 to 30 answers; some leave questions out or write nothing."""
    everybody = draw(st.integers(5, 30))
    counts = {}
    for measure in (*ITEMS, OVERALL):
        left_out = draw(st.sampled_from([0, 0, 1, 2, 4, 5, 6, everybody]))
        valid = max(0, everybody - left_out)
        cuts = sorted(draw(st.lists(st.integers(0, valid), min_size=4, max_size=4)))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, valid], strict=True)]
        counts[measure] = {choice: part for (choice, _), part in zip(SCALE, parts, strict=True)}
    return SurveyTally(
        answer_count=everybody,
        scales=dict.fromkeys(counts, SCALE),
        counts=counts,
        texts={"comment": ("text",) * draw(st.integers(0, everybody))},
        headcount=draw(st.none() | st.integers(1, 60)),
    )


@given(enterprises())
@settings(max_examples=300)
def test_no_difference_of_two_views_is_one_to_four_people(tally: SurveyTally):
    release = build_release(tally, Definitions(), shuffle=list.reverse)

    assert isinstance(release, ReleaseFigures)
    assert pinned_groups(release) == []


@given(enterprises())
@settings(max_examples=300)
def test_a_question_that_is_not_shown_may_have_been_left_out_by_few_or_many(tally: SurveyTally):
    release = build_release(tally, Definitions(), shuffle=list.reverse)
    assert isinstance(release, ReleaseFigures)
    views = [one.valid_count for one in (*release.items, release.overall) if one is not None]
    shown = {release.answer_count, *(count for count in views if count is not None)}

    for item in release.items:
        if not item.is_shown:
            possible = {
                release.answer_count - valid
                for valid in range(release.answer_count + 1)
                if valid < 5
                or any(0 < abs(valid - other) < 5 for other in (*shown, tally.answer_count))
            }
            assert not possible <= {1, 2, 3, 4}


@cache
def looks(answers: int) -> dict[MeasureFigures, set[tuple[int, int, int]]]:
    return WhatIf(answers).looks


def test_from_twenty_answers_on_shares_are_whole_percents_and_nothing_is_a_band():
    assert all(
        share.bound.value == "exact"
        for shown in looks(20)
        for share in (shown.satisfied, shown.basically, shown.dissatisfied)
        if share is not None
    )
