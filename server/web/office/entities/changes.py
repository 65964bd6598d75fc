"""What the office does with entities: settle a conflict, ask for approval, try once more."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.change_entity import Editor, resolve_conflict
from server.operations.change_entity_list import ask_for_approval
from server.operations.retry_entities import retry_entities
from server.problems import NoConflict
from server.store.queries import entities
from server.web.auth import requires, scope
from server.web.office.acting import acting
from server.web.office.entities.blueprint import ENTITY, LIST, blueprint
from server.web.office.form_errors import done
from server.web.state import state


@blueprint.post(f"{ENTITY}/resolve")
@requires(Verb.ENTITY_CHANGE)
def resolve(project_id: int, list_name: str, uuid: str) -> AnyResponse:
    """Mark the conflict of an entity as settled; somebody else may have been faster."""
    where = scope(Verb.ENTITY_CHANGE, project_id)
    editor = Editor(acting(), where, state().settings.time_zone)
    back = url_for(
        "office_entities.show_entity", project_id=project_id, list_name=list_name, uuid=uuid
    )
    with state().store.writing() as session:
        found = entities.get_list(session, project_id, list_name)
        try:
            resolve_conflict(session, editor, found, uuid)
        except NoConflict:
            return done(gettext("The conflict was settled already."), back)
    return done(gettext("The conflict is settled."), back)


@blueprint.post(f"{LIST}/approval")
@requires(Verb.ENTITY_LIST_CHANGE)
def set_approval(project_id: int, list_name: str) -> AnyResponse:
    """Say whether what submissions do to a list waits until they are approved."""
    is_required = request.form.get("approval") == "1"
    with state().store.writing() as session:
        found = entities.get_list(session, project_id, list_name)
        ask_for_approval(session, acting(), found, is_required=is_required)
    back = url_for("office_entities.show_list", project_id=project_id, list_name=list_name)
    return done(gettext("Saved."), back)


@blueprint.post("/<pk:project_id>/submissions/<pk:submission_id>/entities")
@requires(Verb.SUBMISSION_REVIEW)
def retry(project_id: int, submission_id: int) -> AnyResponse:
    """Try once more to write the entities of a submission."""
    with state().store.writing() as session:
        where = scope(Verb.SUBMISSION_REVIEW, project_id)
        retry_entities(session, acting(), where, submission_id)
    back = url_for(
        "office_submissions.show_submission", project_id=project_id, submission_id=submission_id
    )
    return done(gettext("The entities are tried once more; look again in a moment."), back)
