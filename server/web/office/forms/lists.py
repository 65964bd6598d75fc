"""The forms of a project, and the page that takes a new one."""

from flask_babel import gettext

from server.domain.roles import Verb
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.forms.blueprint import blueprint
from server.web.office.forms.delivered_rows import delivered_forms
from server.web.office.forms.rows import form_rows
from server.web.office.frame import open_place, render_page
from server.web.state import state


@blueprint.get("/<pk:project_id>/forms")
@requires(Verb.FORM_READ)
def list_forms(project_id: int) -> str:
    """Show the forms with their version, state and number of submissions."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.FORM_READ)
        rows, may_change = form_rows(session, project_id), may(Verb.FORM_CHANGE, project_id)
        return render_page(
            session,
            place,
            "forms/list.html",
            page_title=gettext("Forms"),
            rows=rows,
            may_change=may_change,
            delivered=delivered_forms(session, project_id) if may_change and not rows else (),
        )
