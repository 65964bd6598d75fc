"""A draft as phones see it that try it: form list, files and submissions, apart from real ones.

Whoever has the draft's token may call: it stands in the address, is taken off it before anything
can log it, and holds as long as the draft. Lists of entities come whole, as nobody is known here.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from sqlmodel import Session

from server.operations.receive_draft_test import receive_draft_test
from server.problems import FormFilesMissing, NotAllowed, NotFound
from server.store.queries import draft_tests, entity_feed, offered_forms
from server.store.queries.entities import get_list
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.forms import Form, FormVersion
from server.web.auth import open_unseen
from server.web.key_prefix import DRAFT_KEY
from server.web.openrosa import documents, entity_csv
from server.web.openrosa.addresses import VersionAddresses, draft_address
from server.web.openrosa.documents import ListedForm
from server.web.openrosa.file_answers import XFORM_TYPE, cached, file_answer
from server.web.openrosa.form_list import name_of
from server.web.openrosa.listed_files import list_of, listed_file
from server.web.openrosa.submission import read_sent
from server.web.state import state

blueprint = Blueprint("openrosa_draft_tests", __name__)


@blueprint.url_value_preprocessor
def _forget_token(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take what stands in the address instead of the token away from the views."""
    if values is not None:
        values.pop("draft_token", None)


@blueprint.get("/draft/formList")
@open_unseen
def show_form_list(project_id: int, form_id: str) -> Response:
    """List the draft alone."""
    with state().store.reading() as session:
        form, draft = _draft(session, project_id, form_id)
        files = offered_forms.list_files(session, stored(draft.id))
    if not all(state().blobs.is_there(one.blob_sha256) for one in files if one.blob_sha256):
        raise FormFilesMissing(form_id=form_id)
    to = _addresses(project_id, form_id)
    listed = ListedForm(
        form_id=form.form_id,
        name=name_of(draft.title, form.form_id),
        version=draft.version,
        md5=draft.md5,
        download_url=to.form(draft.md5),
        manifest_url=to.manifest(draft.md5) if files else None,
    )
    return documents.answer(documents.form_list([listed]))


@blueprint.get("/draft.xml")
@blueprint.get("/draft/content/<segment:md5>.xml")
@open_unseen
def show_xform(project_id: int, form_id: str, md5: str | None = None) -> Response:
    """Serve the XForm of the draft."""
    with state().store.reading() as session:
        _, draft = _draft(session, project_id, form_id, md5)
    response = Response(draft.xform, content_type=XFORM_TYPE)
    return cached(response, draft.md5, is_addressed=md5 is not None)


@blueprint.get("/draft/manifest")
@blueprint.get("/draft/<segment:md5>/manifest")
@open_unseen
def show_manifest(project_id: int, form_id: str, md5: str | None = None) -> Response:
    """List the files of the draft."""
    to = _addresses(project_id, form_id)
    with state().store.reading() as session:
        _, draft = _draft(session, project_id, form_id, md5)
        files = offered_forms.list_files(session, stored(draft.id))
        listed = [listed_file(session, file, to, Scope) for file in files]
    return documents.answer(documents.manifest(listed))


@blueprint.get("/draft/attachments/<segment:name>")
@blueprint.get("/draft/content/<segment:md5>/<segment:name>")
@open_unseen
def show_file(project_id: int, form_id: str, name: str, md5: str | None = None) -> Response:
    """Serve a file of the draft: its bytes, or an entity list."""
    with state().store.reading() as session:
        _, draft = _draft(session, project_id, form_id)
        file = offered_forms.find_file(session, stored(draft.id), name)
        if file is None or md5 not in {None, file.md5}:
            raise NotFound
        if file.blob_sha256 is None:
            return entity_csv.answer(session, list_of(file), Scope(project_id))
    return file_answer(form_id, file, is_addressed=md5 is not None)


@blueprint.get("/draft/datasets/<segment:list_name>/integrity")
@open_unseen
def show_integrity(project_id: int, form_id: str, list_name: str) -> Response:
    """Answer for each id of a list of the draft whether it is deleted."""
    uuids = [part.strip().lower() for part in request.args.get("id", "").split(",")]
    with state().store.reading() as session:
        _, draft = _draft(session, project_id, form_id)
        entities = get_list(session, project_id, list_name)
        files = offered_forms.list_files(session, stored(draft.id))
        if all(one.entity_list is None or one.entity_list.id != entities.id for one in files):
            raise NotFound
        part = entity_feed.part_of(entities, Scope(project_id), None)
        states: Mapping[str, bool] = entity_feed.list_deleted_states(session, part, uuids)
    return documents.answer(documents.integrity(states))


@blueprint.get("/draft/submission")
@open_unseen
def show_submission_address(project_id: int, form_id: str) -> Response:
    """Answer 204: submissions that try the draft are taken here."""
    with state().store.reading() as session:
        _draft(session, project_id, form_id)
    return Response(status=204)


@blueprint.post("/draft/submission")
@open_unseen
def post_submission(project_id: int, form_id: str) -> Response:
    """Receive a submission that tries the draft: 201 once it is durable."""
    with state().store.reading() as session:
        _draft(session, project_id, form_id)
    with state().blobs.incoming() as incoming:
        received = read_sent(incoming)
        if received.files:
            incoming.keep()
        with state().store.writing() as session:
            form, draft = _draft(session, project_id, form_id)
            receive_draft_test(session, form, draft, received)
    return documents.created()


def _draft(
    session: Session, project_id: int, form_id: str, md5: str | None = None
) -> tuple[Form, FormVersion]:
    """Return the draft of the token; an anonymous one is tried on the worker's page alone."""
    token = request.environ.get(DRAFT_KEY, "")
    if not token.isalnum():
        raise NotFound
    form, draft = draft_tests.get_draft_of_token(session, project_id, form_id, token)
    if draft.is_anonymous:
        raise NotAllowed
    if md5 not in {None, draft.md5}:
        raise NotFound
    return form, draft


def _addresses(project_id: int, form_id: str) -> VersionAddresses:
    token = request.environ.get(DRAFT_KEY, "")
    root = draft_address(project_id, form_id, token)
    return VersionAddresses(root, root)
