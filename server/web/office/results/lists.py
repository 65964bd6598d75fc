"""The results of a campaign: while it is open how many answered, after closing the figures."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.lifecycle import CampaignState
from server.domain.roles import Verb
from server.domain.satisfaction import Verdict
from server.problems import NotFound
from server.store.queries import campaigns, parks, result_pages, survey_progress
from server.store.queries.enterprise_pages import Turn
from server.store.queries.releases import EnterpriseResult
from server.store.queries.result_pages import NO_FIGURES, ResultFilter, ResultOrder
from server.store.row_key import stored
from server.store.tables.areas import Park
from server.store.tables.campaigns import Campaign
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.campaigns.words import state_of
from server.web.office.choices import area_options
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from, order_from
from server.web.office.register_words import verdict_state
from server.web.office.result_words import (
    count_text,
    interval_text,
    satisfied_definition,
    share_text,
    verdict_options,
    verdict_word,
)
from server.web.office.results.blueprint import blueprint
from server.web.office.results.chart import bars_of
from server.web.requests import asked_text
from server.web.state import state

_SORTS = ("name", "share")
_VERDICTS = frozenset({*(one.value for one in Verdict), NO_FIGURES})
_MOST_TEXT = 100


@dataclass(frozen=True, slots=True)
class ResultList:
    """A page of results, and how many there are of each verdict."""

    rows: tuple[EnterpriseResult, ...]
    count: int
    total: survey_progress.Progress
    """While it is open; nothing after closing."""
    verdicts: dict[str, int]
    """After closing; nothing while it is open."""
    previous_url: str | None
    next_url: str | None


@blueprint.get("/<pk:project_id>/results")
@requires(Verb.RELEASE_READ)
def list_results(project_id: int) -> str:
    """Show the results of the campaign that the address names, else of the newest."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.RELEASE_READ)
        known = campaigns.list_campaigns(session, project_id)
        campaign = _chosen(known)
        if campaign is None:
            return render_page(session, place, "results/none.html", page_title=gettext("Results"))
        return render_page(
            session,
            place,
            "results/list.html",
            page_title=gettext("Results"),
            campaigns=[{"value": one.id, "label": one.name} for one in known],
            **_context(session, place, campaign),
        )


@blueprint.get("/<pk:project_id>/results/counts")
@requires(Verb.RELEASE_READ)
def show_counts(project_id: int) -> str:
    """Answer with the part of the list that renews itself while a campaign is open."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.RELEASE_READ)
        campaign = _chosen(campaigns.list_campaigns(session, project_id))
        if campaign is None:
            raise NotFound
        return render_template("results/counts.html", **_context(session, place, campaign))


def _chosen(known: tuple[Campaign, ...]) -> Campaign | None:
    """Return the campaign that the address names, else the newest that has begun."""
    wanted = key_from("campaign")
    if wanted is not None:
        found = next((one for one in known if one.id == wanted), None)
        if found is None:
            raise NotFound
        return found
    begun = (one for one in known if state_of(one) is not CampaignState.PLANNED)
    return next(begun, known[0] if known else None)


def _context(session: Session, place: Place, campaign: Campaign) -> dict[str, object]:
    wanted = _filter(stored(campaign.id))
    sort, is_descending = order_from(_SORTS)
    order = ResultOrder(by_share=sort == "share", is_descending=is_descending)
    state_now = state_of(campaign)
    is_closed = state_now is CampaignState.CLOSED
    listed = _list(session, place, wanted, order, is_closed=is_closed)
    all_parks = parks.list_parks(session, place.project_id)
    return {
        "campaign": campaign,
        "campaign_state": state_now.value,
        "is_filtered": bool(wanted.text or wanted.park_id or wanted.verdict or place.area),
        "chosen": {"q": wanted.text, "park": wanted.park_id, "verdict": wanted.verdict},
        "area_id": place.area_id,
        "chips": _chips(place, wanted, all_parks),
        "listed": listed,
        "sort": sort,
        "is_descending": is_descending,
        "parks": [{"value": park.id, "label": park.name} for park in all_parks],
        "areas": area_options(place),
        "verdict_options": verdict_options(),
        "chart": bars_of(listed.rows, campaign),
        "definition": _definition(listed.rows),
        "part_url": _part_url(place),
        "list_url": _list_url(place, campaign),
        "result_url": lambda row: _result_url(place, row),
        "count_text": count_text,
        "share_text": share_text,
        "interval_text": interval_text,
        "verdict_state": verdict_state,
        "verdict_word": verdict_word,
    }


def _filter(campaign_id: int) -> ResultFilter:
    verdict = request.args.get("verdict", "")
    return ResultFilter(
        campaign_id=campaign_id,
        park_id=key_from("park"),
        verdict=verdict if verdict in _VERDICTS else None,
        text=asked_text("q", _MOST_TEXT).strip(),
    )


def _list(
    session: Session,
    place: Place,
    wanted: ResultFilter,
    order: ResultOrder,
    *,
    is_closed: bool,
) -> ResultList:
    after, before = key_from("after"), key_from("before")
    turn = Turn(ROWS_A_PAGE + 1, after=after, before=before)
    rows = result_pages.list_page(session, place.scope, wanted, order, turn)
    has_more = len(rows) > ROWS_A_PAGE
    rows = rows[-ROWS_A_PAGE:] if before is not None else rows[:ROWS_A_PAGE]
    has_previous = has_more if before is not None else after is not None
    has_next = True if before is not None else has_more
    first, last = (rows[0].enterprise_id, rows[-1].enterprise_id) if rows else (0, 0)
    parts: dict[int, survey_progress.Progress] = {}
    verdicts: dict[str, int] = {}
    if is_closed:
        verdicts |= result_pages.count_by_verdict(session, place.scope, wanted)
    else:
        parts = survey_progress.progress_by_area(session, place.scope, wanted.campaign_id)
    return ResultList(
        rows=rows,
        count=result_pages.count_results(session, place.scope, wanted),
        total=survey_progress.total(parts),
        verdicts=verdicts,
        previous_url=here(before=first, after=None) if rows and has_previous else None,
        next_url=here(after=last, before=None) if rows and has_next else None,
    )


def _chips(place: Place, wanted: ResultFilter, all_parks: tuple[Park, ...]) -> list[dict[str, str]]:
    park = next((one.name for one in all_parks if one.id == wanted.park_id), "")
    words = {one["value"]: one["label"] for one in verdict_options()}
    shown = (
        ("q", gettext("Search"), wanted.text),
        ("area", gettext("Area"), place.area.name if place.area else ""),
        ("park", gettext("Park"), park),
        ("verdict", gettext("Verdict"), words.get(wanted.verdict or "", "")),
    )
    return [
        {"label": label, "value": value, "url": here(**{name: None, "after": None, "before": None})}
        for name, label, value in shown
        if value
    ]


def _definition(rows: tuple[EnterpriseResult, ...]) -> str:
    figures = next((row.figures for row in rows if row.figures is not None), None)
    return satisfied_definition(figures.definitions) if figures is not None else ""


def _list_url(place: Place, campaign: Campaign) -> str:
    return url_for("office_results.list_results", project_id=place.project_id, campaign=campaign.id)


def _part_url(place: Place) -> str:
    address = url_for("office_results.show_counts", project_id=place.project_id)
    return f"{address}?{request.query_string.decode()}" if request.query_string else address


def _result_url(place: Place, row: EnterpriseResult) -> str:
    return url_for(
        "office_results.show_result",
        project_id=place.project_id,
        campaign_id=row.campaign_id,
        enterprise_id=row.enterprise_id,
    )
