"""Two versions of a scheme over a campaign: who gets another grade, before one is published."""

from collections.abc import Mapping
from decimal import Decimal

from flask import redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.json_values import integer_of, object_of, text_of
from server.domain.roles import Verb
from server.domain.schemes.described.assigned import ENTERPRISE
from server.i18n import reader_locale
from server.operations.change_lines import ChangeLine, Shown, page_of_lines
from server.operations.compare_campaign import (
    COMPARE_VERSIONS,
    ComparisonWish,
    TwoVersions,
    request_comparison,
    two_versions,
)
from server.operations.request_job import get_result
from server.problems import NotFound
from server.store.queries import assessed_enterprises, campaigns, jobs, schemes
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.jobs import Job
from server.store.tables.schemes import SchemeVersion
from server.web.addresses import here
from server.web.auth import current_user, requires, scope
from server.web.job_reader import job_reader
from server.web.office.acting import acting, may
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.chosen import name_of_scheme
from server.web.office.evaluations.decided import grade_name
from server.web.office.evaluations.words import points_text
from server.web.office.frame import Place, open_place, page_answer, render_page
from server.web.office.job_rows import job_row
from server.web.office.list_state import ROWS_A_PAGE, key_from, key_from_form
from server.web.office.schemes.rows import version_word
from server.web.office.subject_kinds import kind_from_address, kind_word, subject_word
from server.web.state import state

_VERSIONS = "/<pk:project_id>/evaluations/<pk:campaign_id>/versions"


@blueprint.get(_VERSIONS)
@requires(Verb.EVALUATION_READ)
def compare_scheme_versions(project_id: int, campaign_id: int) -> str:
    """Ask which versions to compare over the whole campaign."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        return _form(session, place, campaign_id, (key_from("before"), key_from("after")), {})


@blueprint.post(_VERSIONS)
@requires(Verb.EVALUATION_READ)
def request_versions(project_id: int, campaign_id: int) -> AnyResponse:
    """Ask for the comparison of all that the reader sees, and go to its progress."""
    before, after = key_from_form("before"), key_from_form("after")
    where = scope(Verb.EVALUATION_READ, project_id)
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        choices = _choices(session, place)
        if before is None or after is None:
            text = gettext("Choose two versions.")
            page = _form(session, place, campaign_id, (before, after), {"after": text})
            return page_answer(page, 422)
        if before not in choices or after not in choices:
            raise NotFound
        kind = request.form.get("kind", ENTERPRISE)
        if kind not in _kinds(session, campaign_id):
            raise NotFound
        wish = ComparisonWish(
            campaign_id=campaign_id,
            before_id=before,
            after_id=after,
            title=f"{choices[before]} → {choices[after]}",
            subject_kind=kind,
            locale=reader_locale(),
        )
        job = request_comparison(session, acting(), where, wish)
        url = comparison_url(project_id, job)
    return redirect(url, 303)


@blueprint.get(f"{_VERSIONS}/<pk:job_id>")
@requires(Verb.EVALUATION_READ)
def show_comparison(project_id: int, campaign_id: int, job_id: int) -> str:
    """Show a comparison to whoever asked for it: how far it is, then figures and a page of rows."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        campaign = campaigns.get_campaign(session, project_id, campaign_id)
        job = jobs.get_job(session, project_id, job_id, job_reader(project_id))
        if job.kind != COMPARE_VERSIONS or job.parameters.get("campaignId") != campaign_id:
            raise NotFound
        is_done = job.state == jobs.FINISHED
        return render_page(
            session,
            place,
            "evaluations/comparison.html",
            page_title=gettext("Compare versions"),
            breadcrumbs=_breadcrumbs(place, campaign, is_below=True),
            campaign=campaign,
            row=job_row(session, project_id, job),
            project_id=project_id,
            part_url=url_for("office_jobs.show_job_part", project_id=project_id, job_id=job_id),
            **(_compared(session, place, job) if is_done else {"summary": None}),
        )


def comparison_url(project_id: int, job: Job) -> str:
    """Return the address of a comparison."""
    return url_for(
        "office_evaluations.show_comparison",
        project_id=project_id,
        campaign_id=integer_of(job.parameters, "campaignId"),
        job_id=job.id,
    )


def _form(
    session: Session,
    place: Place,
    campaign_id: int,
    picked: tuple[int | None, int | None],
    errors: dict[str, str],
) -> str:
    campaign = campaigns.get_campaign(session, place.project_id, campaign_id)
    choices = _choices(session, place)
    kinds = _kinds(session, campaign_id)
    return render_page(
        session,
        place,
        "evaluations/versions.html",
        page_title=gettext("Compare versions"),
        breadcrumbs=_breadcrumbs(place, campaign),
        campaign=campaign,
        choices=[{"value": key, "label": words} for key, words in choices.items()],
        kind=kind_from_address(kinds),
        kinds=[{"value": one, "label": subject_word(one)} for one in kinds],
        chosen=picked,
        errors=errors,
    )


def _kinds(session: Session, campaign_id: int) -> tuple[str, ...]:
    """Return the kinds of subjects that may be compared, enterprises first."""
    used = assessed_enterprises.list_kinds(session, campaign_id)
    return (ENTERPRISE, *(one for one in used if one != ENTERPRISE))


def _choices(session: Session, place: Place) -> dict[int, str]:
    """Return all versions of the project to choose from; drafts for those who may change them."""
    known = {stored(one.id): one for one in schemes.list_schemes(session, place.project_id)}
    sees_drafts = may(Verb.SCHEME_CHANGE, place.project_id)
    return {
        stored(one.id): _words(known[one.scheme_id].name_zh, known[one.scheme_id].name_en, one)
        for one in schemes.list_versions(session, list(known))
        if sees_drafts or one.published_at is not None
    }


def _words(zh: str, en: str, version: SchemeVersion) -> str:
    return f"{name_of_scheme(zh, en)} · {version_word(version)}"


def _compared(session: Session, place: Place, job: Job) -> dict[str, object]:
    """Return the figures and a page of rows; raises NotFound for whoever may not have them."""
    user = current_user()
    get_result(session, place.project_id, stored(job.id), actor_id=user.user_id, grants=user.grants)
    summary = object_of(job.parameters, "summary")
    shown, start = _shown(), key_from("start") or 0
    with state().blobs.open(text_of(summary, "linesSha256")) as lines:
        rows = page_of_lines(lines, shown, start=start, most=ROWS_A_PAGE + 1)
    two = two_versions(session, job)
    earlier = max(start - ROWS_A_PAGE, 0) or None
    return {
        "summary": summary,
        "moves": _moves(two, summary),
        "other_grade": sum(count for _, _, count in _stored_moves(summary)),
        "mean": _mean(two, summary.get("mean")),
        "changes": [_change(place, job, two, one) for one in rows[:ROWS_A_PAGE]],
        "shown": shown.value,
        "shown_options": _shown_options(),
        "next_url": here(start=start + ROWS_A_PAGE) if len(rows) > ROWS_A_PAGE else None,
        "previous_url": here(start=earlier) if start else None,
    }


def _mean(two: TwoVersions, text: object) -> str:
    mean = Decimal(text) if isinstance(text, str) else None
    return points_text(mean or None, two.after.scheme.settings)


def _shown() -> Shown:
    text = request.args.get("show", "")
    return Shown(text) if text in set(Shown) else Shown.ALL


def _shown_options() -> list[dict[str, str]]:
    words = {
        Shown.GRADE: gettext("Another grade"),
        Shown.ROSE: gettext("More points"),
        Shown.FELL: gettext("Fewer points"),
    }
    return [{"value": one.value, "label": word} for one, word in words.items()]


def _stored_moves(
    summary: Mapping[str, object],
) -> list[tuple[str | None, str | None, int]]:
    found = summary.get("moves")
    return [(one[0], one[1], int(one[2])) for one in found] if isinstance(found, list) else []


def _moves(two: TwoVersions, summary: Mapping[str, object]) -> list[dict[str, object]]:
    none = gettext("No grade")
    return [
        {
            "before": grade_name(two.before.scheme, before) or none,
            "after": grade_name(two.after.scheme, after) or none,
            "count": count,
        }
        for before, after, count in _stored_moves(summary)
    ]


def _change(place: Place, job: Job, two: TwoVersions, line: ChangeLine) -> dict[str, object]:
    one, none = line.change, gettext("No grade")
    return {
        "name": line.subject.name,
        "url": url_for(
            "office_evaluations.show_evaluation",
            project_id=place.project_id,
            campaign_id=integer_of(job.parameters, "campaignId"),
            enterprise_id=line.subject.id,
            kind=kind_word(text_of(job.parameters, "subjectKind")),
        ),
        "before": grade_name(two.before.scheme, one.grade_before) or none,
        "after": grade_name(two.after.scheme, one.grade_after) or none,
        "is_other_grade": one.is_other_grade,
        "first": points_text(one.total.first, two.before.scheme.settings),
        "second": points_text(one.total.second, two.after.scheme.settings),
    }


def _breadcrumbs(
    place: Place, campaign: Campaign, *, is_below: bool = False
) -> list[dict[str, str]]:
    of_list = "office_evaluations.list_evaluations"
    url = url_for(of_list, project_id=place.project_id, campaign=campaign.id)
    crumbs = [{"label": gettext("Evaluations"), "url": url}]
    if is_below:
        of_form = "office_evaluations.compare_scheme_versions"
        url = url_for(of_form, project_id=place.project_id, campaign_id=campaign.id)
        crumbs.append({"label": gettext("Compare versions"), "url": url})
    return crumbs
