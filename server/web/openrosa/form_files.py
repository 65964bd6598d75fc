"""XForms, manifests and files of published versions, for phones and web users.

Addresses with a hash in them never change what they mean, so a phone asks for them once; all others
carry an ETag. The bytes are those that were hashed, never written anew.
"""

from flask import Blueprint, Response, request, send_file
from sqlmodel import Session

from server.domain.access import Verb
from server.problems import FormFilesMissing, NotFound
from server.store.queries import offered_forms
from server.store.queries.offered_forms import PublishedVersion, VersionFile
from server.store.tables.entities import EntityList
from server.web.auth import requires
from server.web.downloads import clean_name
from server.web.openrosa import documents, entity_csv
from server.web.openrosa.addresses import BLANK_VERSION, Addresses, addresses
from server.web.openrosa.documents import ListedFile
from server.web.openrosa.phone_callers import app_user_id, check_served, entity_scope
from server.web.openrosa.phone_seen import note_fetch, note_phones
from server.web.snapshot import reading
from server.web.state import state

blueprint = Blueprint("openrosa_form_files", __name__)
note_phones(blueprint)

_FOR_EVER = "private, max-age=31536000, immutable"
_XFORM_TYPE = "application/xml; charset=utf-8"


@blueprint.get("/forms/<segment:form_id>.xml")
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>.xml")
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>/content/<segment:md5>.xml")
@requires(Verb.FORM_READ, phones=True)
def show_xform(
    project_id: int, form_id: str, version: str | None = None, md5: str | None = None
) -> Response:
    """Serve the XForm of a version; without one, of the current version."""
    with reading() as session:
        found = _version(session, project_id, form_id, version)
        if md5 not in {None, found.md5}:
            raise NotFound
        response = Response(offered_forms.get_xform(session, found.id), content_type=_XFORM_TYPE)
        note_fetch(session, response, found)
    return _cached(response, found.md5, is_addressed=md5 is not None)


@blueprint.get("/forms/<segment:form_id>/manifest")
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>/manifest")
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>/<segment:md5>/manifest")
@requires(Verb.FORM_READ, phones=True)
def show_manifest(
    project_id: int, form_id: str, version: str | None = None, md5: str | None = None
) -> Response:
    """List the files of a version with the hashes that hold for the caller."""
    to = addresses(project_id)
    with reading() as session:
        found = _version(session, project_id, form_id, version)
        if md5 not in {None, found.md5}:
            raise NotFound
        files = offered_forms.list_files(session, found.id)
        listed = [_listed(session, found, file, to) for file in files]
    return documents.answer(documents.manifest(listed))


@blueprint.get("/forms/<segment:form_id>/attachments/<segment:name>")
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>/attachments/<segment:name>")
@blueprint.get(
    "/forms/<segment:form_id>/versions/<segment:version>/content/<segment:md5>/<segment:name>"
)
@requires(Verb.FORM_READ, phones=True)
def show_file(
    project_id: int, form_id: str, name: str, version: str | None = None, md5: str | None = None
) -> Response:
    """Serve a file of a version: its bytes, or an entity list cut to the caller's areas."""
    with reading() as session:
        found = _version(session, project_id, form_id, version)
        file = offered_forms.find_file(session, found.id, name)
        if file is None or md5 not in {None, file.md5}:
            raise NotFound
        if file.blob_sha256 is None:
            return entity_csv.answer(session, _list(session, file), entity_scope(project_id))
    if not state().blobs.is_there(file.blob_sha256):
        raise FormFilesMissing(form_id=form_id)
    return _cached(_file(file.blob_sha256, file), file.md5, is_addressed=md5 is not None)


def _version(
    session: Session, project_id: int, form_id: str, version: str | None
) -> PublishedVersion:
    """Return a published version that the caller may have."""
    wanted = "" if version == BLANK_VERSION else version
    return check_served(
        offered_forms.find_version(
            session, project_id, form_id, version=wanted, app_user_id=app_user_id()
        )
    )


def _listed(
    session: Session, version: PublishedVersion, file: VersionFile, to: Addresses
) -> ListedFile:
    form_id, number = version.form_id, version.version
    if file.blob_sha256 is not None:
        md5 = file.md5 or ""
        return ListedFile(file.name, md5, to.file(form_id, number, md5=md5, name=file.name))
    entities = _list(session, file)
    return ListedFile(
        name=file.name,
        md5=entity_csv.etag(session, entities, entity_scope(entities.project_id)),
        download_url=to.entity_list(form_id, number, file.name),
        type="approvalEntityList" if entities.is_approval_required else "entityList",
        integrity_url=to.integrity(entities.name),
    )


def _list(session: Session, file: VersionFile) -> EntityList:
    found = session.get(EntityList, file.entity_list_id)
    if found is None:
        raise NotFound
    return found


def _file(sha256: str, file: VersionFile) -> Response:
    response = send_file(
        state().blobs.path(sha256),
        mimetype=file.content_type or "application/octet-stream",
        as_attachment=True,
        download_name=clean_name(file.name),
        etag=False,
    )
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


def _cached(response: Response, md5: str | None, *, is_addressed: bool) -> Response:
    if is_addressed:
        response.headers["Cache-Control"] = _FOR_EVER
    if md5 is not None:
        response.set_etag(md5)
    response.make_conditional(request)
    return response
