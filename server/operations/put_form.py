"""Bring a form to what an upload says, whether it is there yet or not: for commands and demos."""

from sqlmodel import Session

from server.operations.create_form import create_form
from server.operations.publish_form import publish_form
from server.operations.read_form_upload import FormUpload
from server.operations.upload_draft import upload_draft
from server.store.queries import forms
from server.store.queries.audits import By
from server.store.tables.forms import Form, FormVersion


def put_form(
    session: Session, by: By, *, project_id: int, upload: FormUpload, is_published: bool = False
) -> FormVersion:
    """Return the form's version with the uploaded XML: the published one, or a draft made of it."""
    form = forms.find_form(session, project_id, upload.form.form_id, is_locked=True)
    if form is None:
        form = create_form(session, by, project_id=project_id, upload=upload)
    elif _is_published_as(session, form, upload):
        return forms.get_current(session, form)
    else:
        upload_draft(session, by, form, upload)
    return publish_form(session, by, form) if is_published else forms.get_draft(session, form)


def _is_published_as(session: Session, form: Form, upload: FormUpload) -> bool:
    if form.current_version_id is None:
        return False
    return forms.get_current(session, form).sha256 == upload.form.sha256
