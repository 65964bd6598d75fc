"""The app users of a project that the reader may manage."""

from flask_babel import gettext

from server.domain.roles import Verb
from server.store.queries import app_users
from server.web.auth import requires
from server.web.office.app_users.blueprint import blueprint
from server.web.office.app_users.rows import phone_rows
from server.web.office.frame import open_place, render_page
from server.web.state import state


@blueprint.get("/<pk:project_id>/app-users")
@requires(Verb.APP_USER_MANAGE)
def list_app_users(project_id: int) -> str:
    """Show the app users, the newest first, without their tokens."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.APP_USER_MANAGE)
        found = app_users.list_app_users(session, place.scope)
        return render_page(
            session,
            place,
            "app_users/list.html",
            page_title=gettext("App users"),
            rows=phone_rows(session, project_id, found),
        )
