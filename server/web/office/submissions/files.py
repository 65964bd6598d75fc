"""Files of submissions: their raw XML, photos small and large, everything else to save.

The rights come from the row: a version of a submission that the reader sees. A hash opens nothing.
"""

import tempfile

from flask import Response
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.submission_xml import read_ids
from server.operations.encrypted_bundle import write_bundle
from server.problems import NotFound
from server.store.queries import submissions
from server.store.row_key import stored
from server.store.tables.submissions import SubmissionAttachment, SubmissionVersion
from server.web.auth import requires, scope
from server.web.downloads import send_bytes, send_stream
from server.web.office.submissions.blueprint import blueprint
from server.web.pictures import send_attachment, send_thumbnail
from server.web.state import state

_VERSION = "/<pk:project_id>/submissions/<pk:submission_id>/versions/<pk:version_id>"


@blueprint.get(f"{_VERSION}/xml")
@requires(Verb.SUBMISSION_READ)
def download_xml(project_id: int, submission_id: int, version_id: int) -> Response:
    """Give the XML of a version exactly as it was sent."""
    with state().store.reading() as session:
        version = _version(session, project_id, submission_id, version_id)
        xml = submissions.get_xml(session, version_id)
    name = f"{version.instance_id.replace(':', '-').replace('/', '-')}.xml"
    return send_bytes(xml, name=name, content_type="application/xml")


@blueprint.get(f"{_VERSION}/files/<segment:name>")
@requires(Verb.SUBMISSION_READ)
def show_file(project_id: int, submission_id: int, version_id: int, name: str) -> Response:
    """Show a photo, or give any other file to save."""
    file = _file(project_id, submission_id, version_id, name)
    return send_attachment(file.blob_sha256, name=name, content_type=file.content_type)


@blueprint.get(f"{_VERSION}/thumbnails/<segment:name>")
@requires(Verb.SUBMISSION_READ)
def show_thumbnail(project_id: int, submission_id: int, version_id: int, name: str) -> Response:
    """Show a photo small; a placeholder stands for what can't be opened."""
    file = _file(project_id, submission_id, version_id, name)
    return send_thumbnail(file.blob_sha256, name=name)


@blueprint.get(f"{_VERSION}/bundle")
@requires(Verb.SUBMISSION_READ)
def download_bundle(project_id: int, submission_id: int, version_id: int) -> Response:
    """Give an encrypted version with all its files and how to decrypt them; 404 for others."""
    with state().store.reading() as session:
        version = _version(session, project_id, submission_id, version_id)
        xml = submissions.get_xml(session, version_id)
        files = submissions.list_files(session, version_id)
    if not read_ids(xml).is_encrypted:
        raise NotFound
    received = {one.name: one.blob_sha256 for one in files if one.blob_sha256 is not None}
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - sent, then closed
    write_bundle(stream, xml, received, state().blobs)
    stream.seek(0)
    name = f"{version.instance_id.replace(':', '-').replace('/', '-')}.zip"
    return send_stream(stream, name=name, content_type="application/zip")


def _version(
    session: Session, project_id: int, submission_id: int, version_id: int
) -> SubmissionVersion:
    """Return a version of a submission that the reader sees; raises NotFound."""
    reached = scope(Verb.SUBMISSION_READ, project_id)
    submission = submissions.get_submission(session, reached, submission_id)
    found = session.get(SubmissionVersion, version_id)
    if found is None or found.submission_id != stored(submission.id):
        raise NotFound
    return found


def _file(project_id: int, submission_id: int, version_id: int, name: str) -> SubmissionAttachment:
    with state().store.reading() as session:
        version = _version(session, project_id, submission_id, version_id)
        return submissions.get_file(session, stored(version.id), name)
