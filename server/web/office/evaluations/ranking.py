"""Rankings by area: who has a place of a quota, and where a floor is not reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.exact.values import plain
from server.domain.schemes.telling.ranked_grades import RankedGrade, ranked_grades
from server.domain.schemes.telling.ranking import AreaRanking, Place, Ranked
from server.operations.rank_subjects import Rankings, rank_subjects
from server.problems import NotFound
from server.store.queries import evaluations
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.evaluations import EvaluationEntry, EvaluationFilter
from server.web.addresses import here
from server.web.auth import requires
from server.web.office import frame
from server.web.office.choices import area_options
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.chosen import Chosen, get_chosen
from server.web.office.evaluations.ranking_sheet import ranking_sheet
from server.web.office.evaluations.ranking_words import area_word, place_badge, ranking_steps
from server.web.office.evaluations.words import name_of
from server.web.office.frame import open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.office.spreadsheets import send_spreadsheet
from server.web.office.subject_kinds import subject_word
from server.web.state import state


@dataclass(frozen=True, slots=True)
class RankingLine:
    """A line of the page: a subject in its place, or an area in which nobody stands."""

    area: AreaRanking
    ranked: Ranked | None
    is_first: bool
    """Whether its area begins here, on this page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A campaign's evaluations, the grades that are ranked, and the one to look at."""

    found: Chosen
    grades: tuple[RankedGrade, ...]
    grade: RankedGrade

    @property
    def of(self) -> EvaluationsOf:
        """Which evaluations these are."""
        return EvaluationsOf(self.found.campaign_id, self.found.version_id, self.found.kind)


def has_ranking(found: Chosen) -> bool:
    """Tell whether a scheme has a quota or a floor for a kind of subject."""
    return bool(ranked_grades(found.scheme, found.kind))


@blueprint.get("/<pk:project_id>/evaluations/ranking")
@requires(Verb.EVALUATION_READ)
def show_ranking(project_id: int) -> str:
    """Show who has a place, who stands just outside, and where a floor is not reached."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        asked = _asked(session, project_id)
        rankings = rank_subjects(session, place.scope, asked.of, asked.grade)
        return _page(session, place, asked, rankings)


@blueprint.get("/<pk:project_id>/evaluations/ranking/spreadsheet")
@requires(Verb.EVALUATION_READ)
def download_ranking(project_id: int) -> Response:
    """Return the ranking as a spreadsheet: who stands where, and how far every area is."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        asked = _asked(session, project_id)
        rankings = rank_subjects(session, place.scope, asked.of, asked.grade)
        everybody = EvaluationFilter(
            asked.of.campaign_id, asked.of.version_id, subject_kind=asked.of.subject_kind
        )
        listed = evaluations.list_evaluations(session, place.scope, everybody)
    sheet = ranking_sheet(asked.found, asked.grade, rankings, {one.id: one for one in listed})
    return send_spreadsheet(sheet, name=f"{gettext('ranking')}-{asked.found.campaign.name}")


def _asked(session: Session, project_id: int) -> Asked:
    found = get_chosen(session, project_id)
    grades = ranked_grades(found.scheme, found.kind)
    if not grades:
        raise NotFound
    wanted = request.args.get("grade", "")
    grade = next((one for one in grades if one.columns.code == wanted), grades[0])
    return Asked(found, grades, grade)


def _page(session: Session, place: frame.Place, asked: Asked, rankings: Rankings) -> str:
    found, grade = asked.found, asked.grade
    lines = tuple(_lines(rankings))
    number = key_from("page") or 1
    start = (number - 1) * ROWS_A_PAGE
    page = lines[start : start + ROWS_A_PAGE]
    entries = _entries(session, place, asked, page)
    return render_page(
        session,
        place,
        "evaluations/ranking.html",
        page_title=gettext("Ranking"),
        breadcrumbs=_breadcrumbs(place, asked),
        campaign=found.campaign,
        scheme_name=name_of(found.scheme.settings.name),
        kind=found.kind,
        kind_title=subject_word(found.kind),
        version_id=found.version_id,
        grade=grade,
        grade_name=name_of(grade.columns.name),
        grade_options=[
            {"value": one.columns.code, "label": name_of(one.columns.name)} for one in asked.grades
        ],
        kind_options=[{"value": one, "label": subject_word(one)} for one in found.kinds],
        areas=area_options(place),
        figures=_figures(rankings),
        lines=[_shown(place, asked, rankings, one, entries) for one in _begun(page)],
        plain=plain,
        previous_url=here(page=number - 1 or None) if number > 1 else None,
        next_url=here(page=number + 1) if len(lines) > start + ROWS_A_PAGE else None,
        sheet_url=found.url("download_ranking", place, grade=grade.columns.code),
    )


def _lines(rankings: Rankings) -> Iterator[RankingLine]:
    for area in rankings.by_area:
        for one in area.ranked or (None,):
            yield RankingLine(area, one, is_first=False)


def _begun(page: tuple[RankingLine, ...]) -> Iterator[RankingLine]:
    """Yield the lines of a page with those marked at which an area begins on it."""
    for number, one in enumerate(page):
        is_first = number == 0 or page[number - 1].area is not one.area
        yield RankingLine(one.area, one.ranked, is_first)


def _entries(
    session: Session, place: frame.Place, asked: Asked, page: tuple[RankingLine, ...]
) -> Mapping[int, EvaluationEntry]:
    wanted = EvaluationFilter(
        asked.of.campaign_id,
        asked.of.version_id,
        subject_kind=asked.of.subject_kind,
        ids=frozenset(one.ranked.contender.key for one in page if one.ranked is not None),
    )
    return {one.id: one for one in evaluations.list_evaluations(session, place.scope, wanted)}


def _figures(rankings: Rankings) -> dict[str, int | None]:
    """Return how many have a place, share the last one, are in reserve, and what is missing."""
    told = [one for one in rankings.by_area if one.places.quota is not None]
    is_floor = any(one.places.floor is not None for one in rankings.by_area)
    return {
        "in": rankings.count(Place.IN),
        "tied": rankings.count(Place.TIED),
        "reserve": rankings.count(Place.RESERVE),
        "free": sum(one.free or 0 for one in told) if told else None,
        "short": sum(one.short_of_floor for one in rankings.by_area) if is_floor else None,
        "short_areas": sum(one.short_of_floor > 0 for one in rankings.by_area),
    }


def _shown(
    place: frame.Place,
    asked: Asked,
    rankings: Rankings,
    line: RankingLine,
    entries: Mapping[int, EvaluationEntry],
) -> dict[str, object]:
    """Return a line as the template reads it."""
    entry = None if line.ranked is None else entries.get(line.ranked.contender.key)
    return {
        "is_first": line.is_first,
        "area": area_word(rankings, asked.grade, line.area),
        "steps": ranking_steps(rankings, line.area) if line.is_first else (),
        "rank": None if line.ranked is None else line.ranked.rank,
        "badge": None if line.ranked is None else place_badge(line.area, line.ranked.place),
        "entry": entry,
        "url": None if entry is None else _entry_url(place, asked, entry),
    }


def _entry_url(place: frame.Place, asked: Asked, entry: EvaluationEntry) -> str:
    return url_for(
        "office_evaluations.show_evaluation",
        project_id=place.project_id,
        campaign_id=entry.campaign_id,
        enterprise_id=entry.enterprise_id,
        version=entry.version_id,
        kind=asked.found.kind_in_address,
    )


def _breadcrumbs(place: frame.Place, asked: Asked) -> list[dict[str, str]]:
    url = asked.found.url("list_evaluations", place)
    return [
        {"label": gettext("Evaluations"), "url": url},
        {"label": asked.found.campaign.name, "url": url},
    ]
