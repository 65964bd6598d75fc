"""Accept or discard a payload, and come back to the list with a word."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.i18n import problem_text
from server.operations import settle_payload as settling
from server.operations.settle_payload import TakenAs
from server.problems import NotAllowed, NotFound, Problem
from server.store.queries import rejected_payloads
from server.web.auth import requires, scope
from server.web.office.acting import acting
from server.web.office.form_errors import done
from server.web.office.quarantine.blueprint import blueprint
from server.web.state import state

_ONE = "/<pk:project_id>/quarantine/<pk:payload_id>"


@blueprint.post(f"{_ONE}/accept")
@requires(Verb.SUBMISSION_REVIEW)
def accept(project_id: int, payload_id: int) -> AnyResponse:
    """Store a payload as what was chosen, or say what still speaks against it."""
    taken_as = next((one for one in TakenAs if one.value == request.form.get("as")), None)
    where = scope(Verb.SUBMISSION_REVIEW, project_id)
    with state().store.reading() as session:
        sha256 = rejected_payloads.get_payload(session, where, payload_id).xml_sha256
    xml = state().blobs.read(sha256)
    try:
        with state().store.writing() as session:
            settling.accept_payload(
                session, acting(), where, payload_id=payload_id, xml=xml, taken_as=taken_as
            )
    except NotAllowed:
        raise
    except NotFound:
        text = gettext("There is no form with this ID.")
        return done(text, _one(project_id, payload_id), tone="bad")
    except Problem as problem:
        return done(problem_text(problem), _one(project_id, payload_id), tone="bad")
    return done(gettext("It was accepted and is stored."), _list(project_id))


@blueprint.post(f"{_ONE}/discard")
@requires(Verb.SUBMISSION_REVIEW)
def discard(project_id: int, payload_id: int) -> AnyResponse:
    """Leave a payload out for good, with a reason."""
    reason = request.form.get("reason", "")
    if not reason.strip():
        text = gettext("Say why it is discarded.")
        return done(text, _one(project_id, payload_id), tone="bad")
    where = scope(Verb.SUBMISSION_REVIEW, project_id)
    with state().store.writing() as session:
        settling.discard_payload(session, acting(), where, payload_id=payload_id, reason=reason)
    return done(gettext("It was discarded, and is kept with your reason."), _list(project_id))


def _one(project_id: int, payload_id: int) -> str:
    return url_for("office_quarantine.show_payload", project_id=project_id, payload_id=payload_id)


def _list(project_id: int) -> str:
    return url_for("office_quarantine.list_payloads", project_id=project_id)
