"""Files of submission versions as they arrive: stored once, the newest wins, old ones are noted."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session

from server.domain.received_submission import AUDIT_FILES, ReceivedFile
from server.store.incoming_blobs import BlobRef
from server.store.queries.blobs import keep_blob
from server.store.tables.submissions import Submission, SubmissionAttachment, SubmissionVersion
from server.store.upsert import insert_new, insert_or_update, table_of

_attachments = table_of(SubmissionAttachment)
_submissions, _versions = table_of(Submission), table_of(SubmissionVersion)


def store_files(
    session: Session, version_id: int, files: Iterable[ReceivedFile], now: datetime
) -> None:
    """Note the files that came with a version; a file that was there with these bytes stays."""
    for file in files:
        keep_blob(session, BlobRef(sha256=file.sha256, md5=file.md5, size=file.size), now)
        if not _insert(session, version_id, file, now):
            _replace(session, version_id, file, now)


def add_missing(
    session: Session, version_id: int, files: Iterable[ReceivedFile], now: datetime
) -> None:
    """Note files of a version that has none of their names; those that it has stay."""
    here = {name for name, sha256 in _held(session, version_id) if sha256 is not None}
    store_files(session, version_id, (one for one in files if one.name not in here), now)


def carry_files(
    session: Session, from_version: int, to_version: int, names: Collection[str]
) -> bool:
    """Give a version the files of another that it names and lacks; tell whether there were any."""
    columns = _attachments.c
    here = {name for name, sha256 in _held(session, to_version) if sha256 is not None}
    statement = (
        select(
            columns.name,
            columns.is_audit,
            columns.blob_sha256,
            columns.size,
            columns.content_type,
            columns.received_at,
        )
        .where(columns.submission_version_id == from_version, columns.blob_sha256.is_not(None))
        .order_by(columns.order_index)
    )
    rows = session.connection().execute(statement).mappings()
    wanted = [dict(row) for row in rows if row["name"] in names and row["name"] not in here]
    for content in wanted:
        insert_or_update(
            session,
            SubmissionAttachment,
            content
            | {
                "submission_version_id": to_version,
                "order_index": _count(session, to_version),
                "is_expected": False,
                "replaced_blobs": [],
            },
            conflict_on=("submission_version_id", "name"),
            update=content,
        )
    return bool(wanted)


def list_later(session: Session, submission_id: int, version_id: int) -> tuple[int, ...]:
    """Return the versions of a submission that were made after one, in their order."""
    statement = (
        select(_versions.c.id)
        .where(_versions.c.submission_id == submission_id, _versions.c.id > version_id)
        .order_by(_versions.c.id)
    )
    return tuple(session.connection().execute(statement).scalars())


def _held(session: Session, version_id: int) -> list[tuple[str, str | None]]:
    columns = _attachments.c
    statement = select(columns.name, columns.blob_sha256)
    found = session.connection().execute(
        statement.where(columns.submission_version_id == version_id)
    )
    return [(row[0], row[1]) for row in found]


def count_received(session: Session, form_pk: int) -> Mapping[str, int]:
    """Return how many files of each submission of a form have arrived, by root instance ID."""
    columns = _submissions.c
    statement = (
        select(columns.root_instance_id, func.count(_attachments.c.blob_sha256))
        .outerjoin(_attachments, _attachments.c.submission_version_id == columns.current_version_id)
        .where(columns.form_pk == form_pk, columns.deleted_at.is_(None))
        .group_by(columns.root_instance_id)
    )
    rows = session.connection().execute(statement)
    return {row[0]: row[1] for row in rows}


def list_arrived(session: Session, version_ids: Collection[int]) -> frozenset[tuple[int, str]]:
    """Return the files of versions that have arrived, each with the key of its version."""
    columns = _attachments.c
    statement = select(columns.submission_version_id, columns.name).where(
        columns.submission_version_id.in_(sorted(version_ids)), columns.blob_sha256.is_not(None)
    )
    return frozenset((row[0], row[1]) for row in session.connection().execute(statement))


def _insert(session: Session, version_id: int, file: ReceivedFile, now: datetime) -> bool:
    values = {
        "submission_version_id": version_id,
        "name": file.name,
        "order_index": _count(session, version_id),
        "is_expected": False,
        "is_audit": file.name in AUDIT_FILES,
        "replaced_blobs": [],
    } | _content(file, now)
    made = insert_new(
        session, SubmissionAttachment, values, conflict_on=("submission_version_id", "name")
    )
    return made is not None


def _replace(session: Session, version_id: int, file: ReceivedFile, now: datetime) -> None:
    columns = _attachments.c
    mine = (columns.submission_version_id == version_id, columns.name == file.name)
    old = session.connection().execute(
        select(columns.id, columns.blob_sha256, columns.replaced_blobs).where(*mine)
    )
    row = old.one()
    if row.blob_sha256 == file.sha256:
        return
    replaced = [*row.replaced_blobs, *([row.blob_sha256] if row.blob_sha256 else [])]
    session.connection().execute(
        update(_attachments)
        .where(columns.id == row.id)
        .values(**_content(file, now), replaced_blobs=replaced)
    )


def _content(file: ReceivedFile, now: datetime) -> dict[str, object]:
    return {
        "blob_sha256": file.sha256,
        "size": file.size,
        "content_type": file.content_type,
        "received_at": now,
    }


def _count(session: Session, version_id: int) -> int:
    statement = select(func.count()).where(_attachments.c.submission_version_id == version_id)
    return session.connection().execute(statement).scalar_one()
