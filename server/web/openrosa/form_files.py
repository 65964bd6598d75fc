"""XForms, manifests and files of published versions, for phones and web users.

Addresses with a hash in them never change what they mean, so a phone asks for them once; all others
carry an ETag. The bytes are those that were hashed, never written anew.
"""

from flask import Blueprint, Response
from sqlmodel import Session

from server.domain.access import Verb
from server.problems import NotFound
from server.store.queries import offered_forms
from server.store.queries.offered_forms import PublishedVersion
from server.web.auth import requires
from server.web.openrosa import documents, entity_csv
from server.web.openrosa.addresses import BLANK_VERSION, version_addresses
from server.web.openrosa.file_answers import XFORM_TYPE, cached, file_answer
from server.web.openrosa.listed_files import list_of, listed_file
from server.web.openrosa.phone_callers import app_user_id, check_served, entity_scope
from server.web.openrosa.phone_seen import note_fetch, note_phones
from server.web.snapshot import reading

blueprint = Blueprint("openrosa_form_files", __name__)
note_phones(blueprint)


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
        response = Response(offered_forms.get_xform(session, found.id), content_type=XFORM_TYPE)
        note_fetch(session, response, found)
    return cached(response, found.md5, is_addressed=md5 is not None)


@blueprint.get("/forms/<segment:form_id>/manifest")
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>/manifest")
@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>/<segment:md5>/manifest")
@requires(Verb.FORM_READ, phones=True)
def show_manifest(
    project_id: int, form_id: str, version: str | None = None, md5: str | None = None
) -> Response:
    """List the files of a version with the hashes that hold for the caller."""
    with reading() as session:
        found = _version(session, project_id, form_id, version)
        if md5 not in {None, found.md5}:
            raise NotFound
        files = offered_forms.list_files(session, found.id)
        to = version_addresses(project_id, found.form_id, found.version)
        listed = [listed_file(session, file, to, entity_scope) for file in files]
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
            entities = list_of(file)
            return entity_csv.answer(session, entities, entity_scope(project_id))
    return file_answer(form_id, file, is_addressed=md5 is not None)


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
