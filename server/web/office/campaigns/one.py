"""One campaign: what it asks, how far it has come, which enterprises lack answers; closing it."""

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.definitions import definitions_from_json
from server.domain.lifecycle import CampaignState
from server.domain.roles import Verb
from server.operations.change_campaign import close_campaign
from server.store.queries import areas, campaigns, forms
from server.store.queries.campaign_enterprises import AskedFilter, count_asked, list_asked
from server.store.queries.survey_progress import progress_by_area, total
from server.store.tables.campaigns import Campaign
from server.store.tables.forms import Form
from server.web.addresses import here
from server.web.auth import requires
from server.web.auth import scope as scope_of
from server.web.office.acting import acting, may
from server.web.office.area_progress import area_rows
from server.web.office.campaigns.blueprint import blueprint
from server.web.office.campaigns.words import may_change, state_badge, state_of
from server.web.office.dates import moment_text
from server.web.office.form_errors import done
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.state import state


@blueprint.get("/<pk:project_id>/campaigns/<pk:campaign_id>")
@requires(Verb.CAMPAIGN_READ)
def show_campaign(project_id: int, campaign_id: int) -> str:
    """Show one campaign with the enterprises that it asks."""
    wanted = AskedFilter(campaign_id, is_short=request.args.get("answers") == "short")
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.CAMPAIGN_READ)
        campaign = campaigns.get_campaign(session, project_id, campaign_id)
        parts = progress_by_area(session, place.scope, campaign_id)
        after = key_from("after")
        rows = list_asked(session, place.scope, wanted, limit=ROWS_A_PAGE + 1, after=after)
        page_rows = rows[:ROWS_A_PAGE]
        next_url = here(after=page_rows[-1].id) if len(rows) > ROWS_A_PAGE else None
        return render_page(
            session,
            place,
            "campaigns/one.html",
            page_title=campaign.name,
            shown=campaign,
            badge=state_badge(campaign),
            is_closed=state_of(campaign) is CampaignState.CLOSED,
            facts=_facts(session, campaign),
            progress=total(parts),
            areas=area_rows(place, parts, campaign_id),
            threshold=definitions_from_json(campaign.definitions).threshold,
            rows=page_rows,
            row_count=count_asked(session, place.scope, wanted),
            is_short=wanted.is_short,
            next_url=next_url,
            first_url=here(after=None) if after is not None else None,
            chips=_chips(place, is_short=wanted.is_short),
            may_change=may_change(session, campaign),
            may_poster=may(Verb.POSTER_CHANGE, project_id),
            may_see_points=may(Verb.ASSESSMENT_READ, project_id),
            breadcrumbs=[
                {
                    "label": gettext("Campaigns"),
                    "url": url_for("office_campaigns.list_campaigns", project_id=project_id),
                }
            ],
        )


@blueprint.post("/<pk:project_id>/campaigns/<pk:campaign_id>/close")
@requires(Verb.CAMPAIGN_CHANGE)
def close(project_id: int, campaign_id: int) -> AnyResponse:
    """Close a campaign for good; its figures are released by the worker."""
    with state().store.writing() as session:
        reached = scope_of(Verb.CAMPAIGN_CHANGE, project_id)
        close_campaign(session, acting(), reached, campaign_id)
    return done(
        gettext("The campaign is closed. Its results are being worked out."),
        url_for("office_campaigns.show_campaign", project_id=project_id, campaign_id=campaign_id),
    )


def _facts(session: Session, campaign: Campaign) -> list[dict[str, str]]:
    form = session.get_one(Form, campaign.survey_form_pk)
    title = forms.get_current_or_draft(session, form).title
    covered = campaigns.list_area_ids(session, campaign.id or 0)
    names = areas.path_names(session, covered)
    target = f"{definitions_from_json(campaign.definitions).target_share.normalize():f}"
    return [
        {
            "label": gettext("Days"),
            "value": gettext(
                "%(first)s to %(last)s",
                first=campaign.opens_on.isoformat(),
                last=campaign.closes_on.isoformat(),
            ),
        },
        {
            "label": gettext("Areas"),
            "value": ", ".join(names[one][-1] for one in covered) or gettext("The whole project"),
        },
        {"label": gettext("Survey form"), "value": title},
        {
            "label": gettext("Target"),
            "value": gettext("%(share)s%% satisfied", share=target),
        },
        {"label": gettext("Text on the poster"), "value": campaign.poster_text},
        {"label": gettext("Whom to call"), "value": campaign.contact},
        *(
            [{"label": gettext("Closed"), "value": moment_text(campaign.closed_at)}]
            if campaign.closed_at is not None
            else []
        ),
    ]


def _chips(place: Place, *, is_short: bool) -> list[dict[str, str]]:
    found = []
    if place.area is not None:
        found.append(
            {
                "label": gettext("Area"),
                "value": place.area.name,
                "url": here(area=None, after=None),
            }
        )
    if is_short:
        found.append(
            {
                "label": gettext("Answers"),
                "value": gettext("too few"),
                "url": here(answers=None, after=None),
            }
        )
    return found
