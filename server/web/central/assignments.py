"""Which app users may fill which form, in the words of ODK Central's assignments."""

from flask import Blueprint, Response, jsonify

from server.domain.access import Verb
from server.domain.central_verbs import CENTRAL_ROLES
from server.operations.change_app_user import assign_form, unassign_form
from server.problems import NotFound
from server.store.queries import app_users, forms
from server.store.row_key import stored
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer_list, success
from server.web.central.wire import AnswerBody, Timestamp
from server.web.state import state

blueprint = Blueprint("central_assignments", __name__)

_APP_USER = next(role for role in CENTRAL_ROLES if role.system == "app-user")
_FORM = "/forms/<segment:form_id>/assignments"


class ActorAnswer(AnswerBody):
    """An actor in ODK Central's words."""

    id: int
    type: str
    display_name: str
    created_at: Timestamp
    updated_at: Timestamp | None
    deleted_at: Timestamp | None


@blueprint.get("/assignments/forms")
@requires(Verb.APP_USER_MANAGE)
def list_project(project_id: int) -> Response:
    """List which app users may fill which forms of the project."""
    with state().store.reading() as session:
        rows = app_users.list_app_users(session, scope(Verb.APP_USER_MANAGE, project_id))
        held = app_users.list_form_ids(session, [row.app_user.id for row in rows])
        return jsonify(
            [
                {"actorId": actor_id, "roleId": _APP_USER.id, "xmlFormId": form_id}
                for actor_id, form_ids in sorted(held.items())
                for form_id in form_ids
            ]
        )


@blueprint.get("/assignments/forms/<segment:role>")
@requires(Verb.APP_USER_MANAGE)
def list_project_role(project_id: int, role: str) -> Response:
    """List the same for one role."""
    _check_role(role)
    return list_project(project_id)


@blueprint.get(_FORM + "/<segment:role>")
@requires(Verb.APP_USER_MANAGE)
def list_form_role(project_id: int, form_id: str, role: str) -> Response:
    """List the app users that may fill a form."""
    _check_role(role)
    with state().store.reading() as session:
        form = forms.get_form(session, project_id, form_id)
        where = scope(Verb.APP_USER_MANAGE, project_id)
        rows = app_users.list_of_form(session, where, stored(form.id))
        return answer_list([ActorAnswer.model_validate(row.actor.model_dump()) for row in rows])


@blueprint.post(_FORM + "/<segment:role>/<pk:actor_id>")
@requires(Verb.APP_USER_MANAGE)
def post_assignment(project_id: int, form_id: str, role: str, actor_id: int) -> Response:
    """Let an app user fill a form."""
    _check_role(role)
    where = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        assign_form(session, acting(), where, form_id=form_id, app_user_id=actor_id)
        return success()


@blueprint.delete(_FORM + "/<segment:role>/<pk:actor_id>")
@requires(Verb.APP_USER_MANAGE)
def remove_assignment(project_id: int, form_id: str, role: str, actor_id: int) -> Response:
    """Take a form from an app user."""
    _check_role(role)
    where = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        unassign_form(session, acting(), where, form_id=form_id, app_user_id=actor_id)
        return success()


def _check_role(role: str) -> None:
    if role not in {str(_APP_USER.id), _APP_USER.system}:
        raise NotFound
