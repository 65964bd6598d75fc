"""Submissions from Collect: what may be sent, and taking it in.

A 201 means that all of it is on disk. Bodies are read, hashed and parsed before the database is
asked for anything, and files are in the folder of blobs before a row names them.
"""

from flask import Blueprint, Response, request

from server.domain.access import Verb
from server.domain.received_submission import ReceivedSubmission
from server.operations.quarantine_submission import quarantine_submission
from server.operations.receive_submission import Sender, check_may_send, receive_submission
from server.problems import NotAuthenticated, Problem
from server.store.incoming_blobs import IncomingBlobs
from server.web.auth import caller, requires
from server.web.openrosa import documents
from server.web.openrosa.multipart_body import BodyHeaders, SubmissionBody, read_body
from server.web.openrosa.received import received_submission
from server.web.state import state

blueprint = Blueprint("openrosa_submission", __name__)


@blueprint.get("/submission")
@requires(Verb.SUBMISSION_CREATE, phones=True, phones_submit_only=True)
def show_submission_address(project_id: int) -> Response:  # noqa: ARG001 - the rule reads it
    """Answer 204: submissions are taken here, up to the length in the headers."""
    return Response(status=204)


@blueprint.post("/submission")
@requires(Verb.SUBMISSION_CREATE, phones=True, phones_submit_only=True)
def post_submission(project_id: int) -> Response:
    """Receive a submission: 201 once it is durable, whether for the first time or again."""
    with state().blobs.incoming() as incoming:
        received = read_sent(incoming)
        if received.files:
            _check_before_keeping(project_id, received)
            incoming.keep()
        refusal = _store(project_id, received, _sender())
        if refusal is None:
            return documents.created()
        _set_aside(project_id, received, refusal)
    raise refusal


def _store(project_id: int, received: ReceivedSubmission, sender: Sender) -> Problem | None:
    """Store a submission; return the refusal of a payload that belongs into the quarantine."""
    return state().store.write(
        lambda session: receive_submission(
            session, project_id=project_id, received=received, sender=sender
        )
    )


def _check_before_keeping(project_id: int, received: ReceivedSubmission) -> None:
    """Refuse senders without a right before their files are kept; it is checked once more later."""
    with state().store.reading() as session:
        check_may_send(session, project_id=project_id, received=received, sender=_sender())


def _set_aside(project_id: int, received: ReceivedSubmission, refusal: Problem) -> None:
    """Keep a refused payload, in a transaction of its own since the refusal is an error."""
    xml = state().blobs.put(received.xml)
    with state().store.writing() as session:
        quarantine_submission(
            session,
            project_id=project_id,
            received=received,
            sender_id=caller().actor_id,
            xml=xml,
            refusal=refusal,
        )


def _sender() -> Sender:
    actor_id = caller().actor_id
    if actor_id is None:
        raise NotAuthenticated
    return Sender(actor_id, token_hash=caller().credential_hash)


def read_sent(incoming: IncomingBlobs) -> ReceivedSubmission:
    """Return what the body of this request sends; its files are kept when `incoming` is told so."""
    body = _body(incoming)
    return received_submission(
        body.xml or b"", files=body.files, saw_incomplete=body.saw_incomplete
    )


def _body(incoming: IncomingBlobs) -> SubmissionBody:
    environ = request.environ
    headers = BodyHeaders(
        content_type=environ.get("CONTENT_TYPE", ""),
        content_length=request.content_length,
        content_encoding=request.headers.get("Content-Encoding", ""),
    )
    most_bytes = state().settings.max_attachment_bytes
    return read_body(environ["wsgi.input"], headers, incoming, most_bytes=most_bytes)
