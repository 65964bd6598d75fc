"""Exports of a form's submissions, or of an anonymous form's releases: asked for as a job."""

from flask import Blueprint, Response

from server.domain.access import Verb
from server.i18n import LOCALES
from server.operations.export_submissions import ExportWish, request_export
from server.problems import N_, UnexpectedValue
from server.store.queries import forms
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer
from server.web.central.job_schemas import job_answer
from server.web.central.json_body import read_body
from server.web.central.wire import RequestBody, RowKey
from server.web.state import state

blueprint = Blueprint("central_submission_exports", __name__)


class ExportBody(RequestBody):
    """What is to be exported; without a locale the server's."""

    locale: str | None = None
    campaign_id: RowKey | None = None
    enterprise_id: RowKey | None = None
    encrypted: bool = False


@blueprint.post("/forms/<segment:form_id>/exports")
@requires(Verb.EXPORT_CREATE)
def post_export(project_id: int, form_id: str) -> Response:
    """Ask for the office's spreadsheet, or what is encrypted; the answer is the job for it."""
    body = read_body(ExportBody)
    locale = body.locale or state().settings.default_locale
    if locale not in LOCALES:
        raise UnexpectedValue(field="locale", value=locale[:40], reason=N_("zh_CN or en"))
    wish = ExportWish(form_id, locale, body.campaign_id, body.enterprise_id, body.encrypted)
    with state().store.writing() as session:
        form = forms.get_form(session, project_id, form_id)
        verb = Verb.RELEASE_READ if form.is_anonymous else Verb.SUBMISSION_READ
        return answer(job_answer(request_export(session, acting(), scope(verb, project_id), wish)))
