"""Files of a submission: listed, sent, shown small, and added one by one."""

from flask import Blueprint, Response, jsonify, request

from server import clock
from server.domain.access import Verb
from server.domain.received_submission import ReceivedFile, cleaned_content_type
from server.operations.process_again import process_again
from server.problems import NotFound
from server.store.queries import intake_edits, submission_files, submissions
from server.web.auth import requires
from server.web.central.answers import success
from server.web.central.raw_body import raw_chunks
from server.web.central.submission_schemas import file_answer
from server.web.central.submissions import entry_of
from server.web.pictures import send_attachment, send_thumbnail
from server.web.state import state

blueprint = Blueprint("central_submission_files", __name__)

_FILES = "/forms/<segment:form_id>/submissions/<segment:instance_id>/attachments"


@blueprint.get(_FILES)
@requires(Verb.SUBMISSION_READ)
def list_files(project_id: int, form_id: str, instance_id: str) -> Response:
    """List the files that the XML of a submission names, and those that came besides."""
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        found = submissions.list_files(session, entry.version_id)
    return jsonify([file_answer(one).model_dump(mode="json", by_alias=True) for one in found])


@blueprint.get(f"{_FILES}/<segment:name>")
@requires(Verb.SUBMISSION_READ)
def show_file(project_id: int, form_id: str, instance_id: str, name: str) -> Response:
    """Send a file of a submission: a picture to show, anything else to save."""
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        file = submissions.get_file(session, entry.version_id, name)
    return send_attachment(file.blob_sha256, name=name, content_type=file.content_type)


@blueprint.get(f"{_FILES}/<segment:name>/thumbnail")
@requires(Verb.SUBMISSION_READ)
def show_thumbnail(project_id: int, form_id: str, instance_id: str, name: str) -> Response:
    """Send a small copy of a picture, a placeholder when there is none to be made."""
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        file = submissions.get_file(session, entry.version_id, name)
    return send_thumbnail(file.blob_sha256, name=name)


@blueprint.post(f"{_FILES}/<segment:name>")
@requires(Verb.SUBMISSION_CREATE)
def post_file(project_id: int, form_id: str, instance_id: str, name: str) -> Response:
    """Add a file that the XML of a submission names; 404 when it does not name it."""
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id, verb=Verb.SUBMISSION_CREATE)
        if not submissions.get_file(session, entry.version_id, name).is_expected:
            raise NotFound
    with state().blobs.incoming() as incoming:
        ref = incoming.add(raw_chunks(state().settings.max_attachment_bytes))
        incoming.keep()
        content_type = cleaned_content_type(request.content_type)
        file = ReceivedFile(name, content_type, ref.sha256, ref.md5, ref.size)
        with state().store.writing() as session:
            intake_edits.lock(session, entry.id)
            submission_files.store_files(session, entry.version_id, [file], clock.now())
            process_again(session, entry.version_id, now=clock.now())
    return success()
