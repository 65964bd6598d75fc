"""Parts of a form version: its fields, the files it expects, its workbook, the draft's XML."""

from flask import Blueprint, Response, request, send_file
from sqlmodel import Session

from server.domain.access import Verb
from server.operations.read_form_upload import XLS, XLSX
from server.problems import NotFound
from server.store.queries import forms
from server.store.tables.forms import FormVersion
from server.web.auth import requires
from server.web.central.answers import answer_list, is_true
from server.web.central.form_schemas import field_answer, slot_answer
from server.web.central.forms import version_name
from server.web.downloads import clean_name
from server.web.state import state
from xlsforms.read_xform import read_xform

blueprint = Blueprint("central_form_parts", __name__)

_EXTENSIONS = {XLSX: "xlsx", XLS: "xls"}


@blueprint.get("/forms/<segment:form_id>/fields", defaults={"version": None})
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>/fields")
@requires(Verb.FORM_READ)
def list_fields(project_id: int, form_id: str, version: str | None) -> Response:
    """List the fields of a published version; `odata=true` names them as OData feeds do."""
    with state().store.reading() as session:
        xform = _published(session, project_id, form_id, version).xform
    return _fields(xform)


@blueprint.get("/forms/<segment:form_id>/draft/fields")
@requires(Verb.FORM_READ)
def list_draft_fields(project_id: int, form_id: str) -> Response:
    """List the fields of the draft."""
    with state().store.reading() as session:
        xform = _draft(session, project_id, form_id).xform
    return _fields(xform)


@blueprint.get("/forms/<segment:form_id>/attachments", defaults={"version": None})
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>/attachments")
@requires(Verb.FORM_READ)
def list_slots(project_id: int, form_id: str, version: str | None) -> Response:
    """List the files that a published version expects."""
    with state().store.reading() as session:
        found = _published(session, project_id, form_id, version)
        return answer_list([slot_answer(one) for one in forms.list_slots(session, found.id)])


@blueprint.get("/forms/<segment:form_id>/draft/attachments")
@requires(Verb.FORM_READ)
def list_draft_slots(project_id: int, form_id: str) -> Response:
    """List the files that the draft expects."""
    with state().store.reading() as session:
        found = _draft(session, project_id, form_id)
        return answer_list([slot_answer(one) for one in forms.list_slots(session, found.id)])


@blueprint.get("/forms/<segment:form_id>.<any(xlsx, xls):extension>", defaults={"version": None})
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>.<any(xlsx, xls):extension>")
@requires(Verb.FORM_READ)
def show_workbook(project_id: int, form_id: str, version: str | None, extension: str) -> Response:
    """Send the workbook that a published version was made of, else of the draft."""
    with state().store.reading() as session:
        if version is None:
            form = forms.get_form(session, project_id, form_id)
            found = forms.get_current_or_draft(session, form)
        else:
            found = _published(session, project_id, form_id, version)
    return _workbook(found, form_id, extension)


@blueprint.get("/forms/<segment:form_id>/draft.<any(xlsx, xls):extension>")
@requires(Verb.FORM_READ)
def show_draft_workbook(project_id: int, form_id: str, extension: str) -> Response:
    """Send the workbook that the draft was made of."""
    with state().store.reading() as session:
        found = _draft(session, project_id, form_id)
    return _workbook(found, form_id, extension)


@blueprint.get("/forms/<segment:form_id>/draft.xml")
@requires(Verb.FORM_READ)
def show_draft_xform(project_id: int, form_id: str) -> Response:
    """Send the draft's XML, byte for byte."""
    with state().store.reading() as session:
        xform = _draft(session, project_id, form_id).xform
    return Response(xform, mimetype="application/xml")


@blueprint.get("/forms/<segment:form_id>/draft/attachments/<segment:name>")
@requires(Verb.FORM_READ)
def show_draft_file(project_id: int, form_id: str, name: str) -> Response:
    """Send the file in a slot of the draft."""
    with state().store.reading() as session:
        slot = forms.get_slot(session, _draft(session, project_id, form_id).id, name)
    if slot.blob_sha256 is None:
        raise NotFound
    return _file(slot.blob_sha256, name, slot.content_type or "application/octet-stream")


def _published(session: Session, project_id: int, form_id: str, version: str | None) -> FormVersion:
    """Return a published version; None is the current one, else the draft of a new form."""
    form = forms.get_form(session, project_id, form_id)
    if version is None:
        return forms.get_current_or_draft(session, form)
    return forms.get_published(session, form.id, version_name(version))


def _draft(session: Session, project_id: int, form_id: str) -> FormVersion:
    return forms.get_draft(session, forms.get_form(session, project_id, form_id))


def _fields(xform: bytes) -> Response:
    is_odata = is_true("odata")
    return answer_list([field_answer(one, is_odata=is_odata) for one in read_xform(xform).fields])


def _workbook(found: FormVersion, form_id: str, extension: str) -> Response:
    sha256, kind = found.workbook_sha256, found.workbook_type or ""
    if sha256 is None or _EXTENSIONS.get(kind) != extension:
        raise NotFound
    return _file(sha256, f"{form_id}.{extension}", kind)


def _file(sha256: str, name: str, content_type: str) -> Response:
    """Send a stored file to be saved, never shown: whoever uploaded it may be hostile."""
    response = send_file(
        state().blobs.path(sha256),
        mimetype=content_type,
        as_attachment=True,
        download_name=clean_name(name),
        etag=False,
    )
    response.headers["Content-Security-Policy"] = "sandbox"
    response.set_etag(sha256)
    response.make_conditional(request)
    return response
