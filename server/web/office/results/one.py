"""One enterprise in one campaign: what is released of it, and what site checks found."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.lifecycle import CampaignState
from server.domain.release import ChoiceFigures, ReleaseFigures, Share
from server.domain.roles import Verb
from server.problems import NotFound
from server.store.queries import campaigns, measures, offered_forms, releases
from server.store.queries.releases import EnterpriseResult
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from server.store.tables.forms import Form
from server.web.auth import requires, scope
from server.web.office.acting import may
from server.web.office.campaigns.words import state_of
from server.web.office.dates import day_text
from server.web.office.form_words import FormWords, words_of
from server.web.office.frame import Place, open_place, render_page
from server.web.office.register_words import verdict_state
from server.web.office.result_words import (
    count_text,
    definitions_of,
    headcount_text,
    interval_text,
    required_definition,
    satisfied_definition,
    score_definition,
    score_text,
    share_text,
    short_word,
    verdict_word,
)
from server.web.office.results.blueprint import blueprint
from server.web.office.results.chart import choices_chart, items_chart
from server.web.state import state
from xlsforms.read_xform import read_xform

_RATE = "contracts.signing_rate"
_DRAWN = "contracts.drawn"
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """What the newest site check of each kind says of an enterprise."""

    signing_rate: str | None
    drawn_count: str | None
    passed_count: int
    asked_count: int
    day: str
    submission_id: int


@blueprint.get("/<pk:project_id>/results/<pk:campaign_id>/enterprises/<pk:enterprise_id>")
@requires(Verb.RELEASE_READ)
def show_result(project_id: int, campaign_id: int, enterprise_id: int) -> str:
    """Show the released figures of an enterprise, or how many answered while it is open."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.RELEASE_READ)
        campaign = campaigns.get_campaign(session, project_id, campaign_id)
        result = _result(session, place, campaign_id, enterprise_id)
        words = _words(session, campaign)
        return render_page(
            session,
            place,
            "results/one.html",
            page_title=result.enterprise_name,
            breadcrumbs=_breadcrumbs(project_id, campaign),
            campaign=campaign,
            result=result,
            checks=_checks(session, project_id, campaign_id, enterprise_id),
            may_see_enterprise=may(Verb.ENTERPRISE_READ, project_id),
            **_live(campaign, result),
            **(_figures(result.figures, words) if result.figures is not None else {}),
        )


@blueprint.get("/<pk:project_id>/results/<pk:campaign_id>/enterprises/<pk:enterprise_id>/count")
@requires(Verb.RELEASE_READ)
def show_count(project_id: int, campaign_id: int, enterprise_id: int) -> str:
    """Answer with the part that tells how many answered, while the campaign is open."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.RELEASE_READ)
        campaign = campaigns.get_campaign(session, project_id, campaign_id)
        result = _result(session, place, campaign_id, enterprise_id)
        return render_template("results/count.html", **_live(campaign, result))


def _result(
    session: Session, place: Place, campaign_id: int, enterprise_id: int
) -> EnterpriseResult:
    found = releases.list_results(
        session, place.scope, campaign_id=campaign_id, enterprise_id=enterprise_id
    )
    if not found:
        raise NotFound
    return found[0]


def _live(campaign: Campaign, result: EnterpriseResult) -> dict[str, object]:
    return {
        "is_closed": state_of(campaign) is CampaignState.CLOSED,
        "closes_on": day_text(campaign.closes_on),
        "count": count_text(result.count),
        "part_url": url_for(
            "office_results.show_count",
            project_id=campaign.project_id,
            campaign_id=campaign.id,
            enterprise_id=result.enterprise_id,
        ),
    }


def _words(session: Session, campaign: Campaign) -> FormWords | None:
    """Return the texts of the survey form as it is published now."""
    form = session.get(Form, campaign.survey_form_pk)
    if form is None or form.current_version_id is None:
        return None
    return words_of(read_xform(offered_forms.get_xform(session, form.current_version_id)))


def _figures(figures: ReleaseFigures, words: FormWords | None) -> dict[str, object]:
    shown = figures.items if figures.overall is None else (figures.overall, *figures.items)
    labels = {one.measure: _label(words, one.measure) for one in shown}
    short = {measure: short_word(measure, label) for measure, label in labels.items()}
    return {
        "figures": figures,
        "rows": shown,
        "labels": labels,
        "short": short,
        "chart": items_chart(shown, short),
        "choices": [
            (_label(words, one.measure), choices_chart(_choice_shares(words, one)))
            for one in figures.choices
        ],
        "texts": [(_label(words, one.measure), one.texts) for one in figures.texts],
        "definitions": definitions_of(figures),
        "satisfied_definition": satisfied_definition(figures.definitions),
        "score_definition": score_definition(),
        "required_definition": required_definition(figures),
        "headcount": headcount_text(figures.headcount),
        "overall_detail": _overall_detail(figures),
        "share_text": share_text,
        "score_text": score_text,
        "interval_text": interval_text,
        "verdict_state": verdict_state,
        "verdict_word": verdict_word,
    }


def _overall_detail(figures: ReleaseFigures) -> str | None:
    """Return on how many answers, of how many employees, the overall share stands."""
    overall = figures.overall
    if overall is None or not overall.is_shown:
        return None
    facts = {"valid": overall.valid_count, "interval": interval_text(overall.interval)}
    headcount = figures.headcount
    if headcount.count is None and headcount.below is None:
        return str(gettext("n %(valid)s, %(interval)s", **facts))
    count = headcount_text(headcount)
    return str(gettext("n %(valid)s of %(count)s, %(interval)s", count=count, **facts))


def _label(words: FormWords | None, measure: str) -> str:
    fields = words.form.fields_with_measure(measure) if words is not None else ()
    return words.label(fields[0]) if words is not None and fields else measure


def _choice_shares(words: FormWords | None, figures: ChoiceFigures) -> list[tuple[str, Share]]:
    fields = words.form.fields_with_measure(figures.measure) if words is not None else ()
    if words is None or not fields:
        return [(one.choice, one.share) for one in figures.shares]
    return [(words.choice(fields[0], one.choice), one.share) for one in figures.shares]


def _checks(
    session: Session, project_id: int, campaign_id: int, enterprise_id: int
) -> CheckFigures | None:
    """Return what site checks measured; None for those who may not see submissions."""
    if not may(Verb.SUBMISSION_READ, project_id):
        return None
    reached: Scope = scope(Verb.SUBMISSION_READ, project_id)
    found = measures.list_measurements(
        session, reached, campaign_id=campaign_id, enterprise_id=enterprise_id
    )
    if not found:
        return None
    newest: Mapping[str, str] = {one.measure: one.value for one in found}
    last = max(found, key=lambda one: (one.day, one.submission_id))
    answers = [value for value in newest.values() if value in {_YES, _NO}]
    return CheckFigures(
        signing_rate=newest.get(_RATE),
        drawn_count=newest.get(_DRAWN),
        passed_count=answers.count(_YES),
        asked_count=len(answers),
        day=day_text(last.day),
        submission_id=last.submission_id,
    )


def _breadcrumbs(project_id: int, campaign: Campaign) -> list[dict[str, str]]:
    url = url_for("office_results.list_results", project_id=project_id, campaign=campaign.id)
    return [
        {"label": gettext("Results"), "url": url},
        {"label": campaign.name, "url": url},
    ]
