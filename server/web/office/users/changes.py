"""Add a user, change their name, set a password, disable and enable them."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.change_user import UserChange, change_password, change_user
from server.operations.create_user import create_user, new_password_hash
from server.problems import (
    AlreadyExists,
    LastAdministrator,
    NotAllowed,
    UnexpectedValue,
    UnreadableBody,
    WeakPassword,
)
from server.web.auth import current_user, requires
from server.web.office.acting import acting
from server.web.office.form_errors import done, error_at
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.users.blueprint import blueprint
from server.web.office.users.one import get_seen_user, show_again
from server.web.state import state

_FIELDS = {"email": "email", "displayName": "name", "password": "password"}
_NOTHING: Mapping[str, str] = {}


@blueprint.get("/<pk:project_id>/users/new")
@requires(Verb.USER_MANAGE)
def show_new(project_id: int) -> str:
    """Show the empty form."""
    with state().store.reading() as session:
        return _form(session, project_id, _NOTHING, _NOTHING)


@blueprint.post("/<pk:project_id>/users/new")
@requires(Verb.USER_MANAGE)
def add(project_id: int) -> AnyResponse:
    """Add a user; their roles are given on their page."""
    typed = {name: request.form.get(name, "") for name in ("email", "name")}
    try:
        password_hash = new_password_hash(request.form.get("password", ""))
        with state().store.writing() as session:
            user_id = create_user(
                session,
                acting(),
                email=typed["email"],
                password_hash=password_hash,
                display_name=typed["name"] or None,
            )
    except (AlreadyExists, UnexpectedValue, WeakPassword, UnreadableBody) as problem:
        errors = error_at(problem, _FIELDS)
        with state().store.reading() as session:
            return page_answer(_form(session, project_id, typed, errors), 422)
    return done(
        gettext("The user has been added. Now give them a role."), _url(project_id, user_id)
    )


@blueprint.post("/<pk:project_id>/users/<pk:user_id>/name")
@requires(Verb.USER_MANAGE)
def rename(project_id: int, user_id: int) -> AnyResponse:
    """Change a user's name and e-mail address."""
    change = UserChange(
        email=request.form.get("email", ""), display_name=request.form.get("name", "")
    )
    return _change(project_id, user_id, change, gettext("The user has been saved."))


@blueprint.post("/<pk:project_id>/users/<pk:user_id>/disabled")
@requires(Verb.USER_MANAGE)
def disable(project_id: int, user_id: int) -> AnyResponse:
    """Disable or enable a user; disabling ends their sessions at once, and never one's own."""
    is_disabled = request.form.get("disabled") == "1"
    if is_disabled and user_id == current_user().user_id:
        raise NotAllowed
    text = (
        gettext("The user is disabled and signed out everywhere.")
        if is_disabled
        else gettext("The user can sign in again.")
    )
    return _change(project_id, user_id, UserChange(is_disabled=is_disabled), text)


@blueprint.post("/<pk:project_id>/users/<pk:user_id>/password")
@requires(Verb.USER_MANAGE)
def set_password(project_id: int, user_id: int) -> AnyResponse:
    """Set a new password; all sessions of the user end."""
    try:
        password_hash = new_password_hash(request.form.get("password", ""))
    except (WeakPassword, UnreadableBody) as problem:
        return show_again(project_id, user_id, error_at(problem, _FIELDS))
    with state().store.writing() as session:
        get_seen_user(session, project_id, user_id)
        change_password(session, acting(), user_id, password_hash=password_hash)
    text = gettext("The new password is set. The user is signed out everywhere.")
    return done(text, _url(project_id, user_id))


def _change(project_id: int, user_id: int, change: UserChange, text: str) -> AnyResponse:
    try:
        with state().store.writing() as session:
            get_seen_user(session, project_id, user_id)
            change_user(session, acting(), user_id, change)
    except (AlreadyExists, UnexpectedValue, LastAdministrator) as problem:
        return show_again(project_id, user_id, error_at(problem, _FIELDS))
    return done(text, _url(project_id, user_id))


def _form(
    session: Session, project_id: int, typed: Mapping[str, str], errors: Mapping[str, str]
) -> str:
    place = open_place(session, project_id, Verb.USER_READ)
    return render_page(
        session,
        place,
        "users/new.html",
        page_title=gettext("Add a user"),
        typed=typed,
        errors=errors,
        list_url=url_for("office_users.list_users", project_id=project_id),
    )


def _url(project_id: int, user_id: int) -> str:
    return url_for("office_users.show_user", project_id=project_id, user_id=user_id)
