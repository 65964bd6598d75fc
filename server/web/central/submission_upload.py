"""A submission as XML over REST, as pyODK creates and edits one."""

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
    DeprecatedIdExpected,
    EditOutOfDate,
    FormVersionNotFound,
    UnexpectedValue,
)
from server.store.queries import forms, processing, submissions
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.web.auth import current_user, requires
from server.web.central.answers import answer
from server.web.central.raw_body import read_raw
from server.web.central.submissions import answers_of, entry_of, open_form
from server.web.openrosa.received import received_submission
from server.web.state import state
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform

blueprint = Blueprint("central_submission_upload", __name__)


@blueprint.post("/forms/<segment:form_id>/submissions")
@requires(Verb.SUBMISSION_CREATE)
def post_submission(project_id: int, form_id: str) -> Response:
    """Create a submission of the XML in the body; without an instance ID it is given one."""
    received = _received(form_id)
    if received.ids.deprecated_id is not None:
        raise UnexpectedValue(
            field="deprecatedID",
            value=received.ids.deprecated_id[:100],
            reason=N_("an edit is sent by PUT to the submission that it edits"),
        )
    with state().store.reading() as session:
        compiled = _compiled(session, project_id, form_id, received)
    with state().store.writing() as session:
        form_pk = stored(open_form(session, project_id, form_id).id)
        _store(session, project_id, form_pk, received)
        _expect_files(session, form_pk, received, compiled)
        # Nobody knows its enterprise yet, so no scope but the whole holds it.
        where = Scope(project_id)
        entry = submissions.get_entry(session, where, form_pk, received.instance_id)
        return answer(answers_of(session, (entry,))[0])


@blueprint.put("/forms/<segment:form_id>/submissions/<segment:instance_id>")
@requires(Verb.SUBMISSION_CREATE)
def put_submission(project_id: int, form_id: str, instance_id: str) -> Response:
    """Store the XML in the body as a new version; its `deprecatedID` is the current version's."""
    verb = Verb.SUBMISSION_CREATE
    with state().store.reading() as session:
        entry_of(session, project_id, form_id, instance_id, verb=verb)
    received = _received(form_id)
    if received.ids.deprecated_id is None or received.ids.instance_id is None:
        raise DeprecatedIdExpected
    with state().store.reading() as session:
        compiled = _compiled(session, project_id, form_id, received)
    with state().store.writing() as session:
        entry = entry_of(session, project_id, form_id, instance_id, verb=verb)
        if entry.instance_id != received.ids.deprecated_id:
            raise EditOutOfDate(deprecated_id=received.ids.deprecated_id)
        _store(session, project_id, entry.form_pk, received)
        _expect_files(session, entry.form_pk, received, compiled)
        entry = entry_of(session, project_id, form_id, instance_id, verb=verb)
        return answer(answers_of(session, (entry,))[0])


def _received(form_id: str) -> ReceivedSubmission:
    """Return the submission of this request; raises UnexpectedValue when it is of another form."""
    received = received_submission(read_raw(MAX_BYTES))
    if received.ids.form_id != form_id:
        raise UnexpectedValue(
            field="form id",
            value=received.ids.form_id[:100],
            reason=N_("the XML must be of the form in the address"),
        )
    return received


def _compiled(
    session: Session, project_id: int, form_id: str, received: ReceivedSubmission
) -> CompiledForm:
    """Return the published version that a submission names; raises FormVersionNotFound."""
    form = open_form(session, project_id, form_id)
    version = forms.find_published(session, form.id, received.ids.version)
    if version is None:
        raise FormVersionNotFound(version=received.ids.version)
    return read_xform(version.xform)


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
