"""The schemes of a project, and those that come with the server."""

from flask_babel import gettext

from server.domain.roles import Verb
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.frame import open_place, render_page
from server.web.office.schemes.blueprint import blueprint
from server.web.office.schemes.delivered_rows import delivered_rows
from server.web.office.schemes.rows import scheme_lines
from server.web.state import state


@blueprint.get("/<pk:project_id>/schemes")
@requires(Verb.SCHEME_READ)
def list_schemes(project_id: int) -> str:
    """Show the schemes of the project and the delivered ones."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SCHEME_READ)
        lines = scheme_lines(session, project_id)
        return render_page(
            session,
            place,
            "schemes/list.html",
            page_title=gettext("Schemes"),
            rows=lines,
            delivered=delivered_rows({one.slug for one in lines}),
            may_change=may(Verb.SCHEME_CHANGE, project_id),
        )
