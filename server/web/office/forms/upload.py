"""Upload a form: a workbook or XForm XML becomes a draft, or a table says what to mend."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.put_form import put_form
from server.operations.read_form_upload import FormUpload, read_form_upload
from server.problems import InvalidForm, Problem
from server.store.queries import forms
from server.web.auth import requires
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.forms.blueprint import blueprint
from server.web.office.forms.delivered_rows import delivered_forms
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.workbook_upload import MOST_BODY_BYTES, Refusal, refusal_of, sent_file
from server.web.state import state

FIELD = "form_file"


@blueprint.get("/<pk:project_id>/forms/new")
@requires(Verb.FORM_CHANGE)
def show_upload(project_id: int) -> str:
    """Ask for the file of a form."""
    with state().store.reading() as session:
        return _page(session, project_id, request.args.get("form_id"), None)


@blueprint.post("/<pk:project_id>/forms/new")
@requires(Verb.FORM_CHANGE)
@takes_files(MOST_BODY_BYTES)
def upload_form(project_id: int) -> AnyResponse:
    """Make the upload a draft: of a new form, or of the form that has this form_id."""
    wanted = request.args.get("form_id")
    read = read_upload()
    made = read if isinstance(read, Refusal) else store_upload(project_id, read, wanted)
    if isinstance(made, Refusal):
        return refused_page(project_id, wanted, made)
    return redirect(url_for("office_forms.show_form", project_id=project_id, form_id=made), 303)


def read_upload() -> FormUpload | Refusal:
    """Return the uploaded form, or why there is none; nothing is stored but the workbook."""
    file = sent_file(FIELD)
    if file is None:
        return Refusal(gettext("Choose the workbook or XML file of the form."))
    try:
        return read_form_upload(file.data, state().blobs, file_name=file.name)
    except InvalidForm as problem:
        return _refusal(problem, file.name)


def store_upload(project_id: int, upload: FormUpload, wanted: str | None) -> str | Refusal:
    """Store the draft, say so, and return the form's form_id."""
    found = upload.form.form_id
    if wanted is not None and wanted != found:
        return Refusal(
            gettext("This file is the form %(found)s, not %(wanted)s.", found=found, wanted=wanted)
        )
    try:
        with state().store.writing() as session:
            open_place(session, project_id, Verb.FORM_CHANGE)
            version = put_form(session, acting(), project_id=project_id, upload=upload)
            is_draft = version.published_at is None
    except Problem as problem:
        return _refusal(problem, "")
    if is_draft:
        flash(gettext("The draft is stored. Look through it, then publish it."), "good")
    else:
        flash(gettext("This is exactly what is published already. Nothing was changed."), "info")
    return found


def refused_page(project_id: int, wanted: str | None, refusal: Refusal) -> AnyResponse:
    """Return the page of uploads with what is wrong."""
    with state().store.reading() as session:
        return page_answer(_page(session, project_id, wanted, refusal), 422)


def _refusal(problem: Problem, file_name: str) -> Refusal:
    above = gettext("The form has errors. Mend the places listed below and upload it again.")
    return refusal_of(problem, file_name, above_places=above)


def _page(session: Session, project_id: int, wanted: str | None, refusal: Refusal | None) -> str:
    place = open_place(session, project_id, Verb.FORM_CHANGE)
    known = wanted is not None and forms.find_form(session, project_id, wanted) is not None
    title = gettext("Upload a new version") if known else gettext("Upload a form")
    return render_page(
        session,
        place,
        "forms/upload.html",
        page_title=title,
        form_id=wanted if known else None,
        refusal=refusal,
        delivered=() if known else delivered_forms(session, project_id),
    )
