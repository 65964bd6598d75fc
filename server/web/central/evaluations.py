"""Evaluations of a campaign within the caller's areas: rankings, and one with every step."""

import json

from flask import Blueprint, Response, jsonify, request

from server.domain.access import Verb
from server.domain.schemes.described.assigned import ENTERPRISE
from server.operations.evaluate_by_hand import request_evaluation
from server.operations.stored_trace import read_trace_text
from server.problems import N_, NotFound, UnexpectedValue
from server.store.queries import campaigns, evaluations
from server.store.queries.enterprises import EnterpriseFilter
from server.store.queries.evaluations import EvaluationEntry, EvaluationFilter, Order
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer
from server.web.central.job_schemas import job_answer
from server.web.central.paging import TOTAL, key_of, limit_and_after
from server.web.central.subject_kind import subject_kind
from server.web.central.wire import timestamp
from server.web.requests import asked_text
from server.web.state import state

blueprint = Blueprint("central_evaluations", __name__)

_EVALUATIONS = "/campaigns/<pk:campaign_id>/evaluations"


@blueprint.get(_EVALUATIONS)
@requires(Verb.EVALUATION_READ)
def list_all(project_id: int, campaign_id: int) -> Response:
    """List evaluations of a kind of subject, the most points first; `after`: the last one seen."""
    wanted, order = _wanted(campaign_id), _order()
    limit, after = limit_and_after()
    where = scope(Verb.EVALUATION_READ, project_id)
    with state().store.reading() as session:
        campaigns.get_campaign(session, project_id, campaign_id)
        found = evaluations.list_evaluations(
            session, where, wanted, order=order, limit=limit, after=after
        )
        total = evaluations.count_evaluations(session, where, wanted)
    response = jsonify([_body(one) for one in found])
    response.headers[TOTAL] = str(total)
    return response


@blueprint.get(f"{_EVALUATIONS}/<pk:evaluation_id>")
@requires(Verb.EVALUATION_READ)
def show_evaluation(project_id: int, campaign_id: int, evaluation_id: int) -> Response:
    """Show an evaluation with every row, its inputs and where they came from, and all steps."""
    where = scope(Verb.EVALUATION_READ, project_id)
    with state().store.reading() as session:
        kind = evaluations.find_kind(session, evaluation_id) or ENTERPRISE
        found = evaluations.get_evaluation(session, where, evaluation_id, subject_kind=kind)
        if found.campaign_id != campaign_id:
            raise NotFound
        trace = evaluations.find_trace(session, evaluation_id)
    told = None if trace is None else json.loads(read_trace_text(trace))
    return jsonify({**_body(found), "trace": told})


@blueprint.post(f"{_EVALUATIONS}/renew")
@requires(Verb.CAMPAIGN_CHANGE)
def post_renew(project_id: int, campaign_id: int) -> Response:
    """Ask for all evaluations of a campaign to be worked out again; what is right stays."""
    where = scope(Verb.CAMPAIGN_CHANGE, project_id)
    with state().store.writing() as session:
        return answer(job_answer(request_evaluation(session, acting(), where, campaign_id)))


def _wanted(campaign_id: int) -> EvaluationFilter:
    area_id = key_of(request.args.get("areaId"), "areaId")
    text = request.args.get("q", "")
    return EvaluationFilter(
        campaign_id,
        version_id=key_of(request.args.get("versionId"), "versionId"),
        enterprises=EnterpriseFilter(area_id=area_id, text=text),
        grade=asked_text("grade") if "grade" in request.args else None,
        is_vetoed=_flag("isVetoed"),
        is_stale=_flag("isStale"),
        has_gaps=_flag("hasGaps"),
        subject_kind=subject_kind(),
    )


def _order() -> Order:
    text = request.args.get("order", Order.RANKING.value)
    try:
        return Order(text)
    except ValueError as error:
        reason = N_("it is neither ranking nor name")
        raise UnexpectedValue(field="order", value=text[:40], reason=reason) from error


def _flag(name: str) -> bool | None:
    text = request.args.get(name)
    return None if text is None else text.lower() == "true"


def _body(one: EvaluationEntry) -> dict[str, object]:
    """Return an evaluation as a body; points are exact texts."""
    is_enterprise = one.subject_kind == ENTERPRISE
    return {
        "id": one.id,
        "campaignId": one.campaign_id,
        "subjectKind": one.subject_kind,
        "subjectId": one.enterprise_id,
        "subjectName": one.enterprise_name,
        "enterpriseId": one.enterprise_id if is_enterprise else None,
        "enterpriseName": one.enterprise_name if is_enterprise else None,
        "uscc": one.uscc,
        "areaId": one.area_id,
        "areaName": one.area_name,
        "scheme": one.scheme,
        "versionId": one.version_id,
        "version": one.version,
        "total": None if one.total is None else str(one.total),
        "lowest": None if one.lowest is None else str(one.lowest),
        "most": None if one.most is None else str(one.most),
        "grade": one.grade,
        "isVetoed": one.is_vetoed,
        "gapCount": one.gap_count,
        "isStale": one.is_stale,
        "countedFrom": None if one.counted_from is None else one.counted_from.isoformat(),
        "computedAt": None if one.computed_at is None else timestamp(one.computed_at),
    }
