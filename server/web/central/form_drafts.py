"""Drafts of forms: uploaded, filled with files, published, removed."""

from flask import Blueprint, Response, request

from server.domain.access import Verb
from server.operations.change_form import delete_draft
from server.operations.publish_form import publish_form
from server.operations.upload_draft import copy_published, upload_draft
from server.operations.upload_form_attachment import (
    checked_file,
    clear_form_attachment,
    set_slot_from_list,
    upload_form_attachment,
)
from server.store.queries import forms
from server.web.auth import requires
from server.web.central.acting import acting
from server.web.central.answers import answer, success
from server.web.central.form_bodies import find_form_upload
from server.web.central.form_schemas import SlotChangeBody, slot_answer
from server.web.central.forms import form_answers
from server.web.central.json_body import read_body
from server.web.central.raw_body import raw_chunks
from server.web.state import state

blueprint = Blueprint("central_form_drafts", __name__)

_ANY_TYPE = "application/octet-stream"


@blueprint.post("/forms/<segment:form_id>/draft")
@requires(Verb.FORM_CHANGE)
def post_draft(project_id: int, form_id: str) -> Response:
    """Make the body the draft; an empty body copies what is published (pyODK's updates do so)."""
    upload = find_form_upload()
    with state().store.writing() as session:
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        if upload is None:
            copy_published(session, acting(), form)
        else:
            upload_draft(session, acting(), form, upload)
    return success()


@blueprint.get("/forms/<segment:form_id>/draft")
@requires(Verb.FORM_READ)
def show_draft(project_id: int, form_id: str) -> Response:
    """Show the draft."""
    with state().store.reading() as session:
        form = forms.get_form(session, project_id, form_id)
        draft = forms.get_draft(session, form)
        return answer(form_answers(session, project_id, ((form, draft),))[0])


@blueprint.delete("/forms/<segment:form_id>/draft")
@requires(Verb.FORM_CHANGE)
def remove_draft(project_id: int, form_id: str) -> Response:
    """Remove the draft of a published form."""
    with state().store.writing() as session:
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        delete_draft(session, acting(), form)
    return success()


@blueprint.post("/forms/<segment:form_id>/draft/publish")
@requires(Verb.FORM_CHANGE)
def post_publish(project_id: int, form_id: str) -> Response:
    """Publish the draft; `version` is written into its XML first."""
    with state().store.writing() as session:
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        publish_form(session, acting(), form, version=request.args.get("version"))
    return success()


@blueprint.post("/forms/<segment:form_id>/draft/attachments/<segment:name>")
@requires(Verb.FORM_CHANGE)
def post_file(project_id: int, form_id: str, name: str) -> Response:
    """Put the body, as it is sent, into the draft's slot of this name."""
    here = state()
    file = here.blobs.put_chunks(raw_chunks(here.settings.max_attachment_bytes))
    checked = checked_file(here.blobs, name, file)
    with here.store.writing() as session:
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        slot = upload_form_attachment(
            session,
            acting(),
            form,
            name=name,
            file=checked,
            content_type=request.mimetype or _ANY_TYPE,
        )
        return answer(slot_answer(slot))


@blueprint.patch("/forms/<segment:form_id>/draft/attachments/<segment:name>")
@requires(Verb.FORM_CHANGE)
def patch_slot(project_id: int, form_id: str, name: str) -> Response:
    """Serve the draft's slot from the entity list of its name, or no longer."""
    body = read_body(SlotChangeBody)
    with state().store.writing() as session:
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        slot = set_slot_from_list(session, acting(), form, name=name, is_from_list=body.dataset)
        return answer(slot_answer(slot))


@blueprint.delete("/forms/<segment:form_id>/draft/attachments/<segment:name>")
@requires(Verb.FORM_CHANGE)
def remove_file(project_id: int, form_id: str, name: str) -> Response:
    """Take the file out of the draft's slot."""
    with state().store.writing() as session:
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        clear_form_attachment(session, acting(), form, name=name)
    return success()
