"""The forms that come with the server: taken as drafts at once, or saved as workbooks to change."""

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.read_form_upload import read_form_upload
from server.problems import NotFound
from server.web.auth import requires
from server.web.downloads import send_bytes
from server.web.office.forms.blueprint import blueprint
from server.web.office.forms.upload import refused_page, store_upload
from server.web.office.frame import open_place
from server.web.office.workbook_upload import Refusal
from server.web.state import state
from xlsforms.delivered import delivered_name, read_delivered

_PREFIX = "/<pk:project_id>/forms/new/delivered/<segment:form_id>"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.post(_PREFIX)
@requires(Verb.FORM_CHANGE)
def take_delivered(project_id: int, form_id: str) -> AnyResponse:
    """Make a delivered form a draft of the project."""
    name, data = delivered_name(form_id), _workbook(form_id)
    upload = read_form_upload(data, state().blobs, file_name=name)
    made = store_upload(project_id, upload, form_id)
    if isinstance(made, Refusal):
        return refused_page(project_id, None, made)
    return redirect(url_for("office_forms.show_form", project_id=project_id, form_id=made), 303)


@blueprint.get(f"{_PREFIX}/workbook")
@requires(Verb.FORM_CHANGE)
def download_delivered(project_id: int, form_id: str) -> Response:
    """Give the workbook of a delivered form, to be changed and uploaded."""
    with state().store.reading() as session:
        open_place(session, project_id, Verb.FORM_CHANGE)
    return send_bytes(_workbook(form_id), name=delivered_name(form_id), content_type=_XLSX)


def _workbook(form_id: str) -> bytes:
    try:
        return read_delivered(form_id)
    except KeyError as fault:
        raise NotFound from fault
