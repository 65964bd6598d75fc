"""The ranking by area: places, ties, reserve, floors, each within what the reader sees."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import openpyxl
import pytest
from flask import Flask
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import event

from server.domain.schemes.telling.ranked_grades import ranked_grades
from server.operations.compiled_versions import compiled_version
from server.operations.job_context import JobContext
from server.operations.rank_subjects import rank_subjects
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.scope import Scope
from server.store.row_key import stored
from tests import evaluated, factories
from tests.people import People
from tests.web.evaluated_pages import GIVEN
from tests.web.office_browser import browser
from tests.web.office_checks import page, status
from xlsforms.scheme import Scheme, SchemeRow

HERE = ("10", "8", "8", "7")
BESIDE = ("9", "2")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Four enterprises of the first township, two of the second; two places in each."""

    project_id: int
    campaign_id: int
    version_id: int

    @property
    def url(self) -> str:
        """The ranking."""
        return f"/office/{self.project_id}/evaluations/ranking?campaign={self.campaign_id}"


def limited(*, ties: str = "", **cells: str) -> Scheme:
    """Return the small scheme with 6 points as its line, and more columns of its only grade."""
    scheme = evaluated.table(GIVEN, line="6", **cells)
    setting = SchemeRow({"setting": "ties", "value": ties}, "settings", 99)
    return replace(scheme, settings={**scheme.settings, "ties": setting})


def make_ranked(context: JobContext, people: People, scheme: Scheme) -> Ranked:
    """Evaluate six enterprises by a scheme."""
    places = people.places
    points = (*HERE, *BESIDE)
    with context.store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign_id = stored(factories.campaign(session, places.project_id).id)
        lying = (*(len(HERE) * (places.village_id,)), *(len(BESIDE) * (places.sibling_id,)))
        ids = [
            stored(
                factories.enterprise(session, places.project_id, area, name=f"Works {number}").id
            )
            for number, area in enumerate(lying, 1)
        ]
    version_id = evaluated.publish(context, places.project_id, scheme)
    evaluated.assign(context.store, places.project_id, campaign_id, version_id)
    with context.store.writing() as session:
        for key, given in zip(ids, points, strict=True):
            evaluated.submit_points(session, campaign_id, version_id, key, A=given)
    evaluated.work(context)
    return Ranked(places.project_id, campaign_id, version_id)


def rows_of(html: str) -> Mapping[str, tuple[str, str]]:
    """Return name -> rank and place as the page shows them."""
    found = re.findall(
        r"data-row-link>(Works \d)</a>.*?<td class=\"number\">(\d+)</td>"
        r"\s*<td>.*?</span>([^<]*)</span></td>",
        html,
        re.DOTALL,
    )
    return {name: (rank, place.strip()) for name, rank, place in found}


@pytest.fixture
def ranked(context: JobContext, people: People) -> Ranked:
    """Give two places and a floor of two in each township."""
    return make_ranked(context, people, limited(quota="2", floor="2", quota_by="township"))


def test_the_page_shows_who_has_a_place_in_each_area_and_what_a_floor_lacks(
    app: Flask, people: People, ranked: Ranked
) -> None:
    html = page(app, people.county_office, ranked.url)
    listed = page(app, people.county_office, f"/office/{ranked.project_id}/evaluations")

    assert rows_of(html) == {
        "Works 1": ("1", "Inside"),
        "Works 2": ("2", "Tied at the last place"),
        "Works 3": ("2", "Tied at the last place"),
        "Works 4": ("4", "Reserve"),
        "Works 5": ("1", "Inside"),
        "Works 6": ("2", "Next, grade not reached"),
    }
    main = html.partition("<main")[2]
    table = main[main.index("<tbody") :]
    assert table.index("First township") < table.index("Works 1<") < table.index("Second township")
    assert "2 have the same points at the last place; the office decides." in html
    assert "Short of the floor: 1" in html
    assert "/evaluations/ranking?" in listed


def test_ties_end_as_the_setting_of_the_scheme_says(
    app: Flask, people: People, context: JobContext
) -> None:
    scheme = limited(ties="none_in", quota="2", quota_by="township")
    made = make_ranked(context, people, scheme)

    rows = rows_of(page(app, people.county_office, made.url))

    assert rows["Works 2"] == ("2", "Reserve")
    assert rows["Works 1"] == ("1", "Inside")
    assert "Works 6" not in rows


def test_a_reader_sees_the_own_areas_and_no_places_of_an_area_seen_in_part(
    app: Flask, people: People, ranked: Ranked
) -> None:
    village = people.places.village_id
    own = page(app, people.township_office, ranked.url)
    part = page(app, people.township_office, f"{ranked.url}&area={village}")

    assert rows_of(own)["Works 1"] == ("1", "Inside")
    assert "Works 5" not in own
    assert "You see a part of this area only" not in own
    assert "You see a part of this area only" in part
    assert "Works 1" in part
    assert "Reserve</span>" not in part
    assert (
        status(app, people.township_office, f"{ranked.url}&area={people.places.sibling_id}") == 404
    )


def test_there_is_no_ranking_without_a_quota_or_floor(
    app: Flask, people: People, context: JobContext
) -> None:
    made = make_ranked(context, people, limited())

    assert status(app, people.county_office, made.url) == 404
    assert "/evaluations/ranking" not in page(
        app, people.county_office, f"/office/{made.project_id}/evaluations"
    )


def test_places_may_be_for_all_together(app: Flask, people: People, context: JobContext) -> None:
    made = make_ranked(context, people, limited(quota="2"))

    everybody = page(app, people.county_office, made.url)
    own = page(app, people.township_office, made.url)

    assert "All together" in everybody
    assert rows_of(everybody)["Works 5"] == ("2", "Inside")
    assert rows_of(everybody)["Works 2"] == ("3", "Reserve")
    assert "You see a part of this area only" in own


def test_the_ranking_can_be_saved_with_a_sheet_of_its_areas(
    app: Flask, people: People, ranked: Ranked
) -> None:
    url = ranked.url.replace("/ranking?", "/ranking/spreadsheet?")

    whole = _sheets(browser(app, people.county_office).get(url).data)
    own = _sheets(browser(app, people.township_office, language="zh_CN").get(url).data)

    rows = [[cell.value for cell in row] for row in whole["Ranking"].iter_rows(min_row=2)]
    assert [(row[0], row[1], row[2], row[5], row[7]) for row in rows][:2] == [
        ("First township", 1, "Works 1", 10, "Inside"),
        ("First township", 2, "Works 2", 8, "Tied at the last place"),
    ]
    areas = {
        row[0].value: [cell.value for cell in row[1:6]]
        for row in whole["Areas"].iter_rows(min_row=2)
    }
    assert areas == {"First township": [4, 2, 0, 2, 0], "Second township": [1, 2, 1, 2, 1]}
    names = {row[2].value for row in own["排名"].iter_rows(min_row=2)}
    assert names == {"Works 1", "Works 2", "Works 3", "Works 4"}


def test_a_long_ranking_goes_on_on_further_pages(
    app: Flask, people: People, ranked: Ranked
) -> None:
    beyond = page(app, people.county_office, f"{ranked.url}&page=2")

    assert "Works" not in beyond.partition("<main")[2].partition("</main")[0]
    assert "Previous page" in beyond


def test_stored_evaluations_are_read_in_one_statement(context: JobContext, ranked: Ranked) -> None:
    said: list[str] = []
    of = EvaluationsOf(ranked.campaign_id, ranked.version_id)
    with context.store.reading() as session:
        (grade,) = ranked_grades(compiled_version(session, ranked.version_id).scheme, "enterprise")
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *words: said.append(str(words[2])))
        found = rank_subjects(session, Scope(ranked.project_id), of, grade)

    assert sum("FROM evaluations" in one for one in said) == 1
    assert not any("evaluation_traces" in one for one in said)
    assert [len(one.ranked) for one in found.by_area] == [4, 2]


def _sheets(data: bytes) -> Mapping[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {one.title: one for one in book.worksheets}
