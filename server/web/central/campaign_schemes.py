"""Which schemes evaluate whom in a campaign."""

from flask import Blueprint, Response
from sqlmodel import Session

from server.domain.access import Verb
from server.operations.assign_scheme import assign_scheme, settle_evaluations, unassign_scheme
from server.problems import NotFound
from server.store.queries import campaigns, schemes
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, success
from server.web.central.json_body import read_body
from server.web.central.scheme_schemas import (
    AssignmentAnswer,
    AssignmentBody,
    SettledBody,
    assignment_answer,
)
from server.web.state import state

blueprint = Blueprint("central_campaign_schemes", __name__)


@blueprint.get("/campaigns/<pk:campaign_id>/schemes")
@requires(Verb.SCHEME_READ)
def list_all(project_id: int, campaign_id: int) -> Response:
    """List which versions count for which subjects, in the whole campaign or below an area."""
    with state().store.reading() as session:
        campaigns.get_campaign(session, project_id, campaign_id)
        return answer_list(_answers(session, campaign_id))


@blueprint.post("/campaigns/<pk:campaign_id>/schemes")
@requires(Verb.CAMPAIGN_CHANGE)
def post_assignment(project_id: int, campaign_id: int) -> Response:
    """Let a published version evaluate subjects, in place of another of the same scheme."""
    wanted = read_body(AssignmentBody).assignment()
    where = scope(Verb.CAMPAIGN_CHANGE, project_id)
    with state().store.writing() as session:
        made = assign_scheme(session, acting(), where, campaign_id, wanted)
        found = _answers(session, campaign_id)
        return answer(next(one for one in found if one.id == made.id))


@blueprint.delete("/campaigns/<pk:campaign_id>/schemes/<pk:assignment_id>")
@requires(Verb.CAMPAIGN_CHANGE)
def delete_assignment(project_id: int, campaign_id: int, assignment_id: int) -> Response:
    """Take a version out of a campaign, with its evaluations."""
    where = scope(Verb.CAMPAIGN_CHANGE, project_id)
    with state().store.writing() as session:
        unassign_scheme(session, acting(), where, campaign_id, assignment_id)
    return success()


@blueprint.post("/campaigns/<pk:campaign_id>/schemes/settle")
@requires(Verb.CAMPAIGN_CHANGE)
def post_settle(project_id: int, campaign_id: int) -> Response:
    """Let all evaluations of a campaign stay as they are, or (`isSettled` false) change again."""
    body = read_body(SettledBody)
    where = scope(Verb.CAMPAIGN_CHANGE, project_id)
    with state().store.writing() as session:
        if not schemes.list_assignments(session, campaign_id):
            raise NotFound
        settle_evaluations(session, acting(), where, campaign_id, is_settled=body.is_settled)
        return answer_list(_answers(session, campaign_id))


def _answers(session: Session, campaign_id: int) -> list[AssignmentAnswer]:
    found = schemes.list_campaign_schemes(session, campaign_id)
    return [assignment_answer(*one) for one in found]
