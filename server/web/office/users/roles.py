"""Give somebody a role in the project, and take it away."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.access import Grant, Role
from server.domain.roles import Verb
from server.i18n import problem_text
from server.operations.assign_role import assign_role, take_role
from server.problems import LastAdministrator, NotAllowed, NotFound
from server.store.queries import users
from server.web.auth import current_user, requires
from server.web.office.acting import acting
from server.web.office.form_errors import done
from server.web.office.list_state import key_from_form
from server.web.office.users.blueprint import blueprint
from server.web.office.users.lists import seen_roles
from server.web.office.users.one import get_seen_user, show_again
from server.web.office.users.words import PROJECT, SERVER
from server.web.state import state


@blueprint.post("/<pk:project_id>/users/<pk:user_id>/roles")
@requires(Verb.ROLE_ASSIGN)
def give_role(project_id: int, user_id: int) -> AnyResponse:
    """Give a user a role: on the server, in the project, or in an area of it."""
    grant = _grant(project_id)
    if grant is None:
        text = gettext("Choose a role and where it holds.")
        return show_again(project_id, user_id, {"role": text})
    try:
        with state().store.writing() as session:
            get_seen_user(session, project_id, user_id)
            assign_role(session, acting(), giver=current_user(), receiver_id=user_id, grant=grant)
    except NotAllowed:
        text = gettext("You can't give this role there: it reaches further than your own.")
        return show_again(project_id, user_id, {"role": text})
    return done(
        gettext("The role has been given. The user signs in again to use it."),
        url_for("office_users.show_user", project_id=project_id, user_id=user_id),
    )


@blueprint.post("/<pk:project_id>/users/<pk:user_id>/roles/<pk:role_id>/take")
@requires(Verb.ROLE_ASSIGN)
def take(project_id: int, user_id: int, role_id: int) -> AnyResponse:
    """Take a role away; the last administrator keeps theirs."""
    try:
        with state().store.writing() as session:
            held = users.find_role(session, role_id)
            seen = {one.id for one in seen_roles(session, project_id, user_id)}
            if held is None or held.id not in seen:
                raise NotFound
            take_role(session, acting(), giver=current_user(), role_id=role_id)
    except LastAdministrator as problem:
        return show_again(project_id, user_id, {"": problem_text(problem)})
    return done(
        gettext("The role has been taken away."),
        url_for("office_users.list_users", project_id=project_id),
    )


def _grant(project_id: int) -> Grant | None:
    role, where = request.form.get("role", ""), request.form.get("place", "")
    if role not in set(Role):
        return None
    if where == SERVER:
        return Grant(Role(role))
    if where == PROJECT:
        return Grant(Role(role), project_id)
    area_id = key_from_form("place")
    return None if area_id is None else Grant(Role(role), project_id, area_id)
