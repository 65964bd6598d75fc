"""Take what a phone sends to try a draft: kept apart from submissions, and gone with the draft."""

from sqlmodel import Session

from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_xml import same_document
from server.problems import N_, NotFound, NotPossibleNow, SubmissionDiffers
from server.store.queries import draft_tests
from server.store.row_key import stored
from server.store.tables.forms import Form, FormVersion

MOST_TESTS = 500
"""Of one draft: whoever was shown its code may send."""


def receive_draft_test(
    session: Session, form: Form, draft: FormVersion, received: ReceivedSubmission
) -> None:
    """Store a submission that tries a draft; the same one again adds its files.

    Any version of the draft is taken, since the draft may have been exchanged meanwhile. An edit is
    one more. Raises NotFound for another form, SubmissionDiffers, and NotPossibleNow when too many
    have come.
    """
    if received.ids.form_id != form.form_id:
        raise NotFound
    version_id = stored(draft.id)
    known = draft_tests.find_test(session, version_id, received.instance_id)
    if known is None:
        if draft_tests.count_tests(session, version_id) >= MOST_TESTS:
            raise NotPossibleNow(reason=N_("the draft was tried often enough; upload it anew"))
        draft_tests.add_test(session, version_id, received)
        known = draft_tests.find_test(session, version_id, received.instance_id)
    if known is None or not same_document(known.xml, received.xml):
        raise SubmissionDiffers(instance_id=received.instance_id)
    draft_tests.store_files(session, stored(known.id), received.files, received.received_at)
