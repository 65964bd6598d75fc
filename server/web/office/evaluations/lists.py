"""The evaluation of a campaign: points, grades, vetoes and gaps of its enterprises, in order."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.domain.schemes.exact.values import plain
from server.operations.evaluate_by_hand import request_evaluation
from server.store.queries import evaluation_figures, evaluations
from server.store.queries.enterprises import EnterpriseFilter, find_by_initials
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.evaluations import EvaluationFilter, Order
from server.web.addresses import here
from server.web.auth import requires, scope
from server.web.office.acting import acting, may
from server.web.office.choices import area_options
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.charts import bands_chart, grades_chart
from server.web.office.evaluations.chosen import Chosen, NothingChosen, chosen, get_chosen
from server.web.office.evaluations.decided import words_of_grades
from server.web.office.evaluations.ranked import RankedPage, ranked_page
from server.web.office.evaluations.ranking import has_ranking
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import order_from
from server.web.office.subject_kinds import subject_word
from server.web.state import state

_FLAGS = ("vetoed", "gaps", "stale")
_MOST_TEXT = 100
NO_GRADE = "-"
"""Stands in an address for those without a grade."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    text: str
    grade: str
    flag: str
    is_by_name: bool


@blueprint.get("/<pk:project_id>/evaluations")
@requires(Verb.EVALUATION_READ)
def list_evaluations(project_id: int) -> str:
    """Show the evaluation of the campaign that the address names, else of the newest with one."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        found = chosen(session, project_id)
        if isinstance(found, NothingChosen):
            return _nothing(session, place, found)
        return render_page(
            session,
            place,
            "evaluations/list.html",
            page_title=gettext("Evaluations"),
            **_context(session, place, found),
        )


@blueprint.get("/<pk:project_id>/evaluations/part")
@requires(Verb.EVALUATION_READ)
def show_progress(project_id: int) -> str:
    """Answer with the part of the page that tells how far the evaluation has come."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        found = get_chosen(session, project_id)
        return render_template("evaluations/progress.html", **_progress(session, place, found))


@blueprint.post("/<pk:project_id>/evaluations/<pk:campaign_id>/start")
@requires(Verb.CAMPAIGN_CHANGE)
def start(project_id: int, campaign_id: int) -> AnyResponse:
    """Ask for all subjects of a campaign to be evaluated anew, and go to the job's progress."""
    where = scope(Verb.CAMPAIGN_CHANGE, project_id)
    with state().store.writing() as session:
        job = request_evaluation(session, acting(), where, campaign_id)
        url = url_for("office_jobs.show_job", project_id=project_id, job_id=job.id)
    return redirect(url, 303)


def _nothing(session: Session, place: Place, found: NothingChosen) -> str:
    return render_page(
        session,
        place,
        "evaluations/none.html",
        page_title=gettext("Evaluations"),
        campaigns=[{"value": one.id, "label": one.name} for one in found.campaigns],
        campaign_id=found.campaign.id if found.campaign else None,
        may_assign=may(Verb.CAMPAIGN_CHANGE, place.project_id),
    )


def _context(session: Session, place: Place, found: Chosen) -> dict[str, object]:
    wanted = _wanted(found)
    asked = _filter(found, wanted, find_by_initials(session, place.scope, wanted.text))
    names = words_of_grades(found.scheme)
    order = Order.NAME if wanted.is_by_name else Order.RANKING
    page = ranked_page(session, place.scope, asked, order)
    return {
        **_progress(session, place, found),
        **_charts(session, place, found, names),
        "campaigns": [{"value": one.id, "label": one.name} for one in found.campaigns],
        "versions": [{"value": key, "label": words} for key, words in found.versions],
        "kind": found.kind,
        "kind_options": [{"value": one, "label": subject_word(one)} for one in found.kinds],
        "grades": names,
        "grade_options": _grade_options(names),
        "flag_options": _flag_options(),
        "areas": area_options(place),
        "area_id": place.area_id,
        "wanted": wanted,
        "sort": "name" if wanted.is_by_name else "points",
        "page": page,
        "plain": plain,
        "count": evaluations.count_evaluations(session, place.scope, asked),
        "chips": _chips(place, wanted, names),
        "list_url": url_for(
            "office_evaluations.list_evaluations",
            project_id=place.project_id,
            campaign=found.campaign_id,
            version=found.version_id,
            kind=found.kind_in_address,
        ),
        "urls": _urls(place, found, page),
        "targets_url": found.url("show_targets", place) if found.scheme.targets else None,
        "ranking_url": found.url("show_ranking", place) if has_ranking(found) else None,
        "may_start": _may_start(place.project_id),
        "may_see_assessments": may(Verb.ASSESSMENT_READ, place.project_id),
    }


def _may_start(project_id: int) -> bool:
    """Tell whether the reader works for all that a campaign may evaluate."""
    return may(Verb.CAMPAIGN_CHANGE, project_id) and (
        scope(Verb.CAMPAIGN_CHANGE, project_id).is_whole_project
    )


def _wanted(found: Chosen) -> Wanted:
    grade, flag = request.args.get("grade", ""), request.args.get("state", "")
    name, _ = order_from(("points", "name"))
    known = {*words_of_grades(found.scheme), NO_GRADE}
    return Wanted(
        text=request.args.get("q", "").strip()[:_MOST_TEXT],
        grade=grade if grade in known else "",
        flag=flag if flag in _FLAGS else "",
        is_by_name=name == "name",
    )


def _filter(found: Chosen, wanted: Wanted, also_ids: frozenset[int]) -> EvaluationFilter:
    return EvaluationFilter(
        campaign_id=found.campaign_id,
        version_id=found.version_id,
        enterprises=EnterpriseFilter(text=wanted.text, also_ids=also_ids),
        subject_kind=found.kind,
        grade=None if not wanted.grade else "" if wanted.grade == NO_GRADE else wanted.grade,
        is_vetoed=True if wanted.flag == "vetoed" else None,
        has_gaps=True if wanted.flag == "gaps" else None,
        is_stale=True if wanted.flag == "stale" else None,
    )


def _progress(session: Session, place: Place, found: Chosen) -> dict[str, object]:
    of = EvaluationsOf(found.campaign_id, found.version_id, found.kind)
    count, vetoed, with_gaps, stale = evaluation_figures.count_states(session, place.scope, of)
    waiting = evaluations.count_stale(session, found.campaign_id)
    part = url_for("office_evaluations.show_progress", project_id=place.project_id)
    return {
        "campaign": found.campaign,
        "version_id": found.version_id,
        "kind": found.kind,
        "states": {"count": count, "vetoed": vetoed, "gaps": with_gaps, "stale": stale},
        "waiting_count": waiting,
        "part_url": f"{part}?{request.query_string.decode()}",
    }


def _charts(
    session: Session, place: Place, found: Chosen, names: dict[str, str]
) -> dict[str, object]:
    of = EvaluationsOf(found.campaign_id, found.version_id, found.kind)
    everything = EvaluationFilter(of.campaign_id, of.version_id, subject_kind=of.subject_kind)
    by_area = evaluations.count_grades(session, place.scope, everything)
    by_grade: dict[str | None, int] = {}
    for (_, grade), count in by_area.items():
        by_grade[grade] = by_grade.get(grade, 0) + count
    return {
        "by_grade": grades_chart(by_grade, names),
        "bands": bands_chart(session, place.scope, of, found.scheme),
    }


def _grade_options(names: dict[str, str]) -> list[dict[str, str]]:
    known = [{"value": code, "label": name} for code, name in names.items()]
    return [*known, {"value": NO_GRADE, "label": gettext("No grade")}]


def _flag_options() -> list[dict[str, str]]:
    words = (gettext("Vetoed"), gettext("With gaps"), gettext("To be renewed"))
    return [{"value": flag, "label": word} for flag, word in zip(_FLAGS, words, strict=True)]


def _chips(place: Place, wanted: Wanted, names: dict[str, str]) -> list[dict[str, str]]:
    flags = {one["value"]: one["label"] for one in _flag_options()}
    grade = gettext("No grade") if wanted.grade == NO_GRADE else names.get(wanted.grade, "")
    shown = (
        ("q", gettext("Search"), wanted.text),
        ("area", gettext("Area"), place.area.name if place.area else ""),
        ("grade", gettext("Grade"), grade),
        ("state", gettext("State"), flags.get(wanted.flag, "")),
    )
    return [
        {"label": label, "value": value, "url": here(**{name: None, "after": None})}
        for name, label, value in shown
        if value
    ]


def _urls(place: Place, found: Chosen, page: RankedPage) -> dict[int, str]:
    return {
        one.entry.enterprise_id: url_for(
            "office_evaluations.show_evaluation",
            project_id=place.project_id,
            campaign_id=found.campaign_id,
            enterprise_id=one.entry.enterprise_id,
            version=found.version_id,
            kind=found.kind_in_address,
        )
        for one in page.rows
    }
