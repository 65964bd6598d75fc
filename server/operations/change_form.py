"""Change a form as a whole: its state, its draft taken back, deleted and restored."""

from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.operations.clear_quarantine import offer_what_waits
from server.operations.create_form import actee_of
from server.problems import N_, AlreadyExists, NoPublishedVersion, NotFound, NotPossibleNow
from server.store.queries import audits, forms
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.tables.forms import Form


def set_form_state(session: Session, by: By, form: Form, state: FormState) -> None:
    """Open a form, let phones only finish with it, or close it."""
    if form.state is state:
        return
    form.state, form.updated_at = state, by.at
    audits.note(session, by, "form.update", actee_of(form), details={"data": {"state": state}})
    session.flush()
    offer_what_waits(session, form, now=by.at)


def delete_draft(session: Session, by: By, form: Form) -> None:
    """Remove the draft; raises NoPublishedVersion when nothing would be left of the form."""
    draft_id = form.draft_version_id
    if draft_id is None:
        raise NotFound
    if form.current_version_id is None:
        raise NoPublishedVersion
    form.draft_version_id, form.updated_at = None, by.at
    session.flush()
    forms.remove_draft(session, draft_id)
    details = {"oldDraftDefId": draft_id}
    audits.note(session, by, "form.update.draft.delete", actee_of(form), details=details)


def delete_form(session: Session, by: By, form: Form) -> None:
    """Take a form out of every list; it can be restored. Raises NotPossibleNow for open surveys."""
    if forms.is_of_open_campaign(session, stored(form.id)):
        raise NotPossibleNow(reason=N_("the form is the survey of a campaign that is not closed"))
    form.deleted_at = by.at
    audits.note(session, by, "form.delete", actee_of(form))
    session.flush()


def restore_form(session: Session, by: By, form: Form) -> None:
    """Bring a deleted form back; raises AlreadyExists when its form_id was taken meanwhile."""
    if forms.find_form(session, form.project_id, form.form_id) is not None:
        raise AlreadyExists(
            fields=["projectId", "xmlFormId"],
            values=[str(form.project_id), form.form_id],
            table="forms",
        )
    form.deleted_at, form.updated_at = None, by.at
    audits.note(session, by, "form.restore", actee_of(form))
    session.flush()
