"""Releases of a campaign: what is published of an anonymous survey, within the caller's areas."""

from flask import Blueprint, Response, jsonify

from server.domain.access import Verb
from server.domain.release_json import release_to_json
from server.store.queries import campaigns, releases
from server.store.queries.releases import EnterpriseResult
from server.web.auth import requires, scope
from server.web.central.answers import limit_and_offset
from server.web.central.paging import TOTAL
from server.web.state import state

blueprint = Blueprint("central_releases", __name__)


@blueprint.get("/campaigns/<pk:campaign_id>/releases")
@requires(Verb.RELEASE_READ)
def list_releases(project_id: int, campaign_id: int) -> Response:
    """List what is released of each enterprise: a count while it is open, figures once closed."""
    limit, offset = limit_and_offset()
    where = scope(Verb.RELEASE_READ, project_id)
    with state().store.reading() as session:
        campaigns.get_campaign(session, project_id, campaign_id)
        found = releases.list_results(session, where, campaign_id=campaign_id)
    part = found[offset:] if limit is None else found[offset : offset + limit]
    response = jsonify([_body(one) for one in part])
    response.headers[TOTAL] = str(len(found))
    return response


def _body(result: EnterpriseResult) -> dict[str, object]:
    figures = result.figures
    return {
        "campaignId": result.campaign_id,
        "enterpriseId": result.enterprise_id,
        "enterpriseName": result.enterprise_name,
        "uscc": result.uscc,
        "areaId": result.area_id,
        "areaName": result.area_name,
        "count": release_to_json(result.count),
        "figures": None if figures is None else release_to_json(figures),
        "releasedOn": None if result.figures_on is None else result.figures_on.isoformat(),
    }
