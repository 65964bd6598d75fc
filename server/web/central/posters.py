"""Posters of the enterprises in the caller's areas."""

import datetime as dt
from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, request
from sqlmodel import Session

from server import clock
from server.domain.access import Verb
from server.operations.change_campaign import campaign_state
from server.operations.change_poster import PosterTarget, repoint_poster, revoke_poster
from server.operations.create_posters import create_posters
from server.operations.print_posters import (
    PDF,
    load_poster,
    print_poster,
    request_posters,
)
from server.problems import NotFound
from server.store.queries import posters
from server.store.queries.posters import PosterEntry, PosterFilter
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, is_true, limit_and_offset, success
from server.web.central.job_schemas import job_answer
from server.web.central.json_body import read_body
from server.web.central.paging import answer_page, key_of
from server.web.central.poster_schemas import (
    NewPostersBody,
    PosterAnswer,
    PosterChangeBody,
    PrintBody,
    poster_answer,
)
from server.web.state import state

blueprint = Blueprint("central_posters", __name__)


@blueprint.get("/posters")
@requires(Verb.POSTER_READ)
def list_all(project_id: int) -> Response:
    """List posters, those of open campaigns first: `campaignId`, `enterpriseId`, `revoked`."""
    limit, offset = limit_and_offset()
    wanted = PosterFilter(
        campaign_id=key_of(request.args.get("campaignId"), "campaignId"),
        enterprise_id=key_of(request.args.get("enterpriseId"), "enterpriseId"),
        has_revoked=is_true("revoked"),
    )
    where = scope(Verb.POSTER_READ, project_id)
    with state().store.reading() as session:
        found = posters.list_posters(
            session, where, wanted, today=_today(), limit=limit, offset=offset
        )
        return answer_page(_answers(found), total=posters.count_posters(session, where, wanted))


@blueprint.post("/posters")
@requires(Verb.POSTER_CHANGE)
def post_posters(project_id: int) -> Response:
    """Make posters of a campaign; an enterprise that has one at the place keeps it."""
    body = read_body(NewPostersBody)
    where = scope(Verb.POSTER_CHANGE, project_id)
    with state().store.writing() as session:
        made = create_posters(
            session,
            acting(),
            where,
            campaign_id=body.campaign_id,
            enterprise_id=body.enterprise_id,
            place=body.place,
        )
        return jsonify(
            {"success": True, "createdCount": made.created_count, "keptCount": made.kept_count}
        )


@blueprint.get("/posters/<pk:poster_id>")
@requires(Verb.POSTER_READ)
def show_poster(project_id: int, poster_id: int) -> Response:
    """Show a poster."""
    with state().store.reading() as session:
        return answer(_load(session, project_id, poster_id))


@blueprint.patch("/posters/<pk:poster_id>")
@requires(Verb.POSTER_CHANGE)
def patch_poster(project_id: int, poster_id: int) -> Response:
    """Point a printed poster to another enterprise, campaign or place."""
    body = read_body(PosterChangeBody)
    target = PosterTarget(body.enterprise_id, body.campaign_id, body.place)
    where = scope(Verb.POSTER_CHANGE, project_id)
    with state().store.writing() as session:
        repoint_poster(session, acting(), where, poster_id, target)
        return answer(_load(session, project_id, poster_id))


@blueprint.delete("/posters/<pk:poster_id>")
@requires(Verb.POSTER_CHANGE)
def remove_poster(project_id: int, poster_id: int) -> Response:
    """Revoke a poster: its code opens nothing any more."""
    with state().store.writing() as session:
        revoke_poster(session, acting(), scope(Verb.POSTER_CHANGE, project_id), poster_id)
        return success()


@blueprint.get("/posters/<pk:poster_id>/poster.pdf")
@requires(Verb.POSTER_READ)
def show_pdf(project_id: int, poster_id: int) -> Response:
    """Show one poster as a PDF of one A4 page."""
    with state().store.reading() as session:
        entry, authority = load_poster(
            session, scope(Verb.POSTER_READ, project_id), poster_id, today=_today()
        )
    base_url = state().settings.base_url
    data = print_poster(
        entry, authority=authority, public_base_url=base_url, made_at=entry.poster.created_at
    )
    return Response(data, content_type=PDF)


@blueprint.post("/posters/print")
@requires(Verb.POSTER_READ)
def post_print(project_id: int) -> Response:
    """Ask for one PDF of all posters of a campaign that lie in the caller's areas: a job."""
    body = read_body(PrintBody)
    where = scope(Verb.POSTER_READ, project_id)
    with state().store.writing() as session:
        job = request_posters(session, acting(), where, body.campaign_id, area_id=body.area_id)
        return answer(job_answer(job))


def _load(session: Session, project_id: int, poster_id: int) -> PosterAnswer:
    where = scope(Verb.POSTER_READ, project_id)
    wanted = PosterFilter(ids=frozenset({poster_id}), has_revoked=True)
    found = _answers(posters.list_posters(session, where, wanted, today=_today()))
    if not found:
        raise NotFound
    return found[0]


def _answers(entries: Sequence[PosterEntry]) -> list[PosterAnswer]:
    today, base_url = _today(), state().settings.base_url
    return [
        poster_answer(
            one, campaign_state=campaign_state(one.campaign, today), public_base_url=base_url
        )
        for one in entries
    ]


def _today() -> dt.date:
    return clock.day_in(state().settings.time_zone)
