"""Which filled forms of the demonstration the database holds: posted is only what is missing."""

from collections.abc import Mapping

from server.operations.job_context import JobContext
from server.store.queries import forms, rejected_payloads, submission_files
from server.store.queries.scope import Scope
from server.store.row_key import stored
from xlsforms.delivered import CHECK_FORM, FOLLOW_UP_FORM, SELF_FORM, VISIT_FORM

_SENT_FORMS = (CHECK_FORM, FOLLOW_UP_FORM, VISIT_FORM, SELF_FORM)


def received_files(context: JobContext, project_id: int) -> Mapping[str, int]:
    """Return by the instance ID of each stored form how many files of it have arrived."""
    with context.store.reading() as session:
        found = [forms.get_form(session, project_id, one) for one in _SENT_FORMS]
        counts = [submission_files.count_received(session, stored(form.id)) for form in found]
    return {key: count for one in counts for key, count in one.items()}


def has_quarantined(context: JobContext, project_id: int) -> bool:
    """Tell whether anything was ever refused from a phone, settled since or not."""
    scope = Scope(project_id)
    with context.store.reading() as session:
        return any(
            rejected_payloads.count_payloads(session, scope, is_settled=is_settled)
            for is_settled in (False, True)
        )
