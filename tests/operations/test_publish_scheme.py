"""Publishing schemes: what no form asks for is found before, and stops only who did not accept."""

import pytest

from server.operations.job_context import JobContext
from server.operations.publish_scheme import publish_scheme
from server.operations.scheme_warnings import form_measures, scheme_warnings
from server.operations.upload_scheme import upload_scheme
from server.problems import SchemeHasWarnings
from server.store.queries import forms, schemes
from server.store.row_key import stored
from tests.evaluated import PLEASED, SIGNED, by, table, upload_of
from tests.site_checks import Checks

LATE = {**SIGNED, "code": "D", "measure": "contracts.late"}


def test_measures_are_those_of_forms_and_drafts_that_are_there(
    context: JobContext, checks: Checks
) -> None:
    with context.store.writing() as session:
        before = form_measures(session, checks.project_id)
        form, version = forms.list_forms(session, checks.project_id)[0]
        form.current_version_id, form.draft_version_id = None, version.id
        session.flush()
        as_draft = form_measures(session, checks.project_id)
        form.deleted_at = by().at
        session.flush()
        without = form_measures(session, checks.project_id)

    assert {"contracts.signing_rate", "satisfaction.overall"} <= before
    assert as_draft == before
    assert without < before
    assert not form_measures_elsewhere(context, checks)


def form_measures_elsewhere(context: JobContext, checks: Checks) -> frozenset[str]:
    """Return what the forms of another project measure."""
    with context.store.reading() as session:
        return form_measures(session, checks.project_id + 1)


def test_what_no_form_asks_for_must_be_accepted(context: JobContext, checks: Checks) -> None:
    with context.store.writing() as session:
        cells = table(SIGNED, PLEASED, LATE)
        draft = upload_scheme(session, by(), checks.project_id, upload_of(context, cells))
        told = scheme_warnings(session, checks.project_id, draft)
        scheme = schemes.get_scheme(session, checks.project_id, "made", is_locked=True)
        with pytest.raises(SchemeHasWarnings) as refused:
            publish_scheme(session, by(), scheme)
        version = publish_scheme(session, by(), scheme, accepts_warnings=True)

        assert stored(version.id) == stored(draft.id)
    assert "contracts.late" in {one.details.get("measure") for one in told}
    assert len(refused.value.warnings) == len(told)
