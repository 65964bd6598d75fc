"""Files of forms to save: workbook, XForm XML and attachments of any version."""

from flask import Response
from sqlmodel import Session

from server.domain.roles import Verb
from server.problems import NotFound
from server.store.queries import forms
from server.store.row_key import stored
from server.store.tables.forms import Form, FormVersion
from server.web.auth import requires
from server.web.downloads import send_blob, send_bytes
from server.web.office.acting import may
from server.web.office.forms.blueprint import blueprint
from server.web.state import state

_PREFIX = "/<pk:project_id>/forms/<segment:form_id>/versions/<pk:version_id>"


@blueprint.get(f"{_PREFIX}/xml")
@requires(Verb.FORM_READ)
def download_xml(project_id: int, form_id: str, version_id: int) -> Response:
    """Give the XForm exactly as phones get it."""
    with state().store.reading() as session:
        version = _version(session, project_id, form_id, version_id)
        name = _file_name(form_id, version, "xml")
        return send_bytes(version.xform, name=name, content_type="application/xml")


@blueprint.get(f"{_PREFIX}/workbook")
@requires(Verb.FORM_READ)
def download_workbook(project_id: int, form_id: str, version_id: int) -> Response:
    """Give the workbook that was uploaded."""
    with state().store.reading() as session:
        version = _version(session, project_id, form_id, version_id)
        kind = version.workbook_type
        ending = "xls" if kind == "application/vnd.ms-excel" else "xlsx"
        name = _file_name(form_id, version, ending)
        return send_blob(version.workbook_sha256, name=name, content_type=kind)


@blueprint.get(f"{_PREFIX}/files/<segment:name>")
@requires(Verb.FORM_READ)
def download_file(project_id: int, form_id: str, version_id: int, name: str) -> Response:
    """Give a file that a version expects and has."""
    with state().store.reading() as session:
        version = _version(session, project_id, form_id, version_id)
        slot = forms.get_slot(session, version.id, name)
        return send_blob(slot.blob_sha256, name=name, content_type=slot.content_type)


def _version(session: Session, project_id: int, form_id: str, version_id: int) -> FormVersion:
    """Return a version of the form; its draft only for those who may change it."""
    form: Form = forms.get_form(session, project_id, form_id)
    found = session.get(FormVersion, version_id)
    if found is None or found.form_pk != stored(form.id):
        raise NotFound
    if found.published_at is None and not may(Verb.FORM_CHANGE, project_id):
        raise NotFound
    return found


def _file_name(form_id: str, version: FormVersion, ending: str) -> str:
    parts = [form_id, version.version] if version.version else [form_id]
    return f"{' '.join(parts)}.{ending}".replace("/", "_")
