"""The password that lifts the locks of managed phones: shown to who may, and changed."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.admin_password import LONGEST, SHORTEST, change_password, show_passwords
from server.problems import UnexpectedValue
from server.web.auth import requires
from server.web.office.acting import acting, may
from server.web.office.app_users.blueprint import blueprint
from server.web.office.form_errors import done, error_at
from server.web.office.frame import open_place, page_answer, render_page
from server.web.state import state

_FIELDS = {"password": "password"}
_NOTHING: Mapping[str, str] = {}


@blueprint.get("/<pk:project_id>/app-users/admin-password")
@requires(Verb.APP_USER_MANAGE)
def show_admin_password(project_id: int) -> str:
    """Show the passwords that phones are locked with, and note that they were shown."""
    with state().store.writing() as session:
        return _page(session, project_id)


@blueprint.post("/<pk:project_id>/app-users/admin-password")
@requires(Verb.PROJECT_CHANGE)
def change_admin_password(project_id: int) -> AnyResponse:
    """Set another password for codes from now on; an empty field makes a random one."""
    typed = request.form.get("password", "")
    try:
        with state().store.writing() as session:
            change_password(session, acting(), state().tokens, project_id, password=typed)
    except UnexpectedValue as problem:
        with state().store.writing() as session:
            return page_answer(_page(session, project_id, error_at(problem, _FIELDS)), 422)
    return done(
        gettext("The password was changed. Phones get it with the next code they scan."),
        url_for("office_app_users.show_admin_password", project_id=project_id),
    )


def _page(session: Session, project_id: int, errors: Mapping[str, str] = _NOTHING) -> str:
    place = open_place(session, project_id, Verb.APP_USER_MANAGE)
    known = show_passwords(session, acting(), state().tokens, project_id)
    return render_page(
        session,
        place,
        "app_users/admin_password.html",
        page_title=gettext("Admin password of phones"),
        breadcrumbs=[
            {
                "label": gettext("App users"),
                "url": url_for("office_app_users.list_app_users", project_id=project_id),
            }
        ],
        current=known[0],
        earlier=known[1:],
        errors=errors,
        shortest=SHORTEST,
        longest=LONGEST,
        may_change=may(Verb.PROJECT_CHANGE, project_id),
    )
