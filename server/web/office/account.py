"""One's own account: who one is here, and a new password for whoever knows the old one."""

from collections.abc import Mapping

from flask import Blueprint, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.change_user import change_password
from server.operations.create_user import new_password_hash
from server.problems import NotAuthenticated, TooManyAttempts, UnreadableBody, WeakPassword
from server.web.auth import current_user, requires
from server.web.office.acting import acting
from server.web.office.form_errors import done, error_at, too_many_attempts
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.users.words import place_word, role_word
from server.web.own_password import check_own_password
from server.web.session_cookie import begin_session, keep_session
from server.web.state import state

blueprint = Blueprint("office_account", __name__)

_NOTHING: Mapping[str, str] = {}


@blueprint.get("/<pk:project_id>/account")
@requires(Verb.PROJECT_READ)
def show_account(project_id: int) -> str:
    """Show who is signed in, with their roles in the project."""
    with state().store.reading() as session:
        return _page(session, project_id, _NOTHING)


@blueprint.post("/<pk:project_id>/account/password")
@requires(Verb.PROJECT_READ)
def change_own_password(project_id: int) -> AnyResponse:
    """Set a new password; other browsers are signed out, this one goes on."""
    user_id = current_user().user_id
    new = request.form.get("password", "")
    errors = _errors_of_old_password(request.form.get("old", ""))
    if not errors and new != request.form.get("again"):
        errors = {"again": gettext("The two new passwords are not the same.")}
    if errors:
        return _refused(project_id, errors)
    try:
        password_hash = new_password_hash(new)
    except (WeakPassword, UnreadableBody) as problem:
        return _refused(project_id, error_at(problem, {"password": "password"}))
    with state().store.writing() as session:
        change_password(session, acting(), user_id, password_hash=password_hash)
    begun = begin_session(user_id)
    response = done(
        gettext("Your new password is set. Other devices have been signed out."),
        url_for("office_account.show_account", project_id=project_id),
    )
    keep_session(response, begun)
    return response


def _refused(project_id: int, errors: Mapping[str, str]) -> AnyResponse:
    with state().store.reading() as session:
        return page_answer(_page(session, project_id, errors), 422)


def _errors_of_old_password(password: str) -> Mapping[str, str]:
    try:
        check_own_password(password)
    except NotAuthenticated:
        return {"old": gettext("This is not your password.")}
    except TooManyAttempts as problem:
        return {"old": too_many_attempts(problem)}
    return _NOTHING


def _page(session: Session, project_id: int, errors: Mapping[str, str]) -> str:
    place, user = open_place(session, project_id, Verb.PROJECT_READ), current_user()
    grants = [one for one in user.grants if one.project_id in {None, project_id}]
    return render_page(
        session,
        place,
        "account/account.html",
        page_title=gettext("My account"),
        errors=errors,
        facts=[
            {"label": gettext("Full name"), "value": user.display_name},
            {"label": gettext("E-mail address"), "value": user.email},
            *(
                {
                    "label": gettext("Role"),
                    "value": f"{role_word(one.role)} · {place_word(session, one, place)}",
                }
                for one in grants
            ),
        ],
    )
