"""The statements of the way submissions take in: few, and without ORM objects."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.domain.received_submission import ReceivedSubmission
from server.store.queries import intake_statements as statements

NOTE_USE_EVERY = timedelta(minutes=5)
"""How exact the time of an app user's last use is: every submission would fight for one row."""

_MOST_NAME = 500


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """The version that a form has under the instance ID of an arriving submission."""

    id: int
    submission_id: int
    xml_sha256: str
    is_current: bool
    saw_incomplete: bool
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Target:
    """Where a submission goes, and what is there already: one look for all that is asked."""

    sender_id: int | None
    """The app user of the token; None when the token opens nothing in this project."""
    is_use_noted: bool
    """Whether the app user was seen in use a short while ago."""
    form_pk: int | None
    form_state: FormState
    is_anonymous: bool
    is_assigned: bool
    form_version_id: int | None
    known: KnownVersion | None


def find_target(
    session: Session,
    received: ReceivedSubmission,
    *,
    project_id: int,
    token_hash: bytes | None,
) -> Target | None:
    """Return where a submission goes; None when there is no such project."""
    values = {
        "project_id": project_id,
        "token_hash": token_hash,
        "now": received.received_at,
        "used_since": received.received_at - NOTE_USE_EVERY,
        "form_id": received.ids.form_id,
        "version": received.ids.version,
        "instance_id": received.instance_id,
    }
    row = statements.FIND_TARGET.run(session, values).first()
    if row is None:
        return None
    return Target(
        sender_id=row[0],
        is_use_noted=bool(row[1]),
        form_pk=row[2],
        form_state=FormState(row[3]) if row[3] else FormState.CLOSED,
        is_anonymous=bool(row[4]),
        is_assigned=bool(row[5]),
        form_version_id=row[6],
        known=None if row[7] is None else KnownVersion(*row[7:10], *map(bool, row[10:])),
    )


def insert_submission(
    session: Session,
    received: ReceivedSubmission,
    target: Target,
    *,
    project_id: int,
    actor_id: int,
) -> int | None:
    """Add a submission with its first version, its XML and the work that follows.

    Returns the key of the version; None when another request added the same instance ID first.
    """
    values = _values(received, target) | {"project_id": project_id, "submitter_id": actor_id}
    if session.get_bind().dialect.name == "postgresql":
        version_id: int | None = statements.INSERT_ALL.run(session, values).scalar_one_or_none()
        return version_id
    return _insert_one_by_one(session, values)


def note_use(session: Session, app_user_id: int, now: datetime) -> None:
    """Note that an app user's token is in use, unless that was noted a short while ago."""
    values = {"app_user_id": app_user_id, "now": now, "used_since": now - NOTE_USE_EVERY}
    statements.NOTE_USE.run(session, values)


def note_incomplete(session: Session, version_id: int) -> None:
    """Note that a phone said more POSTs of this submission would follow."""
    statements.NOTE_INCOMPLETE.run(session, {"version_id": version_id})


def get_xml(session: Session, version_id: int) -> bytes:
    """Return the raw XML of a submission version."""
    row = statements.GET_XML.run(session, {"version_id": version_id}).one()
    return bytes(row[0])


def _insert_one_by_one(session: Session, values: dict[str, object]) -> int | None:
    """Insert on SQLite, where all writers wait for one another anyway."""
    submission_id = statements.INSERT_SUBMISSION.run(session, values).scalar_one_or_none()
    if submission_id is None:
        return None
    values["submission_id"] = submission_id
    version_id: int = statements.INSERT_VERSION.run(session, values).scalar_one()
    values |= {"version_id": version_id, "key": str(version_id)}
    values["payload"] = json.dumps({"submission_version_id": version_id})
    for statement in (statements.SET_CURRENT, statements.INSERT_XML, statements.INSERT_JOB):
        statement.run(session, values)
    return version_id


def _values(received: ReceivedSubmission, target: Target) -> dict[str, object]:
    return {
        "form_pk": target.form_pk,
        "form_version_id": target.form_version_id,
        "instance_id": received.instance_id,
        "instance_name": (received.ids.instance_name or "")[:_MOST_NAME] or None,
        "xml": received.xml,
        "xml_sha256": received.xml_sha256,
        "saw_incomplete": received.saw_incomplete,
        "device_id": received.device_id,
        "user_agent": received.user_agent,
        "now": received.received_at,
    }
