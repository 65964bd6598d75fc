"""What is done with a form: publish its draft or take it back, fill its files, open and close."""

import mimetypes

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from server.domain.lifecycle import FormState
from server.domain.roles import Verb
from server.i18n import problem_text
from server.operations import change_form
from server.operations import publish_form as publishing
from server.operations import upload_draft as drafting
from server.operations import upload_form_attachment as attaching
from server.problems import (
    AnonymityIsFinal,
    FormHasWarnings,
    FormVersionExists,
    InvalidForm,
    NotFound,
    Problem,
    UnexpectedValue,
)
from server.store.queries import forms
from server.store.tables.forms import Form
from server.web.auth import requires
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.forms.blueprint import blueprint
from server.web.office.forms.one import form_page
from server.web.office.frame import open_place, page_answer
from server.web.state import state

_MOST_VERSION = 100
_OCTETS = "application/octet-stream"


@blueprint.post("/<pk:project_id>/forms/<segment:form_id>/publish")
@requires(Verb.FORM_CHANGE)
def publish_form(project_id: int, form_id: str) -> AnyResponse:
    """Publish the draft under the version that was typed; its warnings must have been accepted."""
    version = request.form.get("version", "").strip()[:_MOST_VERSION]
    accepted = request.form.get("accept_warnings") == "1"
    try:
        with state().store.writing() as session:
            form = _form(session, project_id, form_id)
            _check_warnings(session, form, accepted=accepted)
            publishing.publish_form(session, acting(), form, version=version or None)
    except (AnonymityIsFinal, FormHasWarnings, FormVersionExists, InvalidForm) as problem:
        return _refused(project_id, form_id, problem, version)
    flash(gettext("Version %(version)s is published.", version=version), "good")
    return _back(project_id, form_id)


@blueprint.post("/<pk:project_id>/forms/<segment:form_id>/draft/delete")
@requires(Verb.FORM_CHANGE)
def delete_draft(project_id: int, form_id: str) -> AnyResponse:
    """Remove the draft of a published form."""
    with state().store.writing() as session:
        change_form.delete_draft(session, acting(), _form(session, project_id, form_id))
    flash(gettext("The draft was removed."), "good")
    return _back(project_id, form_id)


@blueprint.post("/<pk:project_id>/forms/<segment:form_id>/draft/copy")
@requires(Verb.FORM_CHANGE)
def copy_published(project_id: int, form_id: str) -> AnyResponse:
    """Begin a draft with what is published, to exchange its files."""
    with state().store.writing() as session:
        drafting.copy_published(session, acting(), _form(session, project_id, form_id))
    return _back(project_id, form_id)


@blueprint.post("/<pk:project_id>/forms/<segment:form_id>/state")
@requires(Verb.FORM_CHANGE)
def set_state(project_id: int, form_id: str) -> AnyResponse:
    """Open the form, let phones finish with it, or close it."""
    try:
        wanted = FormState(request.form.get("state", ""))
    except ValueError as error:
        raise NotFound from error
    with state().store.writing() as session:
        form = _form(session, project_id, form_id)
        change_form.set_form_state(session, acting(), form, wanted)
    flash(gettext("Saved."), "good")
    return _back(project_id, form_id)


@blueprint.post("/<pk:project_id>/forms/<segment:form_id>/draft/files")
@requires(Verb.FORM_CHANGE)
@takes_files()
def upload_files(project_id: int, form_id: str) -> AnyResponse:
    """Put files into the draft, each where the form expects one of its name."""
    sent = [file for file in request.files.getlist("files") if file.filename]
    try:
        stored = [_checked(file) for file in sent]
    except UnexpectedValue as problem:
        with state().store.reading() as session:
            errors = {"files": problem_text(problem)}
            return page_answer(form_page(session, project_id, form_id, errors=errors), 422)
    with state().store.writing() as session:
        unknown = _fill(session, _form(session, project_id, form_id), stored)
    if unknown or not sent:
        text = gettext("Choose the files that the form expects.")
        if unknown:
            names = ", ".join(unknown)
            text = gettext("The form expects no file of this name: %(names)s", names=names)
        with state().store.reading() as session:
            errors = {"files": text}
            return page_answer(form_page(session, project_id, form_id, errors=errors), 422)
    flash(gettext("%(count)s files stored.", count=len(stored)), "good")
    return _back(project_id, form_id)


@blueprint.post("/<pk:project_id>/forms/<segment:form_id>/draft/files/<segment:name>/delete")
@requires(Verb.FORM_CHANGE)
def clear_file(project_id: int, form_id: str, name: str) -> AnyResponse:
    """Take a file out of the draft."""
    with state().store.writing() as session:
        form = _form(session, project_id, form_id)
        attaching.clear_form_attachment(session, acting(), form, name=name)
    flash(gettext("The file was taken out of the draft."), "good")
    return _back(project_id, form_id)


def _form(session: Session, project_id: int, form_id: str) -> Form:
    """Return a form for a change, its row locked."""
    open_place(session, project_id, Verb.FORM_CHANGE)
    return forms.get_form(session, project_id, form_id, is_locked=True)


def _check_warnings(session: Session, form: Form, *, accepted: bool) -> None:
    warnings = forms.get_draft(session, form).warnings
    if warnings and not accepted:
        raise FormHasWarnings(warnings={"workflowWarnings": warnings})


def _fill(
    session: Session, form: Form, files: list[tuple[str, attaching.CheckedFile]]
) -> list[str]:
    """Fill the draft's slots and return the names that it does not expect."""
    unknown = []
    for name, file in files:
        kind = mimetypes.guess_type(name)[0] or _OCTETS
        try:
            attaching.upload_form_attachment(
                session, acting(), form, name=name, file=file, content_type=kind
            )
        except NotFound:
            unknown.append(name)
    return unknown


def _checked(file: FileStorage) -> tuple[str, attaching.CheckedFile]:
    """Store a file and look whether phones can read it; raises UnexpectedValue."""
    name, blobs = _name(file), state().blobs
    return name, attaching.checked_file(blobs, name, blobs.put_chunks(file.stream))


def _name(file: FileStorage) -> str:
    """Return the name of a file without the folders that some browsers send."""
    return (file.filename or "").replace("\\", "/").rpartition("/")[2]


def _refused(project_id: int, form_id: str, problem: Problem, version: str) -> AnyResponse:
    if isinstance(problem, FormHasWarnings):
        errors = {"accept_warnings": gettext("Read the warnings and tick that you accept them.")}
    else:
        errors = {"version": problem_text(problem)}
    with state().store.reading() as session:
        page = form_page(session, project_id, form_id, errors=errors, version=version)
    return page_answer(page, 422)


def _back(project_id: int, form_id: str) -> AnyResponse:
    return redirect(url_for("office_forms.show_form", project_id=project_id, form_id=form_id), 303)
