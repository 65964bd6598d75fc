"""States of forms, submissions and campaigns."""

import datetime as dt

import pytest

from server.domain.lifecycle import (
    BadReviewState,
    CampaignState,
    FormState,
    PublishRefusal,
    ReviewState,
    accepts_submissions,
    campaign_state,
    publish_refusal,
    read_review_state,
    write_review_state,
)

OPENS = dt.date(2026, 11, 1)
CLOSES = dt.date(2026, 11, 30)
DAY = dt.timedelta(days=1)


def test_closing_forms_still_take_submissions_and_closed_ones_do_not():
    assert [accepts_submissions(state) for state in FormState] == [True, True, False]


def test_a_published_version_is_taken_for_ever():
    assert publish_refusal(None, {"1"}) is PublishRefusal.NO_DRAFT
    assert publish_refusal("1", {"1"}) is PublishRefusal.VERSION_EXISTS
    assert publish_refusal("", {""}) is PublishRefusal.VERSION_EXISTS
    assert publish_refusal("2", {"1"}) is None


@pytest.mark.parametrize("state", ReviewState)
def test_review_states_are_written_as_odk_reads_them(state: ReviewState):
    assert read_review_state(write_review_state(state)) is state


@pytest.mark.parametrize("text", ["received", "has_issues", "", "APPROVED"])
def test_other_review_states_are_refused(text: str):
    with pytest.raises(BadReviewState):
        read_review_state(text)


@pytest.mark.parametrize(
    ("today", "is_closed", "state"),
    [
        (OPENS - DAY, False, CampaignState.PLANNED),
        (OPENS, False, CampaignState.OPEN),
        (CLOSES, False, CampaignState.OPEN),
        (CLOSES + DAY, False, CampaignState.CLOSED),
        (OPENS, True, CampaignState.CLOSED),
        (OPENS - DAY, True, CampaignState.CLOSED),
    ],
)
def test_a_campaign_is_open_on_both_its_days(today: dt.date, is_closed: bool, state: CampaignState):
    found = campaign_state(opens_on=OPENS, closes_on=CLOSES, is_closed=is_closed, today=today)

    assert found is state


def test_a_campaign_without_a_last_day_is_open_until_it_is_closed():
    found = campaign_state(
        opens_on=OPENS, closes_on=None, is_closed=False, today=CLOSES + 365 * DAY
    )

    assert found is CampaignState.OPEN
