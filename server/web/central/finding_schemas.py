"""Bodies of findings."""

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from server.domain.findings import (
    FOLLOW_UP_PHOTO,
    FOLLOWED_UP_ON,
    NO_DATE,
    NOTE,
    PHOTO,
    REASON,
    FindingState,
    Standing,
    standing_of,
)
from server.store.queries.findings import FindingRow, FindingVersion
from server.web.central.wire import AnswerBody, RequestBody, Timestamp

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class FindingChangeBody(RequestBody):
    """What shall become of a finding as it was in a version, and why."""

    version: Version
    reason: str
    state: str | None = None
    due_on: Day | None = None


class FindingAnswer(AnswerBody):
    """A finding: what was found where, by when it is to be mended, and how it stands today."""

    id: int
    uuid: str
    version: int
    project_id: int
    enterprise_id: int | None
    enterprise_name: str | None
    area_id: int | None
    campaign_id: int | None
    kind: str
    what: str
    state: FindingState
    standing: Standing
    found_on: dt.date | None
    due_on: dt.date | None
    rectified_on: dt.date | None
    updated_at: Timestamp | None


class FindingVersionAnswer(AnswerBody):
    """One version of a finding: a site check, a follow-up, or the office."""

    version: int
    created_at: Timestamp
    created_by_name: str | None
    form_id: str | None
    instance_id: str | None
    state: str
    due_on: str
    photo: str | None
    note: str | None
    reason: str | None


class FindingDetails(FindingAnswer):
    """A finding with all that happened to it, the first thing first."""

    versions: tuple[FindingVersionAnswer, ...]


def finding_answer(row: FindingRow, *, project_id: int, today: dt.date) -> FindingAnswer:
    """Return a finding as a body."""
    return FindingAnswer.model_validate(_values(row, project_id, today))


def finding_details(
    row: FindingRow, versions: tuple[FindingVersion, ...], *, project_id: int, today: dt.date
) -> FindingDetails:
    """Return a finding with its versions as a body."""
    told = tuple(_version(one) for one in versions)
    return FindingDetails.model_validate({**_values(row, project_id, today), "versions": told})


def _values(row: FindingRow, project_id: int, today: dt.date) -> dict[str, object]:
    return {
        "id": row.id,
        "uuid": row.uuid,
        "version": row.version,
        "project_id": project_id,
        "enterprise_id": row.enterprise_id,
        "enterprise_name": row.enterprise_name,
        "area_id": row.area_id,
        "campaign_id": row.campaign_id,
        "kind": row.kind,
        "what": row.label,
        "state": row.state,
        "standing": standing_of(row.state, row.due_on, today),
        "found_on": row.found_on,
        "due_on": None if row.due_on == NO_DATE else row.due_on,
        "rectified_on": row.rectified_on,
        "updated_at": row.updated_at,
    }


def _version(one: FindingVersion) -> FindingVersionAnswer:
    """Return a version as a body; the photo is that which its own submission sent."""
    is_sent = one.submission_id is not None
    photo = one.data.get(PHOTO if one.version == 1 else FOLLOW_UP_PHOTO) if is_sent else None
    return FindingVersionAnswer(
        version=one.version,
        created_at=one.at,
        created_by_name=one.actor_name,
        form_id=one.form_id,
        instance_id=one.instance_id,
        state=one.data.get("state", ""),
        due_on=one.data.get("due_on", ""),
        photo=photo or None,
        note=(one.data.get(NOTE) or None) if one.data.get(FOLLOWED_UP_ON) and is_sent else None,
        reason=None if is_sent else one.data.get(REASON) or None,
    )
