"""Entity lists: Central's datasets."""

from flask import Blueprint, Response

from server.domain.access import Verb
from server.operations.change_entity_list import (
    add_property,
    ask_for_approval,
    create_entity_list,
)
from server.store.queries import entities, entity_pages, list_forms
from server.store.queries.entity_pages import ListCounts
from server.store.row_key import stored
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, is_extended, success
from server.web.central.entity_schemas import (
    ApprovalBody,
    ListBody,
    PropertyBody,
    extended_list_answer,
    list_answer,
    whole_list_answer,
)
from server.web.central.json_body import read_body
from server.web.state import state

blueprint = Blueprint("central_entity_lists", __name__)

_NOTHING = ListCounts()


@blueprint.get("/datasets")
@requires(Verb.ENTITY_READ)
def show_lists(project_id: int) -> Response:
    """List the entity lists by name; extended with how much of them the caller sees."""
    where = scope(Verb.ENTITY_READ, project_id)
    with state().store.reading() as session:
        found = entities.list_lists(session, project_id)
        if not is_extended():
            return answer_list([list_answer(one) for one in found])
        counts = entity_pages.count_lists(session, where)
        return answer_list(
            [extended_list_answer(one, counts.get(stored(one.id), _NOTHING)) for one in found]
        )


@blueprint.post("/datasets")
@requires(Verb.ENTITY_LIST_CHANGE)
def post_list(project_id: int) -> Response:
    """Create an empty entity list."""
    body = read_body(ListBody)
    with state().store.writing() as session:
        create_entity_list(
            session,
            acting(),
            project_id,
            name=body.name,
            is_approval_required=body.approval_required,
        )
    return show_list(project_id, body.name)


@blueprint.get("/datasets/<segment:list_name>")
@requires(Verb.ENTITY_READ)
def show_list(project_id: int, list_name: str) -> Response:
    """Show an entity list with its properties and the forms that read and write it."""
    where = scope(Verb.ENTITY_READ, project_id)
    with state().store.reading() as session:
        found = entities.get_list(session, project_id, list_name)
        counts = entity_pages.count_lists(session, where).get(stored(found.id), _NOTHING)
        return answer(whole_list_answer(found, counts, list_forms.forms_of(session, found)))


@blueprint.patch("/datasets/<segment:list_name>")
@requires(Verb.ENTITY_LIST_CHANGE)
def patch_list(project_id: int, list_name: str) -> Response:
    """Say whether what submissions do to a list waits until they are approved."""
    body = read_body(ApprovalBody)
    with state().store.writing() as session:
        found = entities.get_list(session, project_id, list_name)
        ask_for_approval(session, acting(), found, is_required=body.approval_required)
    return show_list(project_id, list_name)


@blueprint.post("/datasets/<segment:list_name>/properties")
@requires(Verb.ENTITY_LIST_CHANGE)
def post_property(project_id: int, list_name: str) -> Response:
    """Add a property to an entity list."""
    body = read_body(PropertyBody)
    with state().store.writing() as session:
        found = entities.get_list(session, project_id, list_name)
        add_property(session, acting(), found, name=body.name)
    return success()
