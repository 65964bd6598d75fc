"""Forms of a project: listed, created, changed, deleted, restored."""

from collections.abc import Sequence

from flask import Blueprint, Response
from sqlmodel import Session

from server.domain import access
from server.domain.access import Verb
from server.domain.lifecycle import FormState
from server.operations.change_form import delete_form, restore_form, set_form_state
from server.operations.create_form import create_form
from server.operations.publish_form import publish_form
from server.problems import N_, UnexpectedValue
from server.store.queries import forms, projects, users
from server.store.queries.form_figures import FormFigures, figures_of_forms
from server.store.queries.scope import Scope
from server.store.tables.forms import Form, FormVersion
from server.web.auth import current_user, requires
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, is_extended, is_true, success
from server.web.central.form_bodies import read_form_body
from server.web.central.form_schemas import (
    FormAnswer,
    FormChangeBody,
    extended_form_answer,
    form_answer,
)
from server.web.central.json_body import read_body
from server.web.state import state

blueprint = Blueprint("central_forms", __name__)

BLANK_VERSION = "___"
"""How ODK Central writes the empty version in addresses."""


@blueprint.get("/forms")
@requires(Verb.FORM_READ)
def list_forms(project_id: int) -> Response:
    """List the forms, each as published, else as drafted; `deleted=true`: the deleted ones."""
    with state().store.reading() as session:
        projects.get_project(session, project_id)
        found = forms.list_forms(session, project_id, is_deleted=is_true("deleted"))
        return answer_list(form_answers(session, project_id, found))


@blueprint.post("/forms")
@requires(Verb.FORM_CHANGE)
def post_form(project_id: int) -> Response:
    """Create a form of a workbook or XForm; `publish=true` publishes it at once."""
    upload = read_form_body()
    with state().store.writing() as session:
        projects.get_project(session, project_id)
        by = acting()
        form = create_form(session, by, project_id=project_id, upload=upload)
        if is_true("publish"):
            publish_form(session, by, form)
        version = forms.get_current_or_draft(session, form)
        return answer(form_answers(session, project_id, ((form, version),))[0])


@blueprint.get("/forms/<segment:form_id>")
@requires(Verb.FORM_READ)
def show_form(project_id: int, form_id: str) -> Response:
    """Show a form as published, else as drafted."""
    with state().store.reading() as session:
        form = forms.get_form(session, project_id, form_id)
        version = forms.get_current_or_draft(session, form)
        return answer(form_answers(session, project_id, ((form, version),))[0])


@blueprint.patch("/forms/<segment:form_id>")
@requires(Verb.FORM_CHANGE)
def patch_form(project_id: int, form_id: str) -> Response:
    """Change the state of a form."""
    state_text = read_body(FormChangeBody).state
    with state().store.writing() as session:
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        if state_text is not None:
            set_form_state(session, acting(), form, _form_state(state_text))
        version = forms.get_current_or_draft(session, form)
        return answer(form_answers(session, project_id, ((form, version),))[0])


@blueprint.delete("/forms/<segment:form_id>")
@requires(Verb.FORM_CHANGE)
def remove_form(project_id: int, form_id: str) -> Response:
    """Delete a form; it can be restored under its key."""
    with state().store.writing() as session:
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        delete_form(session, acting(), form)
    return success()


@blueprint.post("/forms/<pk:form_pk>/restore")
@requires(Verb.FORM_CHANGE)
def post_restore(project_id: int, form_pk: int) -> Response:
    """Restore a deleted form by its key, since several deleted forms may have had one form_id."""
    with state().store.writing() as session:
        restore_form(session, acting(), forms.get_deleted_form(session, project_id, form_pk))
    return success()


@blueprint.get("/forms/<segment:form_id>/versions")
@requires(Verb.FORM_READ)
def list_versions(project_id: int, form_id: str) -> Response:
    """List the published versions, the newest first."""
    with state().store.reading() as session:
        form = forms.get_form(session, project_id, form_id)
        found = [(form, version) for version in forms.list_published(session, form.id)]
        return answer_list(form_answers(session, project_id, found))


@blueprint.get("/forms/<segment:form_id>/versions/<segment:version>")
@requires(Verb.FORM_READ)
def show_version(project_id: int, form_id: str, version: str) -> Response:
    """Show a published version; `___` is the empty version."""
    with state().store.reading() as session:
        form = forms.get_form(session, project_id, form_id)
        found = forms.get_published(session, form.id, version_name(version))
        return answer(form_answers(session, project_id, ((form, found),))[0])


def version_name(segment: str) -> str:
    """Return the version that a segment of an address means."""
    return "" if segment == BLANK_VERSION else segment


def form_answers(
    session: Session, project_id: int, found: Sequence[tuple[Form, FormVersion]]
) -> list[FormAnswer]:
    """Return forms as bodies, extended when the caller asks for it and within their areas."""
    if not is_extended():
        return [form_answer(form, version) for form, version in found]
    areas = access.scope_of(current_user().grants, Verb.SUBMISSION_READ, project_id)
    figures = figures_of_forms(session, Scope(project_id, areas))
    makers = frozenset(form.created_by for form, _ in found if form.created_by is not None)
    actors = users.names_of_actors(session, makers)
    return [
        extended_form_answer(form, version, figures.get(form.id or 0, FormFigures()), actors)
        for form, version in found
    ]


def _form_state(text: str) -> FormState:
    try:
        return FormState(text)
    except ValueError as error:
        raise UnexpectedValue(
            field="state", value=text[:40], reason=N_("open, closing or closed is expected")
        ) from error
