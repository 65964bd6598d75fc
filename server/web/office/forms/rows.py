"""Rows of the list of forms."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from server.domain import access
from server.domain.lifecycle import FormState
from server.domain.roles import Verb
from server.problems import N_
from server.store.queries import forms, submission_lists
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.forms import Form, FormVersion
from server.web.auth import current_user, scope

STATE_WORDS = {
    FormState.OPEN: N_("Open"),
    FormState.CLOSING: N_("Closing"),
    FormState.CLOSED: N_("Closed"),
}
STATE_TONES = {FormState.OPEN: "good", FormState.CLOSING: "warn", FormState.CLOSED: "few"}
DRAFT = ("calm", N_("Draft"))


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form as the list shows it; `submission_count` is None where the reader may not know."""

    form_id: str
    title: str
    version: str
    state: tuple[str, str]
    """Tone and word."""
    is_anonymous: bool
    has_newer_draft: bool
    submission_count: int | None


def form_rows(session: Session, project_id: int) -> tuple[FormRow, ...]:
    """Return all forms of a project with the number of submissions the reader may see."""
    counts = _counts(session, project_id)
    return tuple(
        _row(form, version, counts) for form, version in forms.list_forms(session, project_id)
    )


def state_of(form: Form) -> tuple[str, str]:
    """Return tone and word of a form's state; a form that was never published is a draft."""
    if form.current_version_id is None:
        return DRAFT
    return STATE_TONES[form.state], STATE_WORDS[form.state]


def _row(form: Form, version: FormVersion, counts: Mapping[int, int] | None) -> FormRow:
    is_hidden = counts is None or form.is_anonymous
    return FormRow(
        form_id=form.form_id,
        title=version.title,
        version=version.version,
        state=state_of(form),
        is_anonymous=form.is_anonymous,
        has_newer_draft=form.current_version_id is not None and form.draft_version_id is not None,
        submission_count=None if is_hidden else (counts or {}).get(stored(form.id), 0),
    )


def _counts(session: Session, project_id: int) -> Mapping[int, int] | None:
    if not access.may_somewhere(current_user().grants, Verb.SUBMISSION_READ, project_id):
        return None
    reached: Scope = scope(Verb.SUBMISSION_READ, project_id)
    return submission_lists.count_by_form(session, reached)
