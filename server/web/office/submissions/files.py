"""Files of submissions: their raw XML, photos small and large, everything else to save.

The rights come from the row: a version of a submission that the reader sees. A hash opens nothing.
"""

from pathlib import Path

from flask import Response, request
from sqlmodel import Session

from server.domain.roles import Verb
from server.problems import NotFound
from server.store.queries import submissions
from server.store.row_key import stored
from server.store.tables.submissions import SubmissionAttachment, SubmissionVersion
from server.web.auth import requires, scope
from server.web.downloads import send_blob, send_bytes
from server.web.office.pictures import PLACEHOLDER, PLACEHOLDER_TYPE, small_picture, sniff_file
from server.web.office.submissions.blueprint import blueprint
from server.web.state import state

_VERSION = "/<pk:project_id>/submissions/<pk:submission_id>/versions/<pk:version_id>"
_KEPT = "private, no-cache"
"""A browser may keep a picture, but asks each time whether it may still show it."""


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
    if file.blob_sha256 is None:
        raise NotFound
    path = state().blobs.path(file.blob_sha256)
    kind = sniff_file(path)
    if kind is None:
        return send_blob(file.blob_sha256, name=name, content_type=file.content_type)
    return _picture(path.read_bytes(), kind, tag=file.blob_sha256)


@blueprint.get(f"{_VERSION}/thumbnails/<segment:name>")
@requires(Verb.SUBMISSION_READ)
def show_thumbnail(project_id: int, submission_id: int, version_id: int, name: str) -> Response:
    """Show a photo small; a placeholder stands for what can't be opened."""
    file = _file(project_id, submission_id, version_id, name)
    if file.blob_sha256 is None:
        raise NotFound
    path = state().blobs.path(file.blob_sha256)
    small = small_picture(path, _kept_at(file.blob_sha256)) if sniff_file(path) else None
    if small is None:
        return _picture(PLACEHOLDER, PLACEHOLDER_TYPE, tag="placeholder")
    return _picture(small, "image/webp", tag=f"small-{file.blob_sha256}")


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


def _kept_at(sha256: str) -> Path:
    return state().settings.data_dir / "thumbnails" / sha256[:2] / f"{sha256}.webp"


def _picture(data: bytes, kind: str, *, tag: str) -> Response:
    response = Response(data, content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = _KEPT
    response.set_etag(tag)
    response.make_conditional(request)
    return response
