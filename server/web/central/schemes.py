"""Schemes of a project: drafts by workbook, versions that never change, their differences."""

from flask import Blueprint, Response, request, send_file
from sqlmodel import Session

from server.domain.access import Verb
from server.operations.publish_scheme import publish_scheme
from server.operations.scheme_differences import scheme_differences
from server.operations.scheme_warnings import scheme_warnings
from server.operations.upload_scheme import XLSX, read_scheme_upload, upload_scheme
from server.problems import NotFound
from server.store.queries import schemes
from server.store.row_key import stored
from server.store.tables.schemes import SchemeVersion
from server.web.auth import requires
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, is_true
from server.web.central.raw_body import read_raw
from server.web.central.scheme_schemas import (
    difference_answer,
    draft_answer,
    scheme_answer,
    version_answer,
)
from server.web.downloads import clean_name
from server.web.state import state
from xlsforms.zip_directory import MAX_FILE_BYTES

blueprint = Blueprint("central_schemes", __name__)


@blueprint.get("/schemes")
@requires(Verb.SCHEME_READ)
def list_all(project_id: int) -> Response:
    """List the schemes with their versions."""
    with state().store.reading() as session:
        found = schemes.list_schemes(session, project_id)
        versions = schemes.list_versions(session, [stored(one.id) for one in found])
        return answer_list([scheme_answer(one, versions) for one in found])


@blueprint.post("/schemes")
@requires(Verb.SCHEME_CHANGE)
def post_scheme(project_id: int) -> Response:
    """Make the workbook in the body the draft of the scheme that its settings name."""
    data = read_raw(MAX_FILE_BYTES)
    name = clean_name(request.args.get("fileName", ""))
    upload = read_scheme_upload(data, state().blobs, file_name=name)
    with state().store.writing() as session:
        draft = upload_scheme(session, acting(), project_id, upload)
        return answer(draft_answer(draft, scheme_warnings(session, project_id, draft)))


@blueprint.get("/schemes/<segment:slug>")
@requires(Verb.SCHEME_READ)
def show_scheme(project_id: int, slug: str) -> Response:
    """Show a scheme with its versions."""
    with state().store.reading() as session:
        found = schemes.get_scheme(session, project_id, slug)
        return answer(scheme_answer(found, schemes.list_versions(session, [stored(found.id)])))


@blueprint.post("/schemes/<segment:slug>/publish")
@requires(Verb.SCHEME_CHANGE)
def post_publish(project_id: int, slug: str) -> Response:
    """Publish the draft; from then on the version never changes.

    A draft with warnings is published with `ignoreWarnings=true` only, as forms are taken.
    """
    accepts = is_true("ignoreWarnings")
    with state().store.writing() as session:
        found = schemes.get_scheme(session, project_id, slug, is_locked=True)
        version = publish_scheme(session, acting(), found, accepts_warnings=accepts)
        return answer(version_answer(version))


@blueprint.get("/schemes/<segment:slug>/versions")
@requires(Verb.SCHEME_READ)
def list_versions(project_id: int, slug: str) -> Response:
    """List the versions: the draft first, then the newest."""
    with state().store.reading() as session:
        found = schemes.get_scheme(session, project_id, slug)
        versions = schemes.list_versions(session, [stored(found.id)])
        return answer_list([version_answer(one) for one in versions])


@blueprint.get("/schemes/<segment:slug>/versions/<segment:scheme_version>.xlsx")
@requires(Verb.SCHEME_READ)
def show_workbook(project_id: int, slug: str, scheme_version: str) -> Response:
    """Send the workbook of a published version, byte for byte as it was uploaded."""
    with state().store.reading() as session:
        found = _published(session, project_id, slug, scheme_version)
    response = send_file(
        state().blobs.path(found.workbook_sha256),
        mimetype=XLSX,
        as_attachment=True,
        download_name=clean_name(found.workbook_name),
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/schemes/<segment:slug>/versions/<segment:scheme_version>/differences")
@requires(Verb.SCHEME_READ)
def list_differences(project_id: int, slug: str, scheme_version: str) -> Response:
    """List what a published version says otherwise than the one before it."""
    with state().store.reading() as session:
        version = _published(session, project_id, slug, scheme_version)
        return answer_list([difference_answer(one) for one in scheme_differences(session, version)])


@blueprint.get("/schemes/<segment:slug>/draft/differences")
@requires(Verb.SCHEME_READ)
def list_draft_differences(project_id: int, slug: str) -> Response:
    """List what the draft says otherwise than what is published."""
    with state().store.reading() as session:
        found = schemes.get_scheme(session, project_id, slug)
        draft = schemes.find_draft(session, stored(found.id))
        if draft is None:
            raise NotFound
        return answer_list([difference_answer(one) for one in scheme_differences(session, draft)])


def _published(session: Session, project_id: int, slug: str, version: str) -> SchemeVersion:
    scheme = schemes.get_scheme(session, project_id, slug)
    found = schemes.find_published(session, stored(scheme.id), version)
    if found is None:
        raise NotFound
    return found
