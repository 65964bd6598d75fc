"""Findings of site checks in the caller's areas."""

import datetime as dt
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, request

from server import clock
from server.domain.access import Verb
from server.domain.findings import FindingState, Standing
from server.operations.change_finding import FindingChange, change_finding
from server.problems import N_, UnexpectedValue
from server.store.queries import findings
from server.store.queries.findings import FindingFilter, FindingPage
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, limit_and_offset
from server.web.central.finding_schemas import FindingChangeBody, finding_answer, finding_details
from server.web.central.json_body import read_body
from server.web.central.paging import answer_page, key_of
from server.web.requests import asked_text
from server.web.state import state

blueprint = Blueprint("central_findings", __name__)
Choice = TypeVar("Choice", bound=StrEnum)


@blueprint.get("/findings")
@requires(Verb.ENTITY_READ)
def list_all(project_id: int) -> Response:
    """List findings, what is due first first.

    `standing` (open, overdue, rectified), `campaignId`, `enterpriseId`, `kind` and `q` narrow it.
    """
    limit, offset = limit_and_offset()
    wanted = FindingFilter(
        standing=_choice(Standing, request.args.get("standing"), "standing"),
        campaign_id=key_of(request.args.get("campaignId"), "campaignId"),
        enterprise_id=key_of(request.args.get("enterpriseId"), "enterpriseId"),
        kind=asked_text("kind"),
        text=asked_text("q"),
    )
    where, today = scope(Verb.ENTITY_READ, project_id), _today()
    page = FindingPage(limit=limit, offset=offset)
    with state().store.reading() as session:
        counts = findings.count_findings(session, where, wanted, today=today)
        total = sum(counts.values()) if wanted.standing is None else counts[wanted.standing]
        found = findings.list_findings(session, where, wanted, page, today=today)
        bodies = [finding_answer(one, project_id=project_id, today=today) for one in found]
        return answer_page(bodies, total=total)


@blueprint.get("/findings/<pk:finding_id>")
@requires(Verb.ENTITY_READ)
def show_finding(project_id: int, finding_id: int) -> Response:
    """Show a finding with its versions."""
    with state().store.reading() as session:
        row = findings.get_finding(session, scope(Verb.ENTITY_READ, project_id), finding_id)
        versions = findings.list_versions(session, finding_id)
        return answer(finding_details(row, versions, project_id=project_id, today=_today()))


@blueprint.patch("/findings/<pk:finding_id>")
@requires(Verb.ENTITY_CHANGE)
def patch_finding(project_id: int, finding_id: int) -> Response:
    """Close a finding, open it again, or move its date: with the version one saw, and a reason."""
    body = read_body(FindingChangeBody)
    change = FindingChange(
        version=body.version,
        reason=body.reason,
        state=_choice(FindingState, body.state, "state"),
        due_on=_day(body.due_on),
    )
    where, today = scope(Verb.ENTITY_CHANGE, project_id), _today()
    with state().store.writing() as session:
        row = change_finding(session, acting(), where, finding_id, change, today=today)
        versions = findings.list_versions(session, finding_id)
        return answer(finding_details(row, versions, project_id=project_id, today=today))


def _choice(kind: type[Choice], text: str | None, field: str) -> Choice | None:
    """Return a word of a parameter or body, None without one; raises UnexpectedValue."""
    if text is None:
        return None
    found = next((one for one in kind if one.value == text), None)
    if found is None:
        wanted = N_("open, overdue or rectified is expected")
        raise UnexpectedValue(field=field, value=text[:40], reason=wanted)
    return found


def _day(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError as error:
        wanted = N_("a date is expected")
        raise UnexpectedValue(field="dueOn", value=text or "", reason=wanted) from error


def _today() -> dt.date:
    return clock.day_in(state().settings.time_zone)
