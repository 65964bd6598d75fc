"""The enterprises of the register, cut to the caller's areas."""

from collections.abc import Sequence

from flask import Blueprint, Response, request
from sqlmodel import Session

from server import clock
from server.domain.access import Verb
from server.operations.change_enterprise import change_enterprise, create_enterprise
from server.store.queries import areas, enterprises, entities
from server.store.queries.enterprises import EnterpriseFilter, Page
from server.store.tables.enterprises import Enterprise
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, limit_and_offset
from server.web.central.enterprise_schemas import (
    EnterpriseAnswer,
    EnterpriseBody,
    enterprise_answer,
)
from server.web.central.json_body import read_body
from server.web.central.paging import answer_page, key_of
from server.web.state import state

blueprint = Blueprint("central_enterprises", __name__)

_LONGEST_SEARCH = 200


@blueprint.get("/enterprises")
@requires(Verb.ENTERPRISE_READ)
def list_all(project_id: int) -> Response:
    """List enterprises by name: `areaId`, `parkId`, `q` (in name or code), `limit`, `offset`."""
    limit, offset = limit_and_offset()
    wanted = EnterpriseFilter(
        area_id=key_of(request.args.get("areaId"), "areaId"),
        park_id=key_of(request.args.get("parkId"), "parkId"),
        text=request.args.get("q", "")[:_LONGEST_SEARCH],
    )
    where = scope(Verb.ENTERPRISE_READ, project_id)
    with state().store.reading() as session:
        found = enterprises.list_enterprises(session, where, wanted, Page(limit, offset))
        total = enterprises.count_enterprises(session, where, wanted)
        return answer_page(_answers(session, found), total=total)


@blueprint.post("/enterprises")
@requires(Verb.ENTERPRISE_CHANGE)
def post_enterprise(project_id: int) -> Response:
    """Create an enterprise in one of the caller's areas."""
    given = read_body(EnterpriseBody).given()
    where = scope(Verb.ENTERPRISE_CHANGE, project_id)
    today = clock.day_in(state().settings.time_zone)
    with state().store.writing() as session:
        made = create_enterprise(session, acting(), where, given, today=today)
        return answer(_answers(session, [made])[0])


@blueprint.get("/enterprises/<pk:enterprise_id>")
@requires(Verb.ENTERPRISE_READ)
def show_enterprise(project_id: int, enterprise_id: int) -> Response:
    """Show an enterprise; a foreign one is missing."""
    where = scope(Verb.ENTERPRISE_READ, project_id)
    with state().store.reading() as session:
        found = enterprises.get_enterprise(session, where, enterprise_id)
        return answer(_answers(session, [found])[0])


@blueprint.patch("/enterprises/<pk:enterprise_id>")
@requires(Verb.ENTERPRISE_CHANGE)
def patch_enterprise(project_id: int, enterprise_id: int) -> Response:
    """Change what the body names; null makes a value unknown."""
    given = read_body(EnterpriseBody).given()
    where = scope(Verb.ENTERPRISE_CHANGE, project_id)
    today = clock.day_in(state().settings.time_zone)
    with state().store.writing() as session:
        made = change_enterprise(session, acting(), where, enterprise_id, given, today=today)
        return answer(_answers(session, [made])[0])


def _answers(session: Session, rows: Sequence[Enterprise]) -> list[EnterpriseAnswer]:
    paths = areas.path_names(session, [row.area_id for row in rows])
    states = entities.list_states(session, [row.id for row in rows])
    return [
        enterprise_answer(row, uuid=states[row.id].uuid, path=paths[row.area_id]) for row in rows
    ]
