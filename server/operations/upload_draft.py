"""Give a form a new draft: an upload, or a copy of what is published."""

from sqlmodel import Session

from server.operations.create_form import actee_of
from server.operations.form_draft import content_of_upload, content_of_version, set_draft
from server.operations.read_form_upload import FormUpload
from server.problems import N_, AnonymityIsFinal, FieldTypeConflict, UnexpectedValue
from server.store.queries import audits, forms
from server.store.queries.audits import By
from server.store.tables.forms import Form, FormVersion
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform


def upload_draft(session: Session, by: By, form: Form, upload: FormUpload) -> FormVersion:
    """Make an upload the form's draft, in place of any other; the form row is locked.

    Raises UnexpectedValue when it is another form, AnonymityIsFinal when it would change whether a
    published form is anonymous, FieldTypeConflict when a published field has another type.
    """
    found = upload.form
    if found.form_id != form.form_id:
        raise UnexpectedValue(
            field="xmlFormId",
            value=found.form_id,
            reason=N_("the form_id of the upload must be that of the form"),
        )
    check_anonymity(form, is_anonymous=found.is_anonymous)
    if form.current_version_id is not None:
        _check_types(found, read_xform(forms.get_current(session, form).xform))
    draft = set_draft(session, by, form, content_of_upload(upload))
    _finish(session, by, form, draft)
    return draft


def copy_published(session: Session, by: By, form: Form) -> FormVersion:
    """Make a copy of the published version the form's draft; raises NotFound when there is none."""
    current = forms.get_current(session, form)
    content = content_of_version(current, forms.list_slots(session, current.id))
    draft = set_draft(session, by, form, content)
    _finish(session, by, form, draft)
    return draft


def check_anonymity(form: Form, *, is_anonymous: bool) -> None:
    """Raise when a version would change whether a published form is anonymous.

    Who answered an anonymous form was promised that nobody can tell; who answered another one was
    never promised it, and their answers already stand beside names.
    """
    if form.current_version_id is not None and form.is_anonymous is not is_anonymous:
        raise AnonymityIsFinal(form_id=form.form_id)


def _check_types(found: CompiledForm, published: CompiledForm) -> None:
    types = {field.path: field.type for field in published.fields}
    for field in found.fields:
        before = types.get(field.path, field.type)
        if before != field.type:
            raise FieldTypeConflict(path=field.path, type=before)


def _finish(session: Session, by: By, form: Form, draft: FormVersion) -> None:
    form.updated_at = by.at
    if form.current_version_id is None:
        form.is_anonymous = draft.is_anonymous
    details = {"newDraftDefId": draft.id}
    audits.note(session, by, "form.update.draft.set", actee_of(form), details=details)
    session.flush()
