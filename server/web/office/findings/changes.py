"""Close a finding, open it again, or move its date, each with a reason."""

import datetime as dt

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.findings import FindingState
from server.domain.roles import Verb
from server.operations.change_finding import FindingChange, change_finding
from server.problems import N_, ChangedMeanwhile, UnexpectedValue
from server.web.auth import requires
from server.web.office.acting import acting
from server.web.office.dates import today
from server.web.office.findings.blueprint import blueprint
from server.web.office.findings.one import finding_page
from server.web.office.form_errors import done, error_at
from server.web.office.frame import open_place, page_answer
from server.web.office.list_state import key_from_form
from server.web.state import state

_FIELDS = {"reason": "reason", "dueOn": "due_on"}
_MOST_TYPED = 2000


@blueprint.post("/<pk:project_id>/findings/<pk:finding_id>")
@requires(Verb.ENTITY_CHANGE)
def change(project_id: int, finding_id: int) -> AnyResponse:
    """Change a finding as its form says; what is wrong is told at the field, nothing is lost."""
    typed = {name: _typed(name) for name in ("what", "reason", "due_on")}
    try:
        wanted = _change(typed)
        with state().store.writing() as session:
            place = open_place(session, project_id, Verb.ENTITY_CHANGE)
            change_finding(session, acting(), place.scope, finding_id, wanted, today=today())
    except (UnexpectedValue, ChangedMeanwhile) as problem:
        errors = error_at(problem, _FIELDS)
        with state().store.reading() as session:
            place = open_place(session, project_id, Verb.ENTITY_READ)
            page = finding_page(session, place, finding_id, errors=errors, typed=typed)
            return page_answer(page, problem.status)
    url = url_for("office_findings.show_finding", project_id=project_id, finding_id=finding_id)
    return done(gettext("The finding has been saved; phones get it with their next sync."), url)


def _change(typed: dict[str, str]) -> FindingChange:
    """Return what the form asks for. Raises UnexpectedValue."""
    states = {"close": FindingState.RECTIFIED, "open": FindingState.OPEN}
    return FindingChange(
        version=key_from_form("version") or 0,
        reason=typed["reason"],
        state=states.get(typed["what"]),
        due_on=_day(typed["due_on"]) if typed["what"] in {"move", "open"} else None,
    )


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        wanted = N_("a date is expected")
        raise UnexpectedValue(field="dueOn", value=text[:40], reason=wanted) from error


def _typed(name: str) -> str:
    return request.form.get(name, "").replace("\0", "\ufffd").strip()[:_MOST_TYPED]
