"""Print posters: one at once, or all of a campaign as a job."""

from flask import Response, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server import clock
from server.domain.roles import Verb
from server.operations.print_posters import PDF, load_poster, print_poster, request_posters
from server.problems import NotFound
from server.store.row_key import stored
from server.web.auth import requires
from server.web.downloads import send_bytes
from server.web.office.acting import acting
from server.web.office.dates import today
from server.web.office.form_errors import done
from server.web.office.frame import open_place
from server.web.office.list_state import key_from_form
from server.web.office.posters.blueprint import blueprint
from server.web.state import state


@blueprint.get("/<pk:project_id>/posters/<pk:poster_id>/pdf")
@requires(Verb.POSTER_READ)
def print_one(project_id: int, poster_id: int) -> Response:
    """Return the PDF of one poster."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.POSTER_READ)
        entry, authority = load_poster(session, place.scope, poster_id, today=today())
        name = f"{entry.enterprise_name} {entry.poster.code}.pdf"
        session.expunge_all()
    data = print_poster(
        entry,
        authority=authority,
        public_base_url=state().settings.base_url,
        made_at=clock.now(),
    )
    return send_bytes(data, name=name, content_type=PDF)


@blueprint.post("/<pk:project_id>/posters/print")
@requires(Verb.POSTER_READ)
def print_all(project_id: int) -> AnyResponse:
    """Ask for one PDF of all posters of a campaign."""
    campaign_id = key_from_form("campaign")
    if campaign_id is None:
        raise NotFound
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.POSTER_READ)
        area_id = key_from_form("area")
        job = request_posters(session, acting(), place.scope, campaign_id, area_id=area_id)
        job_id = stored(job.id)
    return done(
        gettext("The posters are being printed into a file. It will be ready here in a moment."),
        url_for("office_jobs.show_job", project_id=project_id, job_id=job_id),
        tone="info",
    )
