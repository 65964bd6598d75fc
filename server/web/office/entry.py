"""The door: readers who name no page are led to the desk of their first project."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain import access
from server.domain.roles import Verb
from server.store.queries import projects
from server.web.auth import current_user, open_to_all, requires_login
from server.web.office.plain_page import render_plain
from server.web.state import state

blueprint = Blueprint("office_entry", __name__)


@blueprint.get("/")
@open_to_all
def show_start() -> AnyResponse:
    """Lead whoever types the server's address to the office."""
    return redirect(url_for("office_entry.show_first_project"))


@blueprint.get("/office/")
@requires_login
def show_first_project() -> AnyResponse | str:
    """Lead to the desk of the first project, or say that there is none yet."""
    user = current_user()
    with state().store.reading() as session:
        seen = projects.list_seen(session, user.grants)
        if seen:
            return redirect(url_for("office_desk.show_desk", project_id=seen[0].id))
        return render_plain(
            "login/no_project.html",
            page_title=gettext("No project yet"),
            may_create=access.may(user.grants, Verb.PROJECT_CREATE),
            logout_url=url_for("office_login.log_out"),
        )
