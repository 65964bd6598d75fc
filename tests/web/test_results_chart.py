"""The chart of results: rows with a share before rows without, where not all have room."""

import datetime as dt
from decimal import Decimal

import pytest
from flask import Flask

from server.domain.definitions import Definitions
from server.domain.disclosure import SurveyTally, build_release, count_release
from server.domain.release import CountRelease, ReleaseFigures
from server.store.queries.releases import EnterpriseResult
from server.store.tables.campaigns import Campaign
from server.web.office.results.chart import MOST_BARS, bars_of
from tests.surveys import delivered_form

DAY = dt.date(2026, 11, 20)
CAMPAIGN = Campaign(
    project_id=1,
    name="2026",
    survey_form_pk=1,
    opens_on=DAY,
    closes_on=DAY,
    target_share=Decimal(80),
)


@pytest.fixture(scope="module")
def figures() -> ReleaseFigures:
    """Give the figures of an enterprise whose workers are content."""
    form = delivered_form("satisfaction")
    scales = {one.measure: tuple(one.score) for one in form.fields if one.measure and one.score}
    tally = SurveyTally(
        answer_count=40,
        scales=scales,
        counts={name: {"5": 38, "1": 2} for name in scales},
        choices={},
        texts={},
        headcount=40,
        headcount_on=DAY,
    )
    release = build_release(tally, Definitions(), shuffle=lambda _: None)
    assert not isinstance(release, CountRelease)
    return release


@pytest.mark.parametrize(("silent", "shown"), [(3, 5), (MOST_BARS - 2, MOST_BARS), (48, 2)])
def test_too_few_answers_stand_in_the_chart_while_there_is_room(
    app: Flask, figures: ReleaseFigures, silent: int, shown: int
) -> None:
    rows = [_row(number) for number in range(silent)]
    rows += [_row(silent, figures), _row(silent + 1, figures)]

    with app.test_request_context():
        chart = bars_of(tuple(rows), CAMPAIGN)

    assert chart is not None
    bars = chart["rows"]
    assert isinstance(bars, list)
    assert len(bars) == shown
    assert [bar["label"] for bar in bars[-2:]] == [f"{silent}厂", f"{silent + 1}厂"]


def test_a_page_without_any_figures_has_no_chart(app: Flask) -> None:
    with app.test_request_context():
        assert bars_of(tuple(_row(number) for number in range(50)), CAMPAIGN) is None


def _row(number: int, figures: ReleaseFigures | None = None) -> EnterpriseResult:
    return EnterpriseResult(
        campaign_id=1,
        enterprise_id=number,
        enterprise_name=f"{number}厂",
        uscc=None,
        area_id=1,
        area_name="青石镇",
        count=count_release(0, Definitions()),
        figures=figures,
    )
