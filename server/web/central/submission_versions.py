"""Versions of a submission: listed, shown, their XML and files, and what each one changed."""

from flask import Blueprint, Response, jsonify
from sqlmodel import Session

from server.domain.access import Verb
from server.domain.submission_diff import Change
from server.operations.compare_versions import compare_versions
from server.store.queries import submissions
from server.store.row_key import stored
from server.store.tables.submissions import SubmissionVersion
from server.web.auth import requires
from server.web.central.answers import answer
from server.web.central.submission_schemas import file_answer, version_answer
from server.web.central.submissions import entry_of
from server.web.pictures import send_attachment
from server.web.state import state

blueprint = Blueprint("central_submission_versions", __name__)

_ONE = "/forms/<segment:form_id>/submissions/<segment:instance_id>"
_VERSION = f"{_ONE}/versions/<segment:version_instance_id>"


@blueprint.get(f"{_ONE}/versions")
@requires(Verb.SUBMISSION_READ)
def list_versions(project_id: int, form_id: str, instance_id: str) -> Response:
    """List the versions of a submission, newest first."""
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        found = submissions.list_versions(session, entry.id)
    return jsonify([version_answer(one).model_dump(mode="json", by_alias=True) for one in found])


@blueprint.get(_VERSION)
@requires(Verb.SUBMISSION_READ)
def show_version(
    project_id: int, form_id: str, instance_id: str, version_instance_id: str
) -> Response:
    """Show a version of a submission."""
    with state().store.reading() as session:
        found = _version(
            session, project_id, form_id, instance_id, version_instance_id=version_instance_id
        )
    return answer(version_answer(found))


@blueprint.get(f"{_VERSION}.xml")
@requires(Verb.SUBMISSION_READ)
def show_xml(project_id: int, form_id: str, instance_id: str, version_instance_id: str) -> Response:
    """Send the XML of a version, byte for byte as it was sent."""
    with state().store.reading() as session:
        found = _version(
            session, project_id, form_id, instance_id, version_instance_id=version_instance_id
        )
        xml = submissions.get_xml(session, stored(found.id))
    return Response(xml, mimetype="application/xml")


@blueprint.get(f"{_VERSION}/attachments")
@requires(Verb.SUBMISSION_READ)
def list_files(
    project_id: int, form_id: str, instance_id: str, version_instance_id: str
) -> Response:
    """List the files of a version."""
    with state().store.reading() as session:
        found = _version(
            session, project_id, form_id, instance_id, version_instance_id=version_instance_id
        )
        files = submissions.list_files(session, stored(found.id))
    return jsonify([file_answer(one).model_dump(mode="json", by_alias=True) for one in files])


@blueprint.get(f"{_VERSION}/attachments/<segment:name>")
@requires(Verb.SUBMISSION_READ)
def show_file(
    project_id: int, form_id: str, instance_id: str, version_instance_id: str, name: str
) -> Response:
    """Send a file of a version: a picture to show, anything else to save."""
    with state().store.reading() as session:
        found = _version(
            session, project_id, form_id, instance_id, version_instance_id=version_instance_id
        )
        file = submissions.get_file(session, stored(found.id), name)
    return send_attachment(file.blob_sha256, name=name, content_type=file.content_type)


@blueprint.get(f"{_ONE}/diffs")
@requires(Verb.SUBMISSION_READ)
def list_diffs(project_id: int, form_id: str, instance_id: str) -> Response:
    """Tell what each version of a submission but the first changed, by its instance ID."""
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        versions = submissions.list_versions(session, entry.id)
        changes = compare_versions(session, versions)
    return jsonify({key: [change_json(one) for one in found] for key, found in changes.items()})


def change_json(change: Change) -> dict[str, object]:
    """Return a change as Central writes it: what one of both lacks has no key."""
    sides = {"old": change.old, "new": change.new}
    path = [step if isinstance(step, str) else list(step) for step in change.path]
    return {**{name: value for name, value in sides.items() if value is not None}, "path": path}


def _version(
    session: Session, project_id: int, form_id: str, instance_id: str, *, version_instance_id: str
) -> SubmissionVersion:
    entry = entry_of(session, project_id, form_id, instance_id)
    return submissions.get_version(session, entry.id, version_instance_id)
