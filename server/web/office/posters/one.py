"""One poster: its code and address, what it points to, and where to point it instead."""

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from qr.image import qr_path
from qr.poster import POSTER_LEVEL
from qr.poster_code import is_loopback, poster_qr_text, poster_url, printed_code
from server.domain.lifecycle import CampaignState
from server.domain.roles import Verb
from server.problems import NotFound
from server.store.queries import campaigns, enterprises, posters
from server.store.queries.enterprises import EnterpriseFilter, Page
from server.store.queries.posters import PosterEntry, PosterFilter
from server.store.tables.enterprises import Enterprise
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.campaigns.words import state_of
from server.web.office.dates import moment_text, today
from server.web.office.frame import Place, open_place, render_page
from server.web.office.posters.blueprint import blueprint
from server.web.state import state

_MOST_FOUND = 10


@blueprint.get("/<pk:project_id>/posters/<pk:poster_id>")
@requires(Verb.POSTER_READ)
def show_poster(project_id: int, poster_id: int) -> str:
    """Show one poster; `find` in the address looks for another enterprise for it."""
    wanted = request.args.get("find", "").strip()[:100]
    base_url = state().settings.base_url
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.POSTER_READ)
        entry = get_entry(session, place, poster_id)
        poster = entry.poster
        return render_page(
            session,
            place,
            "posters/one.html",
            page_title=gettext("Poster %(code)s", code=printed_code(poster.code)),
            poster=poster,
            entry=entry,
            facts=_facts(place, entry, poster_url(base_url, poster.code)),
            qr=qr_path(poster_qr_text(base_url, poster.code), level=POSTER_LEVEL),
            url=poster_url(base_url, poster.code),
            is_test=is_loopback(base_url),
            is_revoked=poster.revoked_at is not None,
            wanted=wanted,
            found=_found(session, place, wanted, entry),
            campaigns=[
                {"value": one.id, "label": one.name}
                for one in campaigns.list_campaigns(session, project_id)
                if state_of(one) is not CampaignState.CLOSED
            ],
            may_change=may(Verb.POSTER_CHANGE, project_id),
            breadcrumbs=[
                {
                    "label": gettext("Posters"),
                    "url": url_for(
                        "office_posters.list_posters",
                        project_id=project_id,
                        campaign=entry.campaign.id,
                    ),
                }
            ],
        )


def get_entry(session: Session, place: Place, poster_id: int) -> PosterEntry:
    """Return a poster with what it points to, revoked or not; raises NotFound."""
    wanted = PosterFilter(ids=frozenset({poster_id}), has_revoked=True)
    entries = posters.list_posters(session, place.scope, wanted, today=today())
    if not entries:
        raise NotFound
    return entries[0]


def _found(
    session: Session, place: Place, wanted: str, entry: PosterEntry
) -> tuple[Enterprise, ...]:
    if not wanted:
        return ()
    by_initials = enterprises.find_by_initials(session, place.scope, wanted)
    filtered = EnterpriseFilter(text=wanted, also_ids=by_initials)
    page = Page(limit=_MOST_FOUND)
    found = enterprises.list_enterprises(session, place.scope, filtered, page)
    return tuple(one for one in found if one.id != entry.poster.enterprise_id)


def _facts(place: Place, entry: PosterEntry, url: str) -> list[dict[str, str]]:
    poster = entry.poster
    facts = [
        {
            "label": gettext("Enterprise"),
            "value": entry.enterprise_name,
            "url": url_for(
                "office_enterprises.show_enterprise",
                project_id=place.project_id,
                enterprise_id=poster.enterprise_id,
            ),
        },
        {
            "label": gettext("Campaign"),
            "value": entry.campaign.name,
            "url": url_for(
                "office_campaigns.show_campaign",
                project_id=place.project_id,
                campaign_id=poster.campaign_id,
            ),
        },
        {"label": gettext("Place"), "value": poster.place},
        {"label": gettext("Address"), "value": url},
        {"label": gettext("Made"), "value": moment_text(poster.created_at)},
    ]
    if poster.revoked_at is not None:
        facts.append({"label": gettext("Revoked"), "value": moment_text(poster.revoked_at)})
    return facts
