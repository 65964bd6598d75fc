"""The XML and the files of a payload, for who sees the payload."""

from flask import Response
from sqlmodel import Session

from server.domain.received_submission import ReceivedFile
from server.domain.roles import Verb
from server.problems import NotFound
from server.store.queries import rejected_payloads
from server.store.tables.submissions import RejectedPayload
from server.web.auth import requires, scope
from server.web.downloads import send_bytes
from server.web.office.quarantine.blueprint import blueprint
from server.web.pictures import send_attachment, send_thumbnail
from server.web.state import state

_ONE = "/<pk:project_id>/quarantine/<pk:payload_id>"


@blueprint.get(f"{_ONE}/xml")
@requires(Verb.SUBMISSION_READ)
def download_xml(project_id: int, payload_id: int) -> Response:
    """Give the XML exactly as it was sent."""
    with state().store.reading() as session:
        payload = _payload(session, project_id, payload_id)
    xml = state().blobs.read(payload.xml_sha256)
    return send_bytes(xml, name=f"{payload_id}.xml", content_type="application/xml")


@blueprint.get(f"{_ONE}/files/<segment:name>")
@requires(Verb.SUBMISSION_READ)
def show_file(project_id: int, payload_id: int, name: str) -> Response:
    """Show a photo, or give any other file to save."""
    file = _file(project_id, payload_id, name)
    return send_attachment(file.sha256, name=name, content_type=file.content_type)


@blueprint.get(f"{_ONE}/thumbnails/<segment:name>")
@requires(Verb.SUBMISSION_READ)
def show_thumbnail(project_id: int, payload_id: int, name: str) -> Response:
    """Show a photo small; a placeholder stands for what can't be opened."""
    return send_thumbnail(_file(project_id, payload_id, name).sha256, name=name)


def _payload(session: Session, project_id: int, payload_id: int) -> RejectedPayload:
    where = scope(Verb.SUBMISSION_READ, project_id)
    return rejected_payloads.get_payload(session, where, payload_id)


def _file(project_id: int, payload_id: int, name: str) -> ReceivedFile:
    with state().store.reading() as session:
        files = rejected_payloads.files_of(session, _payload(session, project_id, payload_id))
    found = next((one for one in reversed(files) if one.name == name), None)
    if found is None:
        raise NotFound
    return found
