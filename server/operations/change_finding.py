"""Close a finding in the office, open it again, or move its date: a new version, with a reason."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from server.domain.findings import (
    DUE_ON,
    FINDINGS,
    NO_DATE,
    REASON,
    RECTIFIED_ON,
    STATE,
    FindingState,
)
from server.operations.write_entities import EntityWrite, write_entities
from server.problems import N_, ChangedMeanwhile, UnexpectedValue
from server.store.queries import audits, entities, findings
from server.store.queries.audits import Actee, By
from server.store.queries.findings import FindingRow
from server.store.queries.scope import Scope
from server.store.row_key import stored

_MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class FindingChange:
    """What shall become of a finding as it was in a version; None leaves a thing as it is."""

    version: int
    reason: str
    state: FindingState | None = None
    due_on: dt.date | None = None


def change_finding(
    session: Session,
    by: By,
    scope: Scope,
    finding_id: int,
    change: FindingChange,
    *,
    today: dt.date,
) -> FindingRow:
    """Change a finding within the scope and return it; as it was already, it stays so.

    Raises NotFound, ChangedMeanwhile when somebody else, in the office or on site, was faster,
    UnexpectedValue for a reason that is missing or a day before the finding.
    """
    entity_list = entities.get_list(session, scope.project_id, FINDINGS)
    entities.lock_lists(session, scope.project_id, {FINDINGS})
    found = findings.get_finding(session, scope, finding_id)
    if found.version != change.version:
        raise ChangedMeanwhile
    reason = _reason(change)
    data = _data(found, change, today)
    if not data:
        return found
    entities.ensure_list(session, scope.project_id, FINDINGS, properties=(REASON,), now=by.at)
    write = EntityWrite(
        label=found.label,
        data={**data, REASON: reason},
        entity_id=finding_id,
        area_id=found.area_id,
        enterprise_id=found.enterprise_id,
    )
    write_entities(session, by, stored(entity_list.id), [write])
    details = {"dataset": FINDINGS, "uuid": found.uuid, "version": found.version + 1, **data}
    actee = Actee("entity", found.uuid, scope.project_id)
    noted = {**details, "reason": reason}
    audits.note(session, by, "entity.update.version", actee, details=noted)
    return findings.get_finding(session, scope, finding_id)


def _reason(change: FindingChange) -> str:
    reason = change.reason.strip()
    if not reason or len(reason) > _MOST_REASON:
        wanted = N_("say why, in at most 500 characters")
        raise UnexpectedValue(field="reason", value=reason[:40], reason=wanted)
    return reason


def _data(found: FindingRow, change: FindingChange, today: dt.date) -> dict[str, str]:
    """Return the properties that change."""
    data: dict[str, str] = {}
    if change.state is not None and change.state is not found.state:
        is_rectified = change.state is FindingState.RECTIFIED
        data[STATE] = change.state.value
        data[RECTIFIED_ON] = today.isoformat() if is_rectified else ""
    if change.due_on is not None and change.due_on != found.due_on:
        first = found.found_on or dt.date.min
        if change.due_on < first or change.due_on == NO_DATE:
            wanted = N_("a day after the finding is expected")
            value = change.due_on.isoformat()
            raise UnexpectedValue(field="dueOn", value=value, reason=wanted)
        data[DUE_ON] = change.due_on.isoformat()
    return data
