"""Publish a form's draft: from then on the version never changes."""

from sqlmodel import Session

from server.domain.lifecycle import PublishRefusal, publish_refusal
from server.operations.clear_quarantine import offer_what_waits
from server.operations.create_form import actee_of
from server.operations.form_draft import columns_of_form
from server.operations.form_problems import invalid_form
from server.operations.publish_entity_lists import publish_entity_lists
from server.operations.upload_draft import check_anonymity
from server.problems import FormVersionExists, NotFound
from server.store.queries import audits, draft_tests, forms
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.tables.forms import Form, FormVersion
from xlsforms.compiled_form import CompiledForm
from xlsforms.errors import XlsformError
from xlsforms.read_xform import read_xform
from xlsforms.xform_version import with_version


def publish_form(
    session: Session, by: By, form: Form, *, version: str | None = None
) -> FormVersion:
    """Publish the draft of a form, whose row is locked, and return the published version.

    `version` is written into the XML first. Raises NotFound without a draft, FormVersionExists when
    the name was published before, AnonymityIsFinal, and InvalidForm when the XML, read once more,
    breaks a rule (such as those of anonymous forms).
    """
    if form.draft_version_id is None:
        raise NotFound
    draft = forms.get_draft(session, form)
    compiled = _read(draft, version)
    names = [one.version for one in forms.list_published(session, draft.form_pk)]
    if publish_refusal(compiled.version, names) is PublishRefusal.VERSION_EXISTS:
        raise FormVersionExists(form_id=form.form_id, version=compiled.version)
    check_anonymity(form, is_anonymous=compiled.is_anonymous)
    for name, value in columns_of_form(compiled).items():
        setattr(draft, name, value)
    draft.published_at, draft.draft_token = by.at, None
    draft_tests.remove_tests(session, stored(draft.id))
    old = form.current_version_id
    form.current_version_id, form.draft_version_id = draft.id, None
    form.is_anonymous, form.updated_at = compiled.is_anonymous, by.at
    session.flush()
    publish_entity_lists(session, by, form, compiled)
    details = {"oldDefId": old, "newDefId": draft.id}
    audits.note(session, by, "form.update.publish", actee_of(form), details=details)
    session.flush()
    offer_what_waits(session, form, now=by.at)
    return draft


def _read(draft: FormVersion, version: str | None) -> CompiledForm:
    try:
        if version is None or version == draft.version:
            return read_xform(draft.xform)
        return read_xform(with_version(draft.xform, version))
    except XlsformError as error:
        raise invalid_form(error) from error
