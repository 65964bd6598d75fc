"""Web users and the roles that ODK Central knows."""

from flask import Blueprint, Response, request

from server.domain import access
from server.domain.access import Verb
from server.domain.central_verbs import CENTRAL_ROLES
from server.operations.change_user import UserChange, change_password, change_user, delete_user
from server.operations.create_user import create_user, new_password_hash
from server.problems import MissingParameter, NotAllowed, NotFound
from server.store.queries import users
from server.web.auth import current_user, requires, requires_login
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, is_extended, success
from server.web.central.json_body import read_body
from server.web.central.people_schemas import (
    NewUserBody,
    PasswordBody,
    UserChangeBody,
    extended_user_answer,
    role_answer,
    user_answer,
)
from server.web.own_password import check_own_password
from server.web.state import state

blueprint = Blueprint("central_users", __name__)


@blueprint.get("/users/current")
@requires_login
def show_current_user() -> Response:
    """Show who calls; pyODK asks this to see whether its token still holds."""
    user = current_user()
    with state().store.reading() as session:
        row = users.get_user(session, user.user_id)
    return answer(extended_user_answer(row, user.grants) if is_extended() else user_answer(row))


@blueprint.get("/users")
@requires(Verb.USER_READ)
def list_users() -> Response:
    """List the users; `q` is found in address or name."""
    with state().store.reading() as session:
        rows = users.list_users(session, request.args.get("q", "")[:200])
    return answer_list([user_answer(row) for row in rows])


@blueprint.post("/users")
@requires(Verb.USER_MANAGE)
def post_user() -> Response:
    """Create a user; roles are given afterwards."""
    body = read_body(NewUserBody)
    password_hash = new_password_hash(body.password)
    with state().store.writing() as session:
        key = create_user(
            session,
            acting(),
            email=body.email,
            password_hash=password_hash,
            display_name=body.display_name,
        )
        return answer(user_answer(users.get_user(session, key)))


@blueprint.get("/users/<pk:user_id>")
@requires_login
def show_user(user_id: int) -> Response:
    """Show oneself, or anybody to who may read users."""
    _check_self_or(Verb.USER_READ, user_id)
    with state().store.reading() as session:
        return answer(user_answer(users.get_user(session, user_id)))


@blueprint.patch("/users/<pk:user_id>")
@requires_login
def patch_user(user_id: int) -> Response:
    """Change oneself, or anybody as who manages users; only they disable, and not themselves."""
    _check_self_or(Verb.USER_MANAGE, user_id)
    body = read_body(UserChangeBody)
    if body.disabled is not None and user_id == current_user().user_id:
        raise NotAllowed
    change = UserChange(email=body.email, display_name=body.display_name, is_disabled=body.disabled)
    with state().store.writing() as session:
        change_user(session, acting(), user_id, change)
        return answer(user_answer(users.get_user(session, user_id)))


@blueprint.delete("/users/<pk:user_id>")
@requires(Verb.USER_MANAGE)
def remove_user(user_id: int) -> Response:
    """Delete a user; the last administrator stays."""
    with state().store.writing() as session:
        delete_user(session, acting(), user_id)
    return success()


@blueprint.put("/users/<pk:user_id>/password")
@requires_login
def put_password(user_id: int) -> Response:
    """Set a new password: one's own with the old one, another's as who manages users."""
    _check_self_or(Verb.USER_MANAGE, user_id)
    body = read_body(PasswordBody)
    if user_id == current_user().user_id:
        _check_old_password(body.old)
    password_hash = new_password_hash(body.new)
    with state().store.writing() as session:
        change_password(session, acting(), user_id, password_hash=password_hash)
    return success()


@blueprint.get("/roles")
@requires_login
def list_roles() -> Response:
    """List the roles in ODK Central's words."""
    return answer_list([role_answer(role) for role in CENTRAL_ROLES])


@blueprint.get("/roles/<segment:name>")
@requires_login
def show_role(name: str) -> Response:
    """Show a role by its number or its name."""
    for role in CENTRAL_ROLES:
        if name in {str(role.id), role.system}:
            return answer(role_answer(role))
    raise NotFound


def _check_self_or(verb: Verb, user_id: int) -> None:
    """Let somebody touch themselves, or others if the verb allows; else they are told nothing."""
    user = current_user()
    if user.user_id != user_id and not access.may(user.grants, verb):
        raise NotAllowed


def _check_old_password(old: str | None) -> None:
    """Raise unless the old password is there and right."""
    if not old:
        raise MissingParameter(field="old")
    check_own_password(old)
