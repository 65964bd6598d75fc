"""Sheets of settings cards, asked for as a job: of ticked app users, or of all of a list."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.print_cards import CardLook, request_cards
from server.store.queries.app_user_lists import PhoneFilter
from server.store.row_key import stored
from server.web.auth import requires
from server.web.office.acting import acting
from server.web.office.app_users.blueprint import blueprint
from server.web.office.app_users.lists import read_narrowed
from server.web.office.form_errors import done
from server.web.office.frame import open_place
from server.web.office.list_state import keys_from_form
from server.web.state import state


@blueprint.post("/<pk:project_id>/app-users/cards")
@requires(Verb.APP_USER_MANAGE)
def print_all(project_id: int) -> AnyResponse:
    """Ask for one PDF of the cards of the ticked app users; without ticks of all of the list."""
    ticked = keys_from_form("pk")
    is_all = not ticked or request.form.get("all") == "1"
    action = request.form.get("action")
    wanted = read_narrowed().as_filter if is_all else PhoneFilter(ids=ticked)
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.APP_USER_MANAGE)
        job = request_cards(
            session,
            acting(),
            place.scope,
            wanted,
            title=place.area.name if place.area else place.project.name,
            look=CardLook(is_managed=action != "simple", has_passwords=action == "passwords"),
        )
        job_id = stored(job.id)
    return done(
        gettext("The cards are being printed into a file. It will be ready here in a moment."),
        url_for("office_jobs.show_job", project_id=project_id, job_id=job_id),
        tone="info",
    )
