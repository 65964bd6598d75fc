"""The list of posters of a campaign or an enterprise, with what can be done to all of them."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from qr.poster_code import is_loopback, printed_code
from server.domain.lifecycle import CampaignState
from server.domain.roles import Verb
from server.store.queries import areas, campaigns, enterprises, posters
from server.store.queries.enterprises import EnterpriseFilter
from server.store.queries.posters import PosterFilter
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.campaigns.words import state_of
from server.web.office.choices import area_options
from server.web.office.dates import today
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.office.posters.blueprint import blueprint
from server.web.state import state

_MOST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to, beside the area of the frame."""

    campaign: Campaign | None
    enterprise: Enterprise | None
    has_revoked: bool
    text: str

    @property
    def as_filter(self) -> PosterFilter:
        """The same as the query asks for it."""
        return PosterFilter(
            campaign_id=None if self.campaign is None else self.campaign.id,
            enterprise_id=None if self.enterprise is None else self.enterprise.id,
            has_revoked=self.has_revoked,
            text=self.text,
        )


@blueprint.get("/<pk:project_id>/posters")
@requires(Verb.POSTER_READ)
def list_posters(project_id: int) -> str:
    """Show the posters that the reader sees, fifty a page."""
    start = key_from("start") or 0
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.POSTER_READ)
        known = campaigns.list_campaigns(session, project_id)
        chosen = _narrowed(session, place, known)
        count = posters.count_posters(session, place.scope, chosen.as_filter)
        entries = posters.list_posters(
            session,
            place.scope,
            chosen.as_filter,
            today=today(),
            limit=ROWS_A_PAGE,
            offset=start,
        )
        return render_page(
            session,
            place,
            "posters/list.html",
            page_title=gettext("Posters"),
            entries=entries,
            paths=areas.path_names(session, {one.area_id for one in entries}),
            count=count,
            chosen=chosen,
            missing_count=_missing_count(session, place, chosen),
            chips=_chips(place, chosen),
            campaigns=[{"value": one.id, "label": one.name} for one in known],
            areas=area_options(place),
            has_campaigns=bool(known),
            is_test=is_loopback(state().settings.base_url),
            base_url=state().settings.base_url,
            previous_url=here(start=max(0, start - ROWS_A_PAGE) or None) if start else None,
            next_url=here(start=start + ROWS_A_PAGE) if start + ROWS_A_PAGE < count else None,
            printed_code=printed_code,
            may_change=may(Verb.POSTER_CHANGE, project_id),
            list_url=url_for("office_posters.list_posters", project_id=project_id),
        )


def _narrowed(session: Session, place: Place, known: tuple[Campaign, ...]) -> Narrowed:
    """Return what the address asks for; without a campaign the newest open one, else the newest."""
    campaign_id, enterprise_id = key_from("campaign"), key_from("enterprise")
    enterprise = (
        None
        if enterprise_id is None
        else enterprises.get_enterprise(session, place.scope, enterprise_id)
    )
    is_asked = "campaign" in request.args or enterprise is not None
    if campaign_id is not None:
        campaign = campaigns.find_campaign(session, place.project_id, campaign_id)
    else:
        campaign = None if is_asked else _usual(known)
    return Narrowed(
        campaign,
        enterprise,
        has_revoked=request.args.get("revoked") == "1",
        text=request.args.get("q", "").strip()[:_MOST_TEXT],
    )


def _usual(known: tuple[Campaign, ...]) -> Campaign | None:
    open_ones = [one for one in known if state_of(one) is CampaignState.OPEN]
    return next(iter([*open_ones, *known]), None)


def _missing_count(session: Session, place: Place, chosen: Narrowed) -> int:
    """Return how many enterprises of the campaign within the scope have no poster yet."""
    campaign = chosen.campaign
    if campaign is None or campaign.id is None or state_of(campaign) is CampaignState.CLOSED:
        return 0
    covered = campaigns.list_area_ids(session, campaign.id)
    inside = areas.list_ids_below(session, covered) if covered else None
    wanted = enterprises.list_ids(session, place.scope, EnterpriseFilter(area_ids=inside))
    there = posters.list_ids_at(session, campaign.id, wanted, place="")
    return len(wanted) - len(there)


def _chips(place: Place, chosen: Narrowed) -> list[dict[str, str]]:
    found: list[tuple[str, str, str, str | None]] = []
    if chosen.campaign is not None:
        found.append((gettext("Campaign"), chosen.campaign.name, "campaign", ""))
    if chosen.enterprise is not None:
        found.append((gettext("Enterprise"), chosen.enterprise.name, "enterprise", None))
    if place.area is not None:
        found.append((gettext("Area"), place.area.name, "area", None))
    if chosen.text:
        found.append((gettext("Search"), chosen.text, "q", None))
    if chosen.has_revoked:
        found.append((gettext("Revoked"), gettext("shown too"), "revoked", None))
    return [
        {"label": label, "value": value, "url": here(**{name: without}, start=None)}
        for label, value, name, without in found
    ]
