"""Comments on a submission and its audit log, as ODK Central has them."""

from flask import Blueprint, Response, jsonify

from server.domain.access import Verb
from server.operations.comment_submission import comment_submission
from server.store.queries import audits, submission_comments
from server.store.queries.audits import actee_of_submission
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, limit_and_offset
from server.web.central.json_body import read_body
from server.web.central.submissions import entry_of
from server.web.central.wire import AnswerBody, RequestBody, Timestamp
from server.web.state import state

blueprint = Blueprint("central_submission_comments", __name__)

_ONE = "/forms/<segment:form_id>/submissions/<segment:instance_id>"
_MOST_DEEDS = 1000


class CommentBody(RequestBody):
    """What somebody writes beside a submission."""

    body: str


class CommentAnswer(AnswerBody):
    """A comment."""

    body: str
    actor_id: int | None
    created_at: Timestamp


class AuditAnswer(AnswerBody):
    """What was done to a submission."""

    actor_id: int | None
    action: str
    actee_id: str | None
    details: dict[str, object]
    notes: str | None
    logged_at: Timestamp


@blueprint.get(f"{_ONE}/comments")
@requires(Verb.SUBMISSION_READ)
def list_comments(project_id: int, form_id: str, instance_id: str) -> Response:
    """List the comments on a submission, the newest first."""
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        found = submission_comments.list_comments(session, entry.id)
    return answer_list(
        [
            CommentAnswer(body=one.body, actor_id=one.actor_id, created_at=one.created_at)
            for one in found
        ]
    )


@blueprint.post(f"{_ONE}/comments")
@requires(Verb.SUBMISSION_REVIEW)
def add_comment(project_id: int, form_id: str, instance_id: str) -> Response:
    """Write a comment on a submission."""
    body = read_body(CommentBody).body
    where = scope(Verb.SUBMISSION_REVIEW, project_id)
    with state().store.writing() as session:
        entry = entry_of(session, project_id, form_id, instance_id, verb=Verb.SUBMISSION_REVIEW)
        made = comment_submission(session, acting(), where, submission_id=entry.id, body=body)
        return answer(
            CommentAnswer(body=made.body, actor_id=made.actor_id, created_at=made.created_at)
        )


@blueprint.get(f"{_ONE}/audits")
@requires(Verb.SUBMISSION_READ)
def list_audits(project_id: int, form_id: str, instance_id: str) -> Response:
    """List what was done to a submission, the newest first."""
    limit, offset = limit_and_offset()
    with state().store.reading() as session:
        entry = entry_of(session, project_id, form_id, instance_id)
        actee = actee_of_submission(entry.id, project_id)
        found = audits.list_of(session, actee, limit=_MOST_DEEDS)
    last = None if limit is None else offset + limit
    return jsonify([_audit(one) for one in found[offset:last]])


def _audit(row: audits.AuditRow) -> dict[str, object]:
    body = AuditAnswer(
        actor_id=row.actor_id,
        action=row.action,
        actee_id=row.actee_id,
        details=dict(row.details),
        notes=row.notes,
        logged_at=row.logged_at,
    )
    return body.model_dump(mode="json", by_alias=True)
