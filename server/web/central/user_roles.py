"""The roles of users, which are ours: given in a project and an area, or on the whole server."""

from flask import Blueprint, Response

from server.domain import access
from server.domain.access import Grant, Role, Verb
from server.operations.assign_role import assign_role, take_role
from server.problems import N_, NotAllowed, NotFound, UnexpectedValue
from server.store.queries import users
from server.web.auth import current_user, requires_login
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, success
from server.web.central.json_body import read_body
from server.web.central.people_schemas import HeldRole, NewRoleBody, held_role
from server.web.state import state

blueprint = Blueprint("central_user_roles", __name__)


@blueprint.get("/users/<pk:user_id>/roles")
@requires_login
def list_held(user_id: int) -> Response:
    """List the roles that oneself, or (for who may read users) anybody, holds."""
    user = current_user()
    if user.user_id != user_id and not access.may(user.grants, Verb.USER_READ):
        raise NotAllowed
    with state().store.reading() as session:
        users.get_user(session, user_id)
        return answer_list([held_role(row) for row in users.list_roles(session, user_id=user_id)])


@blueprint.post("/users/<pk:user_id>/roles")
@requires_login
def post_role(user_id: int) -> Response:
    """Give a role: nobody gives one to oneself or beyond their own; the receiver logs in anew."""
    body = read_body(NewRoleBody)
    grant = Grant(_role(body.role), body.project_id, body.area_id)
    with state().store.writing() as session:
        key = assign_role(session, acting(), giver=current_user(), receiver_id=user_id, grant=grant)
    return answer(
        HeldRole(id=key, role=grant.role, project_id=grant.project_id, area_id=grant.area_id)
    )


@blueprint.delete("/users/<pk:user_id>/roles/<pk:role_id>")
@requires_login
def remove_role(user_id: int, role_id: int) -> Response:
    """Take a role away."""
    with state().store.writing() as session:
        held = users.find_role(session, role_id)
        if held is None or held.user_id != user_id:
            raise NotFound
        take_role(session, acting(), giver=current_user(), role_id=role_id)
    return success()


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise UnexpectedValue(
            field="role", value=text[:40], reason=N_("it is none of the roles")
        ) from error
