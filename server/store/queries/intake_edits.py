"""The statements of edits: a new version of a submission that is stored already.

Whoever edits locks the submission's row first, so that edits, resends and the worker come one after
another: on SQLite all writers do, on PostgreSQL those of one submission.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from server.domain.lifecycle import ReviewState
from server.domain.received_submission import ReceivedSubmission
from server.store.driver_statement import DriverStatement
from server.store.queries import intake
from server.store.queries.intake import KnownVersion, Target

_FIND_SUBMISSION = DriverStatement(
    """
    SELECT submission_id FROM submission_versions
    WHERE form_pk = :form_pk AND instance_id = :instance_id
    """
)
_VERSION = """
    SELECT version.id, version.submission_id, version.xml_sha256, version.is_current,
           version.saw_incomplete, submissions.deleted_at IS NOT NULL,
           form_versions.public_key IS NOT NULL, version.instance_id
    FROM submission_versions AS version
    JOIN submissions ON submissions.id = version.submission_id
    JOIN form_versions ON form_versions.id = version.form_version_id
"""
_FIND_VERSION = DriverStatement(
    f"{_VERSION} WHERE version.form_pk = :form_pk AND version.instance_id = :instance_id"
)
_FIND_SAME = DriverStatement(
    f"""{_VERSION}
    WHERE version.submission_id = :submission_id AND version.xml_sha256 = :xml_sha256
    ORDER BY version.id DESC LIMIT 1
    """
)
_GET_CURRENT = DriverStatement(
    f"{_VERSION} WHERE version.submission_id = :submission_id AND version.is_current"
)
_INSERT_VERSION = DriverStatement(
    """
    INSERT INTO submission_versions (submission_id, form_pk, form_version_id, instance_id,
        deprecated_id, instance_name, xml_sha256, is_current, saw_incomplete, submitter_id,
        device_id, user_agent, flags, received_at)
    VALUES (:submission_id, :form_pk, :form_version_id, :instance_id,
        :deprecated_id, :instance_name, :xml_sha256, false, :saw_incomplete, :submitter_id,
        :device_id, :user_agent, '[]', :now)
    ON CONFLICT (form_pk, instance_id) DO NOTHING
    RETURNING id
    """
)
_SUPERSEDE = DriverStatement(
    """
    UPDATE submission_versions SET is_current = false
    WHERE submission_id = :submission_id AND is_current
    """
)
_MAKE_CURRENT = DriverStatement(
    "UPDATE submission_versions SET is_current = true WHERE id = :version_id"
)
_MOVE = DriverStatement(
    """
    UPDATE submissions SET current_version_id = :version_id, review_state = :review_state,
        updated_at = :changed_at
    WHERE id = :submission_id
    """
)
_LOCK = {
    "sqlite": DriverStatement("SELECT id FROM submissions WHERE id = :submission_id"),
    "postgresql": DriverStatement(
        "SELECT id FROM submissions WHERE id = :submission_id FOR UPDATE"
    ),
}


_ENCRYPTED = -2
"""Where a row says whether its form version is encrypted; its instance ID comes last."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The versions that an edit speaks of, as they are once its submission is locked."""

    known: KnownVersion | None
    """The version with its own instance ID."""
    parent: KnownVersion | None
    """The version that it edits."""
    is_parent_encrypted: bool


def lock_edited(session: Session, form_pk: int, *, instance_id: str, deprecated_id: str) -> Edited:
    """Lock the submission that is edited until the transaction ends, and return its versions."""
    asked: dict[str, object] = {"form_pk": form_pk, "instance_id": deprecated_id}
    submission = _FIND_SUBMISSION.first(session, asked)
    if submission is not None:
        lock(session, submission[0])
    parent = _FIND_VERSION.first(session, asked)
    known = _FIND_VERSION.first(session, asked | {"instance_id": instance_id})
    return Edited(
        known=None if known is None else _version(known),
        parent=None if parent is None else _version(parent),
        is_parent_encrypted=parent is not None and bool(parent[_ENCRYPTED]),
    )


def lock(session: Session, submission_id: int) -> None:
    """Keep other requests away from the versions of a submission until the transaction ends."""
    statement = _LOCK[session.get_bind().dialect.name]
    statement.run(session, {"submission_id": submission_id})


def find_same(session: Session, submission_id: int, xml_sha256: str) -> KnownVersion | None:
    """Return the newest version of a submission with this very XML, under whatever instance ID."""
    values: dict[str, object] = {"submission_id": submission_id, "xml_sha256": xml_sha256}
    found = _FIND_SAME.first(session, values)
    return None if found is None else _version(found)


def get_current(session: Session, submission_id: int) -> tuple[KnownVersion, str]:
    """Return the current version of a submission, which is locked, with its instance ID."""
    row = _GET_CURRENT.one(session, {"submission_id": submission_id})
    found = _version(row)
    if found is None:
        raise LookupError(submission_id)
    return found, str(row[-1])


def insert_edit(
    session: Session,
    received: ReceivedSubmission,
    target: Target,
    parent: KnownVersion,
    *,
    deprecated_id: str,
    actor_id: int | None,
) -> int | None:
    """Add a version that becomes the current one of the parent's submission, which is locked.

    Returns its key; None when its instance ID is taken.
    """
    values = intake.stored_columns(received) | {
        "submission_id": parent.submission_id,
        "form_pk": target.form_pk,
        "form_version_id": target.form_version_id,
        "deprecated_id": deprecated_id,
        "submitter_id": actor_id,
        "review_state": ReviewState.EDITED.value,
        "changed_at": received.received_at,
    }
    made = _INSERT_VERSION.first(session, values)
    if made is None:
        return None
    values["version_id"] = made[0]
    for statement in (_SUPERSEDE, _MAKE_CURRENT, _MOVE):
        statement.run(session, values)
    intake.add_document(session, values)
    return int(made[0])


def _version(row: Sequence[Any]) -> KnownVersion | None:
    return intake.known_version(row[:_ENCRYPTED])
