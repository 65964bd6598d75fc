"""Make posters, point them elsewhere, revoke them."""

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.change_poster import PosterTarget, repoint_poster, revoke_poster
from server.operations.create_posters import create_posters
from server.problems import NotFound
from server.store.queries import posters
from server.store.queries.posters import PosterFilter
from server.web.auth import requires
from server.web.office.acting import acting
from server.web.office.dates import today
from server.web.office.form_errors import done
from server.web.office.frame import open_place, render_page
from server.web.office.list_state import key_from_form, keys_from_form
from server.web.office.posters.blueprint import blueprint
from server.web.state import state

_MOST_PLACE = 100


@blueprint.post("/<pk:project_id>/posters")
@requires(Verb.POSTER_CHANGE)
def make(project_id: int) -> AnyResponse:
    """Make the posters of a campaign: for all its enterprises, or for one with a place."""
    campaign_id, enterprise_id = key_from_form("campaign"), key_from_form("enterprise")
    if campaign_id is None:
        raise NotFound
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.POSTER_CHANGE)
        made = create_posters(
            session,
            acting(),
            place.scope,
            campaign_id=campaign_id,
            enterprise_id=enterprise_id,
            place=request.form.get("place", "").strip()[:_MOST_PLACE],
        )
    text = gettext(
        "%(made)s posters made; %(kept)s were there already.",
        made=made.created_count,
        kept=made.kept_count,
    )
    url = url_for(
        "office_posters.list_posters",
        project_id=project_id,
        campaign=campaign_id,
        enterprise=enterprise_id,
    )
    return done(text, url)


@blueprint.post("/<pk:project_id>/posters/<pk:poster_id>/target")
@requires(Verb.POSTER_CHANGE)
def repoint(project_id: int, poster_id: int) -> AnyResponse:
    """Point a poster to another enterprise, campaign or place."""
    place_text = request.form.get("place")
    target = PosterTarget(
        enterprise_id=key_from_form("enterprise"),
        campaign_id=key_from_form("campaign"),
        place=None if place_text is None else place_text.strip()[:_MOST_PLACE],
    )
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.POSTER_CHANGE)
        repoint_poster(session, acting(), place.scope, poster_id, target)
    return done(
        gettext("The poster has been saved. What is printed stays valid."),
        url_for("office_posters.show_poster", project_id=project_id, poster_id=poster_id),
    )


@blueprint.post("/<pk:project_id>/posters/revoke")
@requires(Verb.POSTER_CHANGE)
def revoke(project_id: int) -> AnyResponse | str:
    """Revoke posters; without `confirmed` first say which and how many."""
    ids = frozenset(keys_from_form("pk"))
    list_url = url_for("office_posters.list_posters", project_id=project_id)
    if not ids:
        return redirect(list_url, 303)
    if request.form.get("confirmed") != "1":
        return _ask(project_id, ids, list_url)
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.POSTER_CHANGE)
        by = acting()
        for poster_id in sorted(ids):
            revoke_poster(session, by, place.scope, poster_id)
    return done(gettext("%(count)s posters have been revoked.", count=len(ids)), list_url)


def _ask(project_id: int, ids: frozenset[int], list_url: str) -> str:
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.POSTER_CHANGE)
        entries = posters.list_posters(session, place.scope, PosterFilter(ids=ids), today=today())
        return render_page(
            session,
            place,
            "posters/revoke.html",
            page_title=gettext("Revoke posters"),
            entries=entries,
            list_url=list_url,
        )
