"""What is shown of a survey, and what is not."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest

from server.domain.definitions import Definitions
from server.domain.disclosure import (
    SurveyTally,
    build_release,
    count_release,
    may_release_again,
)
from server.domain.figures import share_of
from server.domain.release import (
    Bound,
    ChoiceFigures,
    ChoiceShare,
    CountRelease,
    Headcount,
    MeasureFigures,
    PercentRange,
    ReleaseFigures,
    ScoreRange,
    Share,
    TextList,
)
from server.domain.satisfaction import Verdict
from tests.domain.forms import SCALE

DEFAULT = Definitions()
OVERALL = "satisfaction.overall"
PAY = "satisfaction.pay"
REST = "satisfaction.rest"
CARE = "satisfaction.care"
AT_LEAST_80 = Share(80, Bound.AT_LEAST)
AT_MOST_20 = Share(20, Bound.AT_MOST)
Tally = Mapping[str, int]


def release(answer_count: int, counts: Mapping[str, Tally], **more: object) -> ReleaseFigures:
    tally = SurveyTally(
        answer_count=answer_count,
        scales=dict.fromkeys(counts, SCALE),
        counts=counts,
        **more,
    )
    found = build_release(tally, DEFAULT, shuffle=list.reverse)
    assert isinstance(found, ReleaseFigures)
    return found


def overall(counts: Tally, **more: object) -> MeasureFigures:
    found = release(sum(counts.values()), {OVERALL: counts}, **more).overall
    assert found is not None
    return found


def exact(points: str) -> ScoreRange:
    return ScoreRange(Decimal(points), Decimal(points))


@pytest.mark.parametrize("answer_count", range(5))
def test_below_five_answers_only_that_is_said(answer_count: int):
    tally = SurveyTally(answer_count, {OVERALL: SCALE}, {OVERALL: {"5": answer_count}})
    fewer = CountRelease(answer_count=None, fewer_than=5)

    assert count_release(answer_count, DEFAULT) == fewer
    assert build_release(tally, DEFAULT, shuffle=list.reverse) == fewer


def test_from_five_answers_on_an_open_survey_shows_its_count():
    assert count_release(5, DEFAULT) == CountRelease(answer_count=5)


def test_twenty_answers_are_shown_in_whole_percents_and_tenths_of_points():
    found = overall({"5": 9, "4": 6, "3": 3, "2": 1, "1": 1}, headcount=30)

    assert found == MeasureFigures(
        measure=OVERALL,
        valid_count=20,
        satisfied=Share(75),
        basically=Share(15),
        dissatisfied=Share(10),
        score=exact("79.5"),
        interval=PercentRange(62, 85),
    )


def test_below_twenty_answers_points_are_whole():
    found = overall({"5": 3, "4": 4, "3": 3, "2": 2})

    assert found.score == exact("72")
    assert (found.satisfied, found.basically, found.dissatisfied) == (
        Share(58),
        Share(25),
        Share(17),
    )


@pytest.mark.parametrize(
    ("count", "answers", "expected"),
    [
        (5, 5, AT_LEAST_80),
        (4, 5, AT_LEAST_80),
        (3, 5, Share(60)),
        (1, 5, AT_MOST_20),
        (0, 9, AT_MOST_20),
        (8, 9, AT_LEAST_80),
        (7, 9, Share(78)),
        (9, 10, Share(90, Bound.AT_LEAST)),
        (8, 10, Share(80)),
        (1, 10, Share(10, Bound.AT_MOST)),
        (2, 19, Share(11)),
        (18, 19, Share(90, Bound.AT_LEAST)),
        (20, 20, Share(100)),
        (0, 20, Share(0)),
        (1, 200, Share(1)),
    ],
)
def test_extreme_shares_are_bands_below_twenty_answers(count: int, answers: int, expected: Share):
    assert share_of(count, answers) == expected


def test_nine_of_nine_look_like_eight_of_nine():
    all_bad = overall({"1": 9}, headcount=40)
    all_but_one = overall({"1": 8, "3": 1}, headcount=40)

    assert all_bad == all_but_one
    assert all_bad.dissatisfied == AT_LEAST_80
    assert all_bad.score is not None
    assert not all_bad.score.is_exact


def test_the_neighbours_of_a_satisfied_band_cannot_be_subtracted():
    found = overall({"3": 3, "1": 4})

    assert found.satisfied == AT_MOST_20
    assert found.basically is None
    assert found.dissatisfied == Share(57)


def test_the_verdict_of_a_band_holds_for_all_it_may_mean():
    all_nine = release(9, {OVERALL: {"5": 9}}, headcount=9)
    strict = Definitions(target_share=Decimal(95))
    tally = SurveyTally(9, {OVERALL: SCALE}, {OVERALL: {"5": 9}}, headcount=9)
    against_95 = build_release(tally, strict, shuffle=list.reverse)

    assert all_nine.verdict is Verdict.MEETS
    assert isinstance(against_95, ReleaseFigures)
    assert against_95.verdict is Verdict.TOO_SMALL


def test_a_question_that_one_to_four_left_out_is_not_shown():
    twenty = {"5": 10, "3": 10}
    found = release(20, {PAY: {"5": 10, "3": 7, "na": 3}, REST: twenty, OVERALL: twenty})

    assert found.items == (MeasureFigures(PAY), found.items[1])
    assert not found.items[0].is_shown
    assert found.items[1].is_shown


def test_a_question_that_five_left_out_is_shown_with_its_number():
    found = release(20, {PAY: {"5": 10, "3": 5}, OVERALL: {"5": 10, "3": 10}})

    assert found.items[0].valid_count == 15


def test_two_questions_must_not_differ_by_one_to_four_either():
    found = release(
        40,
        {
            PAY: {"5": 20, "3": 10},
            REST: {"5": 20, "3": 7},
            CARE: {"5": 15, "3": 10},
            OVERALL: {"5": 20, "3": 20},
        },
    )

    assert [item.valid_count for item in found.items] == [30, None, 25]


def test_a_question_with_fewer_than_five_answers_looks_like_any_other_that_is_not_shown():
    found = release(20, {PAY: {"5": 4}, OVERALL: {"5": 20}})

    assert found.items == (MeasureFigures(PAY),)


def test_without_its_overall_question_a_survey_has_no_verdict():
    hidden = release(20, {OVERALL: {"5": 18}}, headcount=20)
    missing = release(20, {PAY: {"5": 20}}, headcount=20)

    assert (hidden.verdict, missing.verdict) == (Verdict.TOO_SMALL, Verdict.TOO_SMALL)
    assert missing.overall is None


def test_the_mean_of_the_items_stands_beside_the_overall_question():
    twenty = {"5": 10, "3": 10}
    found = release(20, {PAY: twenty, REST: {"4": 20}, CARE: {"5": 17}, OVERALL: {"1": 20}})

    assert found.items_mean == exact("80.0")


def test_the_mean_is_as_coarse_as_the_coarsest_item():
    found = release(
        20, {PAY: {"5": 10, "3": 10}, REST: {"5": 7, "3": 8}, OVERALL: {"5": 10, "3": 10}}
    )

    assert found.items[1].score == exact("79")
    assert found.items_mean == exact("80")


def test_the_mean_of_a_range_is_a_range():
    found = release(9, {PAY: {"5": 9}, REST: {"5": 5, "3": 4}, OVERALL: {"5": 5, "3": 4}})

    assert found.items[0].score == ScoreRange(Decimal(71), Decimal(100))
    assert found.items_mean == ScoreRange(Decimal(77), Decimal(91))


def test_without_a_shown_item_there_is_no_mean():
    assert release(20, {OVERALL: {"5": 20}}).items_mean is None


def test_a_census_is_said_and_more_answers_than_people_are_flagged():
    census = release(20, {OVERALL: {"5": 16, "3": 4}}, headcount=20)
    above = release(20, {OVERALL: {"5": 16, "3": 4}}, headcount=19)
    part = release(20, {OVERALL: {"5": 16, "3": 4}}, headcount=21)

    assert (census.is_census, census.is_above_headcount) == (True, False)
    assert (above.is_census, above.is_above_headcount) == (True, True)
    assert (part.is_census, part.is_above_headcount) == (False, False)
    assert census.overall is not None
    assert census.overall.interval == PercentRange(80, 80)
    assert census.verdict is Verdict.MEETS


def test_a_headcount_stands_with_its_day_and_a_small_one_as_a_band():
    day = dt.date(2026, 6, 30)
    large = release(20, {OVERALL: {"5": 20}}, headcount=200, headcount_on=day)
    small = release(8, {OVERALL: {"5": 8}}, headcount=9, headcount_on=day)
    unknown = release(8, {OVERALL: {"5": 8}})

    assert (large.headcount, large.required_count) == (Headcount(200, None, day), 66)
    assert (small.headcount, small.required_count) == (Headcount(None, 10, day), None)
    assert (unknown.headcount, unknown.required_count) == (Headcount(), None)


def test_wishes_are_shares_of_all_answers_in_the_order_of_the_form():
    found = release(
        8,
        {OVERALL: {"5": 8}, "satisfaction.improve": {"rest": 3, "pay": 8}},
        choices={"satisfaction.improve": ("pay", "rest", "meals")},
    )

    expected = (
        ChoiceShare("pay", AT_LEAST_80),
        ChoiceShare("rest", Share(38)),
        ChoiceShare("meals", AT_MOST_20),
    )
    assert found.choices == (ChoiceFigures("satisfaction.improve", expected),)


def texts(answer_count: int, given: int) -> tuple[TextList, ...]:
    written = tuple(f" text {number} " for number in range(given))
    return release(
        answer_count, {OVERALL: {"5": answer_count}}, texts={"comment": (*written, " ", "")}
    ).texts


def test_texts_are_shown_from_ten_answers_on_and_shuffled():
    assert texts(9, 9) == ()
    assert texts(10, 5) == (TextList("comment", tuple(f"text {n}" for n in (4, 3, 2, 1, 0))),)
    assert len(texts(10, 10)[0].texts) == 10


def test_a_list_of_fewer_than_five_texts_is_not_shown():
    assert texts(20, 4) == ()


@pytest.mark.parametrize("given", range(16, 20))
def test_texts_do_not_tell_how_few_wrote_none(given: int):
    assert len(texts(20, given)[0].texts) == 15


@pytest.mark.parametrize(
    ("added", "removed", "may"), [(0, 0, True), (1, 0, False), (2, 2, False), (3, 2, True)]
)
def test_a_second_release_differs_by_nobody_or_by_five(added: int, removed: int, may: bool):
    assert may_release_again(added=added, removed=removed, definitions=DEFAULT) == may
