"""The tree of areas, and parks."""

from flask import Blueprint, Response
from sqlmodel import Session

from server.domain.access import Verb
from server.domain.areas import AreaLevel
from server.operations.change_area import move_area, rename_area
from server.operations.create_area import NewArea, create_area
from server.operations.create_park import create_park, rename_park
from server.store.queries import areas, parks
from server.store.row_key import stored
from server.store.tables.areas import Area
from server.web.auth import requires
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list
from server.web.central.area_schemas import (
    AreaAnswer,
    AreaChangeBody,
    NewAreaBody,
    ParkBody,
    area_answer,
    park_answer,
)
from server.web.central.json_body import read_body
from server.web.state import state

blueprint = Blueprint("central_areas", __name__)


@blueprint.get("/areas")
@requires(Verb.AREA_READ)
def list_all(project_id: int) -> Response:
    """List the areas of the project as a tree is written: each before what lies below it."""
    with state().store.reading() as session:
        paths: dict[int | None, tuple[str, ...]] = {None: ()}
        found = []
        for area in areas.list_areas(session, project_id):
            paths[area.id] = (*paths[area.parent_id], area.name)
            found.append(area_answer(area, paths[area.id]))
        return answer_list(found)


@blueprint.post("/areas")
@requires(Verb.AREA_CHANGE)
def post_area(project_id: int) -> Response:
    """Create an area."""
    body = read_body(NewAreaBody)
    new = NewArea(
        name=body.name, level=AreaLevel(body.level), parent_id=body.parent_id, code=body.code
    )
    with state().store.writing() as session:
        return answer(_answer(session, create_area(session, acting(), project_id, new)))


@blueprint.get("/areas/<pk:area_id>")
@requires(Verb.AREA_READ)
def show_area(project_id: int, area_id: int) -> Response:
    """Show an area."""
    with state().store.reading() as session:
        return answer(_answer(session, areas.get_area(session, project_id, area_id)))


@blueprint.patch("/areas/<pk:area_id>")
@requires(Verb.AREA_CHANGE)
def patch_area(project_id: int, area_id: int) -> Response:
    """Rename or move an area with all below it."""
    body = read_body(AreaChangeBody)
    given = body.model_fields_set
    with state().store.writing() as session:
        area = areas.get_area(session, project_id, area_id)
        if given & {"name", "code"}:
            name = body.name or area.name
            code = body.code if "code" in given else area.code
            area = rename_area(session, acting(), project_id, area_id=area_id, name=name, code=code)
        if "parent_id" in given:
            area = move_area(
                session, acting(), project_id, area_id=area_id, parent_id=body.parent_id
            )
        return answer(_answer(session, area))


@blueprint.get("/parks")
@requires(Verb.AREA_READ)
def list_parks(project_id: int) -> Response:
    """List the parks of the project by name."""
    with state().store.reading() as session:
        return answer_list([park_answer(park) for park in parks.list_parks(session, project_id)])


@blueprint.post("/parks")
@requires(Verb.AREA_CHANGE)
def post_park(project_id: int) -> Response:
    """Create a park."""
    body = read_body(ParkBody)
    with state().store.writing() as session:
        return answer(park_answer(create_park(session, acting(), project_id, name=body.name)))


@blueprint.patch("/parks/<pk:park_id>")
@requires(Verb.AREA_CHANGE)
def patch_park(project_id: int, park_id: int) -> Response:
    """Rename a park."""
    body = read_body(ParkBody)
    with state().store.writing() as session:
        park = rename_park(session, acting(), project_id, park_id=park_id, name=body.name)
        return answer(park_answer(park))


def _answer(session: Session, area: Area) -> AreaAnswer:
    key = stored(area.id)
    return area_answer(area, areas.path_names(session, [key])[key])
