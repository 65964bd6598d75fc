"""The statements of the way submissions take in: few, and without ORM objects."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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
    is_encrypted: bool
    is_awaited: bool
    """Whether the quarantine holds this very XML, or an edit of this instance ID."""
    known: KnownVersion | None
    added_id: int | None = None
    """The version that was stored in the same look, when the submission was new."""


def find_target(
    session: Session,
    received: ReceivedSubmission,
    *,
    project_id: int,
    token_hash: bytes | None,
) -> Target | None:
    """Return where a submission goes; None when there is no such project."""
    row = statements.FIND_TARGET.first(session, _asked(received, project_id, token_hash))
    return None if row is None else _target(row)


def find_target_or_add(
    session: Session,
    received: ReceivedSubmission,
    *,
    project_id: int,
    actor_id: int | None,
    token_hash: bytes | None,
) -> Target | None:
    """Return where a submission goes; on PostgreSQL it may be stored already, if it is new.

    It is not stored where `find_target` would show anything against it: the caller, who knows the
    rules, stores what was not.
    """
    is_edit = received.ids.deprecated_id is not None
    if is_edit or session.get_bind().dialect.name != "postgresql":
        return find_target(session, received, project_id=project_id, token_hash=token_hash)
    values = _asked(received, project_id, token_hash) | stored_columns(received)
    values |= {"submitter_id": actor_id, "closed": FormState.CLOSED.value}
    row = statements.ADD_IF_NEW.first(session, values)
    return None if row is None else _target(row[:-1], added_id=row[-1])


def insert_submission(
    session: Session,
    received: ReceivedSubmission,
    target: Target,
    *,
    project_id: int,
    actor_id: int | None,
) -> int | None:
    """Add a submission with its first version, its XML and the work that follows.

    Returns the key of the version; None when another request added the same instance ID first.
    """
    values = stored_columns(received) | {
        "project_id": project_id,
        "submitter_id": actor_id,
        "form_pk": target.form_pk,
        "form_version_id": target.form_version_id,
    }
    made = statements.INSERT_SUBMISSION.first(session, values)
    if made is None:
        return None
    values["submission_id"] = made[0]
    version_id = int(statements.INSERT_VERSION.one(session, values)[0])
    values |= {"version_id": version_id}
    statements.SET_CURRENT.run(session, values)
    add_document(session, values)
    return version_id


def add_document(session: Session, values: Mapping[str, object]) -> None:
    """Add the XML of a version, and the work that follows it."""
    version_id = values["version_id"]
    more = {"key": str(version_id), "payload": json.dumps({"submission_version_id": version_id})}
    for statement in (statements.INSERT_XML, statements.INSERT_JOB):
        statement.run(session, {**values, **more})


def note_use(session: Session, app_user_id: int, now: datetime) -> None:
    """Note that an app user's token is in use, unless that was noted a short while ago."""
    values = {"app_user_id": app_user_id, "now": now, "used_since": now - NOTE_USE_EVERY}
    statements.NOTE_USE.run(session, values)


def note_incomplete(session: Session, version_id: int) -> None:
    """Note that a phone said more POSTs of this submission would follow."""
    statements.NOTE_INCOMPLETE.run(session, {"version_id": version_id})


def get_xml(session: Session, version_id: int) -> bytes:
    """Return the raw XML of a submission version."""
    return bytes(statements.GET_XML.one(session, {"version_id": version_id})[0])


def stored_columns(received: ReceivedSubmission) -> dict[str, object]:
    """Return what is stored of a POST, as the statements name it."""
    return {
        "instance_id": received.instance_id,
        "instance_name": (received.ids.instance_name or "")[:_MOST_NAME] or None,
        "xml": received.xml,
        "xml_sha256": received.xml_sha256,
        "saw_incomplete": received.saw_incomplete,
        "device_id": received.device_id,
        "user_agent": received.user_agent,
        "now": received.received_at,
    }


def known_version(row: Sequence[Any]) -> KnownVersion | None:
    """Return the version of a row of its columns; None for a row of nulls."""
    return None if row[0] is None else KnownVersion(*row[:3], *map(bool, row[3:]))


def _target(row: Sequence[Any], *, added_id: int | None = None) -> Target:
    return Target(
        sender_id=row[0],
        is_use_noted=bool(row[1]),
        form_pk=row[2],
        form_state=FormState(row[3]) if row[3] else FormState.CLOSED,
        is_anonymous=bool(row[4]),
        is_assigned=bool(row[5]),
        form_version_id=row[6],
        is_encrypted=bool(row[7]),
        is_awaited=bool(row[8]),
        known=known_version(row[9:]),
        added_id=added_id,
    )


def _asked(
    received: ReceivedSubmission, project_id: int, token_hash: bytes | None
) -> dict[str, object]:
    return {
        "project_id": project_id,
        "token_hash": token_hash,
        "now": received.received_at,
        "used_since": received.received_at - NOTE_USE_EVERY,
        "form_id": received.ids.form_id,
        "version": received.ids.version,
        "instance_id": received.instance_id,
        "xml_sha256": received.xml_sha256,
    }
