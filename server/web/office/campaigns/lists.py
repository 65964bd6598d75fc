"""The list of campaigns with how far each has come."""

from dataclasses import dataclass

from flask_babel import gettext

from server.domain.roles import Verb
from server.store.queries import campaigns
from server.store.queries.survey_progress import Progress, progress_by_area, total
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.campaigns.blueprint import blueprint
from server.web.office.campaigns.words import state_badge
from server.web.office.frame import open_place, render_page
from server.web.state import state


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign as the list shows it."""

    campaign: Campaign
    badge: tuple[str, str]
    progress: Progress


@blueprint.get("/<pk:project_id>/campaigns")
@requires(Verb.CAMPAIGN_READ)
def list_campaigns(project_id: int) -> str:
    """Show the campaigns of a project."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.CAMPAIGN_READ)
        rows = [
            CampaignRow(
                one,
                state_badge(one),
                total(progress_by_area(session, place.scope, stored(one.id))),
            )
            for one in campaigns.list_campaigns(session, project_id)
        ]
        return render_page(
            session,
            place,
            "campaigns/list.html",
            page_title=gettext("Campaigns"),
            rows=rows,
            may_change=may(Verb.CAMPAIGN_CHANGE, project_id),
        )
