"""The quarantine: payloads that were refused, to be looked at, taken after all or discarded."""

from flask import Blueprint, Response
from sqlmodel import Session

from server.domain.access import Verb
from server.operations import settle_payload as settling
from server.operations.settle_payload import TakenAs
from server.problems import N_, NotFound, UnexpectedValue
from server.store.queries import rejected_payloads
from server.store.tables.submissions import RejectedPayload
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, is_true
from server.web.central.json_body import read_body
from server.web.central.quarantine_schemas import AcceptBody, DiscardBody, payload_answer
from server.web.pictures import send_attachment
from server.web.state import state

blueprint = Blueprint("central_quarantine", __name__)

_ONE = "/quarantine/<pk:payload_id>"


@blueprint.get("/quarantine")
@requires(Verb.SUBMISSION_READ)
def list_payloads(project_id: int) -> Response:
    """List what waits within the caller's areas, or what was decided about, newest first."""
    where = scope(Verb.SUBMISSION_READ, project_id)
    with state().store.reading() as session:
        found = rejected_payloads.list_payloads(session, where, is_settled=is_true("settled"))
    return answer_list([payload_answer(one) for one in found])


@blueprint.get(_ONE)
@requires(Verb.SUBMISSION_READ)
def show_payload(project_id: int, payload_id: int) -> Response:
    """Show a payload."""
    with state().store.reading() as session:
        return answer(payload_answer(_payload(session, project_id, payload_id)))


@blueprint.get(f"{_ONE}/xml")
@requires(Verb.SUBMISSION_READ)
def show_xml(project_id: int, payload_id: int) -> Response:
    """Send the XML of a payload, byte for byte as it was sent."""
    with state().store.reading() as session:
        payload = _payload(session, project_id, payload_id)
    return Response(state().blobs.read(payload.xml_sha256), mimetype="application/xml")


@blueprint.get(f"{_ONE}/attachments/<segment:name>")
@requires(Verb.SUBMISSION_READ)
def show_file(project_id: int, payload_id: int, name: str) -> Response:
    """Send a file of a payload: a picture to show, anything else to save."""
    with state().store.reading() as session:
        payload = _payload(session, project_id, payload_id)
        files = rejected_payloads.files_of(session, payload)
    # Of files sent twice under one name the newest counts.
    found = next((one for one in reversed(files) if one.name == name), None)
    if found is None:
        raise NotFound
    return send_attachment(found.sha256, name=name, content_type=found.content_type)


@blueprint.post(f"{_ONE}/accept")
@requires(Verb.SUBMISSION_REVIEW)
def accept_payload(project_id: int, payload_id: int) -> Response:
    """Store a payload after all, as a version or a submission."""
    taken_as = _taken_as(read_body(AcceptBody).taken_as)
    where = scope(Verb.SUBMISSION_REVIEW, project_id)
    with state().store.reading() as session:
        sha256 = rejected_payloads.get_payload(session, where, payload_id).xml_sha256
    xml = state().blobs.read(sha256)
    with state().store.writing() as session:
        settling.accept_payload(
            session, acting(), where, payload_id=payload_id, xml=xml, taken_as=taken_as
        )
        return answer(payload_answer(_payload(session, project_id, payload_id)))


@blueprint.post(f"{_ONE}/discard")
@requires(Verb.SUBMISSION_REVIEW)
def discard_payload(project_id: int, payload_id: int) -> Response:
    """Leave a payload out for good, with a reason."""
    reason = read_body(DiscardBody).reason
    where = scope(Verb.SUBMISSION_REVIEW, project_id)
    with state().store.writing() as session:
        payload = settling.discard_payload(
            session, acting(), where, payload_id=payload_id, reason=reason
        )
        return answer(payload_answer(payload))


def _payload(session: Session, project_id: int, payload_id: int) -> RejectedPayload:
    where = scope(Verb.SUBMISSION_READ, project_id)
    return rejected_payloads.get_payload(session, where, payload_id)


def _taken_as(text: str | None) -> TakenAs | None:
    if text is None:
        return None
    found = next((one for one in TakenAs if one.value == text), None)
    if found is None:
        raise UnexpectedValue(
            field="as", value=text[:40], reason=N_("it is neither version nor submission")
        )
    return found
