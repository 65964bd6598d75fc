"""A submission as XML over REST, as pyODK creates one."""

from flask import Blueprint, Response
from sqlmodel import Session

from server.domain.access import Verb
from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_xml import parse_submission
from server.domain.xml_parsing import MAX_BYTES
from server.operations.receive_submission import Sender, receive_submission
from server.problems import (
    N_,
    AlreadyExists,
    FormVersionNotFound,
    UnexpectedValue,
)
from server.store.queries import forms, processing, submissions
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.web.auth import current_user, requires
from server.web.central.answers import answer
from server.web.central.raw_body import read_raw
from server.web.central.submissions import answers_of, open_form
from server.web.openrosa.received import received_submission
from server.web.state import state
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform

blueprint = Blueprint("central_submission_upload", __name__)


@blueprint.post("/forms/<segment:form_id>/submissions")
@requires(Verb.SUBMISSION_CREATE)
def post_submission(project_id: int, form_id: str) -> Response:
    """Create a submission of the XML in the body; without an instance ID it is given one."""
    received = received_submission(read_raw(MAX_BYTES))
    if received.ids.form_id != form_id:
        raise UnexpectedValue(
            field="form id",
            value=received.ids.form_id[:100],
            reason=N_("the XML must be of the form in the address"),
        )
    with state().store.reading() as session:
        form = open_form(session, project_id, form_id)
        version = forms.find_published(session, form.id, received.ids.version)
        if version is None:
            raise FormVersionNotFound(version=received.ids.version)
        compiled = read_xform(version.xform)
    with state().store.writing() as session:
        _store(session, project_id, stored(form.id), received)
        _expect_files(session, stored(form.id), received, compiled)
        # Nobody knows its enterprise yet, so no scope but the whole holds it.
        where = Scope(project_id)
        entry = submissions.get_entry(session, where, form.id, received.instance_id)
        return answer(answers_of(session, (entry,))[0])


def _store(session: Session, project_id: int, form_pk: int, received: ReceivedSubmission) -> None:
    if submissions.find_version_id(session, form_pk, received.instance_id) is not None:
        raise AlreadyExists(
            fields=["instanceID"], values=[received.instance_id], table="submissions"
        )
    refusal = receive_submission(
        session,
        project_id=project_id,
        received=received,
        sender=Sender(current_user().user_id),
    )
    if refusal is not None:
        raise refusal


def _expect_files(
    session: Session, form_pk: int, received: ReceivedSubmission, form: CompiledForm
) -> None:
    """Note the files that are to come at once: clients ask for them and send them right away."""
    version_id = submissions.find_version_id(session, form_pk, received.instance_id)
    if version_id is not None:
        parsed = parse_submission(received.xml, form)
        processing.expect_files(session, version_id, parsed.expected_attachments)
