"""Pages of results: counts while a campaign is open, figures after closing, from releases alone."""

import datetime as dt
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlmodel import select

from server import clock
from server.domain.definitions import Definitions
from server.domain.disclosure import SurveyTally, build_release, count_release
from server.domain.release import CountRelease
from server.operations.job_context import JobContext
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.queries import releases
from server.store.tables.areas import Park
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from server.store.tables.surveys import Tally
from server.store.transaction import Store
from tests.people import People
from tests.site_checks import Checks, make_checks
from tests.surveys import delivered_form
from tests.web.office_browser import browser
from tests.web.office_checks import ESCAPED, HOSTILE, page, send, status

_SURVEY = delivered_form("satisfaction")
_SCALES = {one.measure: one.score for one in _SURVEY.fields if one.measure and one.score}


@dataclass(frozen=True, slots=True)
class Results:
    """A campaign with enterprises in two townships, and where its pages lie."""

    checks: Checks
    store: Store

    @property
    def list_url(self) -> str:
        """The results of the campaign."""
        return f"/office/{self.checks.project_id}/results"

    def url(self, enterprise: int = 0) -> str:
        """Return where the result of one enterprise lies."""
        key = self.checks.enterprise_ids[enterprise]
        return f"{self.list_url}/{self.checks.campaign_id}/enterprises/{key}"

    def count(self, count: int, enterprise: int = 0) -> None:
        """Release how many answered so far."""
        with self.store.writing() as session:
            counts = {self.checks.enterprise_ids[enterprise]: count_release(count, Definitions())}
            day = dt.date(2026, 11, 20)
            releases.store_counts(session, self.checks.campaign_id, counts, day=day)

    def close(self, *counts: tuple[int, int], texts: tuple[str, ...] = ()) -> None:
        """Close the campaign; (satisfied, dissatisfied) answers of each enterprise are released."""
        with self.store.writing() as session:
            session.get_one(Campaign, self.checks.campaign_id).closed_at = clock.now()
            for key, (good, bad) in zip(self.checks.enterprise_ids, counts, strict=False):
                release = build_release(
                    _tally(good, bad, texts), Definitions(), shuffle=lambda _: None
                )
                where = {"campaign_id": self.checks.campaign_id, "enterprise_id": key}
                day = dt.date(2026, 11, 20)
                shown = (
                    CountRelease(good + bad) if good + bad >= 5 else count_release(1, Definitions())
                )
                releases.store_counts(session, self.checks.campaign_id, {key: shown}, day=day)
                if not isinstance(release, CountRelease):
                    releases.store_figures(session, release, day=day, **where)


def _tally(good: int, bad: int, texts: tuple[str, ...]) -> SurveyTally:
    scales = {name: tuple(score) for name, score in _SCALES.items()}
    return SurveyTally(
        answer_count=good + bad,
        scales=scales,
        counts={name: {"5": good, "1": bad} for name in scales},
        choices={},
        texts={"satisfaction.comment": texts} if texts else {},
        headcount=40,
        headcount_on=dt.date(2026, 1, 1),
    )


@pytest.fixture
def results(store: Store, people: People) -> Results:
    """Give a campaign that is open."""
    return Results(make_checks(store, people), store)


def test_while_open_there_is_the_count_alone(app: Flask, results: Results, people: People) -> None:
    results.count(7)
    results.count(3, enterprise=1)

    shown = page(app, people.viewer, results.list_url)
    one = page(app, people.viewer, results.url())

    assert "Not yet: figures come after closing" in shown
    assert '<td class="number">7</td>' in shown
    assert "fewer than 5" in shown
    assert "%</td>" not in shown
    assert 'hx-trigger="every 1.5s"' in shown
    assert "Answers so far" in one
    assert "Satisfied" not in one


def test_the_counts_renew_themselves_in_place(app: Flask, results: Results, people: People) -> None:
    results.count(7)
    client = browser(app, people.viewer)

    part = client.get(f"{results.list_url}/counts").text
    results.count(8)
    later = client.get(f"{results.list_url}/counts").text
    one = client.get(f"{results.url()}/count").text

    assert part.strip().startswith('<div id="counts"') or '<div id="counts"' in part
    assert "<html" not in part
    assert '<td class="number">7</td>' in part
    assert '<td class="number">8</td>' in later
    assert "8" in one
    assert "<html" not in one


def test_after_closing_figures_stand_beside_interval_and_verdict(
    app: Flask, results: Results, people: People
) -> None:
    results.close((38, 2), (2, 1))

    shown = page(app, people.viewer, results.list_url)

    for text in ("95%", "Meets the standard", "No figures", "fewer than 5", "data-chart-data"):
        assert text in shown
    assert "hx-get" not in shown.split("<main")[1]


def test_one_result_shows_every_question_with_its_definition(
    app: Flask, results: Results, people: People
) -> None:
    results.close((38, 2), texts=tuple(f"text {number}" for number in range(20)))

    shown = page(app, people.viewer, results.url())

    for text in (
        "Satisfied on the whole",
        "n 40 of 40",
        "Having a say",
        "Social insurance",
        "best 2 of the choices",
        "What these figures mean",
        "text 7",
        "satisfaction-1",
    ):
        assert text in shown


def test_extreme_shares_of_few_answers_are_bands(
    app: Flask, results: Results, people: People
) -> None:
    results.close((8, 0))

    shown = page(app, people.viewer, results.url())

    assert "≥80%" in shown
    assert "100%" not in shown.split("<main")[1].split("data-chart-data")[0]


def test_too_few_answers_are_told_as_such(app: Flask, results: Results, people: People) -> None:
    results.close((3, 1))

    shown = page(app, people.viewer, results.url())

    assert "No figures" in shown
    assert "fewer than 5" in shown
    assert "%</td>" not in shown


def test_tallies_are_never_read(app: Flask, results: Results, people: People) -> None:
    with results.store.writing() as session:
        session.add(
            Tally(
                campaign_id=results.checks.campaign_id,
                enterprise_id=results.checks.enterprise_ids[0],
                form_version_id=1,
                measure="satisfaction.overall",
                value="5",
                answer_count=4711,
            )
        )

    for url in (results.list_url, results.url(), f"{results.list_url}/counts"):
        assert "4711" not in page(app, people.administrator, url)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("verdict=meets", {0}),
        ("verdict=does_not_meet", {1}),
        ("verdict=too_small", set()),
        ("verdict=none", set()),
        ("q=First", {0}),
        ("sort=share", {0, 1}),
        ("sort=-share", {0, 1}),
        ("sort=-name", {0, 1}),
        ("verdict=odd&park=x", {0, 1}),
        ("park=1", {0}),
    ],
)
def test_filters_narrow_the_results(
    app: Flask, results: Results, people: People, query: str, found: set[int]
) -> None:
    results.close((38, 2), (5, 35))
    with results.store.writing() as session:
        session.add(Park(project_id=1, name="Park", created_at=clock.now()))
        session.flush()
        session.get_one(Enterprise, results.checks.enterprise_ids[0]).park_id = session.exec(
            select(Park.id)
        ).one()

    shown = page(app, people.county_office, f"{results.list_url}?{query}")

    assert {one for one in (0, 1) if f'{results.url(one)}"' in shown} == found


def test_results_sort_by_share_and_turn_pages(app: Flask, results: Results, people: People) -> None:
    results.close((38, 2), (5, 35))
    first, second = (f'{results.url(one)}"' for one in (0, 1))

    up = page(app, people.county_office, f"{results.list_url}?sort=share")
    down = page(app, people.county_office, f"{results.list_url}?sort=-share")
    after = results.checks.enterprise_ids[1]
    rest = page(app, people.county_office, f"{results.list_url}?sort=share&after={after}")
    before = page(app, people.county_office, f"{results.list_url}?sort=share&before={after}")

    assert up.index(second) < up.index(first)
    assert down.index(first) < down.index(second)
    assert first in rest
    assert second not in rest
    assert first not in before
    assert second not in before


def test_site_checks_stand_live_beside_the_survey(
    app: Flask,
    results: Results,
    people: People,
    store: Store,
    blobs: BlobStore,
    settings: Settings,
) -> None:
    send(JobContext(store, blobs, settings), results.checks)

    shown = page(app, people.viewer, results.url())

    assert "50%" in shown
    assert "1 of 1" in shown


def test_hostile_names_and_comments_are_text(app: Flask, results: Results, people: People) -> None:
    results.close((38, 2), texts=(HOSTILE, *("text",) * 19))
    with results.store.writing() as session:
        session.get_one(Enterprise, results.checks.enterprise_ids[0]).name = HOSTILE
        session.get_one(Campaign, results.checks.campaign_id).name = HOSTILE

    for url in (results.list_url, results.url()):
        shown = page(app, people.viewer, url)
        assert "<svg onload" not in shown
        assert ESCAPED in shown


def test_foreign_areas_and_campaigns_are_missing(
    app: Flask, results: Results, people: People
) -> None:
    results.close((38, 2), (5, 35))
    own, foreign = results.url(0), results.url(1)

    assert status(app, people.township_office, own) == 200
    assert status(app, people.township_office, foreign) == 404
    assert status(app, people.township_office, f"{foreign}/count") == 404
    assert f'{foreign}"' not in page(app, people.township_office, results.list_url)
    assert "Second" not in page(app, people.township_office, results.list_url).split("<main")[1]
    sibling = people.places.sibling_id
    assert status(app, people.township_office, f"{results.list_url}?area={sibling}") == 404
    assert status(app, people.viewer, f"{results.list_url}?campaign=99") == 404
    other = f"/office/{people.places.other_project_id}/results"
    assert status(app, people.viewer, other) == 404
    assert "No results yet" in page(app, people.administrator, other)
