"""What has come from the phones of app users, and what was announced and has not come."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlmodel import Session

from server.store.batches import batches
from server.store.tables.forms import Form, FormVersion
from server.store.tables.submissions import (
    RejectedPayload,
    Submission,
    SubmissionAttachment,
    SubmissionVersion,
)
from server.store.upsert import table_of

_submissions, _versions = table_of(Submission), table_of(SubmissionVersion)
_files, _rejected = table_of(SubmissionAttachment), table_of(RejectedPayload)
_forms, _form_versions = table_of(Form), table_of(FormVersion)


@dataclass(frozen=True, slots=True)
class ArrivedForm:
    """What has come of one form: how many submissions, and when the last one."""

    form_id: str
    title: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class MissingFiles:
    """A submission whose files have not all come, and their names."""

    form_id: str
    title: str
    instance_id: str
    instance_name: str | None
    received_at: datetime
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """What was sent and refused: how much of it waits in the office, and when the last came."""

    count: int = 0
    last_at: datetime | None = None


def list_arrived(session: Session, app_user_id: int) -> tuple[ArrivedForm, ...]:
    """Return what has come from an app user, form by form, that of the newest first."""
    last_at = func.max(_submissions.c.received_at)
    statement = (
        select(
            *(_forms.c.form_id, func.coalesce(_form_versions.c.title, _forms.c.form_id)),
            *(func.count(), last_at),
        )
        .select_from(_submissions)
        .join(_forms, _forms.c.id == _submissions.c.form_pk)
        .outerjoin(_form_versions, _form_versions.c.id == _forms.c.current_version_id)
        .where(_submissions.c.submitter_id == app_user_id, _submissions.c.deleted_at.is_(None))
        .group_by(_forms.c.form_id, _form_versions.c.title)
        .order_by(last_at.desc(), _forms.c.form_id)
    )
    return tuple(ArrivedForm(*row) for row in session.connection().execute(statement))


def list_missing(session: Session, app_user_id: int, *, limit: int) -> tuple[MissingFiles, ...]:
    """Return the submissions of an app user whose files have not all come, the newest first."""
    statement = (
        select(
            *(_forms.c.form_id, func.coalesce(_form_versions.c.title, _forms.c.form_id)),
            *(_versions.c.instance_id, _versions.c.instance_name, _versions.c.received_at),
            _versions.c.id,
        )
        .select_from(_versions)
        .join(_submissions, _submissions.c.id == _versions.c.submission_id)
        .join(_forms, _forms.c.id == _versions.c.form_pk)
        .outerjoin(_form_versions, _form_versions.c.id == _forms.c.current_version_id)
        .where(
            _versions.c.submitter_id == app_user_id,
            _versions.c.id.in_(_missing(_files.c.submission_version_id)),
        )
        .order_by(_versions.c.id.desc())
        .limit(limit)
    )
    rows = session.connection().execute(statement).all()
    names = _missing_names(session, [row.id for row in rows])
    return tuple(MissingFiles(*row[:5], names=names[row.id]) for row in rows)


def count_missing(session: Session, app_user_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many submissions of app users lack files; those of whom none does are left out."""
    found: dict[int, int] = {}
    for some in batches(sorted(set(app_user_ids))):
        statement = (
            _missing(_versions.c.submitter_id, func.count(_versions.c.id.distinct()))
            .where(_versions.c.submitter_id.in_(some))
            .group_by(_versions.c.submitter_id)
        )
        rows: Iterable[Sequence[int]] = session.connection().execute(statement)
        found |= {row[0]: row[1] for row in rows}
    return found


def have_missing_files() -> Select[int]:
    """Return the statement of who sent submissions whose files have not all come."""
    return _missing(_versions.c.submitter_id).where(_versions.c.submitter_id.is_not(None))


def count_refused(session: Session, project_id: int, app_user_id: int) -> Refused:
    """Return how much of an app user was refused and waits in the office to be decided about."""
    statement = select(func.count(), func.max(_rejected.c.received_at)).where(
        _rejected.c.project_id == project_id,
        _rejected.c.sender_id == app_user_id,
        _rejected.c.settled_at.is_(None),
    )
    row = session.connection().execute(statement).one()
    return Refused(count=int(row[0]), last_at=row[1])


def _missing(*columns: object) -> Select[int]:
    """Return the statement of files that are expected of current versions and have not come."""
    statement: Select[int] = (
        select(*columns)  # type: ignore[call-overload]  # columns of whatever kind
        .select_from(_files)
        .join(_versions, _versions.c.id == _files.c.submission_version_id)
        .join(_submissions, _submissions.c.id == _versions.c.submission_id)
        .where(
            _files.c.blob_sha256.is_(None),
            _files.c.is_expected.is_(True),
            _versions.c.is_current.is_(True),
            _submissions.c.deleted_at.is_(None),
        )
    )
    return statement


def _missing_names(session: Session, version_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    statement = (
        select(_files.c.submission_version_id, _files.c.name)
        .where(
            _files.c.submission_version_id.in_(sorted(version_ids)),
            _files.c.blob_sha256.is_(None),
            _files.c.is_expected.is_(True),
        )
        .order_by(_files.c.submission_version_id, _files.c.order_index)
    )
    names: dict[int, tuple[str, ...]] = dict.fromkeys(version_ids, ())
    for version_id, name in session.connection().execute(statement):
        names[version_id] = (*names[version_id], name)
    return names
