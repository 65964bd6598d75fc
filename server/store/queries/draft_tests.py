"""What phones sent to try drafts: found by draft, added to, and removed with the draft."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.domain.received_submission import ReceivedFile, ReceivedSubmission
from server.problems import NotFound
from server.store.blobs import BlobRef
from server.store.queries.blobs import keep_blob
from server.store.tables.draft_tests import DraftSubmission, DraftSubmissionFile
from server.store.tables.forms import Form, FormVersion
from server.store.tables.projects import Project
from server.store.upsert import insert_new, insert_or_update, table_of

_MOST_NAME = 500
_tests, _files = table_of(DraftSubmission), table_of(DraftSubmissionFile)


def get_draft_of_token(
    session: Session, project_id: int, form_id: str, token: str
) -> tuple[Form, FormVersion]:
    """Return a form and its draft for whoever has the draft's token; raises NotFound."""
    statement = (
        select_rows(Form, FormVersion)
        .join(FormVersion, col(FormVersion.id) == col(Form.draft_version_id))
        .join(Project, col(Project.id) == col(Form.project_id))
        .where(
            Form.project_id == project_id,
            Form.form_id == form_id,
            FormVersion.draft_token == token,
            col(Form.deleted_at).is_(None),
            col(Project.deleted_at).is_(None),
        )
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def list_tests(session: Session, version_id: int | None) -> tuple[DraftSubmission, ...]:
    """Return what was sent to try a draft, the newest first."""
    statement = (
        select_rows(DraftSubmission)
        .where(DraftSubmission.form_version_id == version_id)
        .order_by(col(DraftSubmission.received_at).desc(), col(DraftSubmission.id).desc())
    )
    return tuple(session.exec(statement))


def count_tests(session: Session, version_id: int) -> int:
    """Return how much was sent to try a draft."""
    statement = select(func.count()).where(_tests.c.form_version_id == version_id)
    return int(session.connection().execute(statement).scalar_one())


def find_test(session: Session, version_id: int, instance_id: str) -> DraftSubmission | None:
    """Return what was sent under an instance ID."""
    statement = select_rows(DraftSubmission).where(
        DraftSubmission.form_version_id == version_id, DraftSubmission.instance_id == instance_id
    )
    return session.exec(statement).first()


def get_test(session: Session, version_id: int | None, test_id: int) -> DraftSubmission:
    """Return one of a draft's by its key; raises NotFound."""
    found = session.get(DraftSubmission, test_id)
    if found is None or found.form_version_id != version_id:
        raise NotFound
    return found


def list_files(session: Session, test_id: int | None) -> tuple[DraftSubmissionFile, ...]:
    """Return the files that came with one."""
    statement = (
        select_rows(DraftSubmissionFile)
        .where(DraftSubmissionFile.draft_submission_id == test_id)
        .order_by(col(DraftSubmissionFile.name))
    )
    return tuple(session.exec(statement))


def add_test(session: Session, version_id: int, received: ReceivedSubmission) -> int | None:
    """Store what a phone sent to try a draft; None when its instance ID is there already."""
    values = {
        "form_version_id": version_id,
        "instance_id": received.instance_id,
        "instance_name": (received.ids.instance_name or "")[:_MOST_NAME] or None,
        "version": received.ids.version,
        "xml": received.xml,
        "device_id": received.device_id,
        "received_at": received.received_at,
    }
    return insert_new(
        session, DraftSubmission, values, conflict_on=("form_version_id", "instance_id")
    )


def store_files(
    session: Session, test_id: int, files: Iterable[ReceivedFile], now: datetime
) -> None:
    """Store the files that came with one; the newest of a name wins."""
    for file in files:
        keep_blob(session, BlobRef(sha256=file.sha256, md5=file.md5, size=file.size), now)
        content = {
            "blob_sha256": file.sha256,
            "size": file.size,
            "content_type": file.content_type,
        }
        insert_or_update(
            session,
            DraftSubmissionFile,
            {"draft_submission_id": test_id, "name": file.name, **content},
            conflict_on=("draft_submission_id", "name"),
            update=content,
        )


def remove_tests(session: Session, version_id: int) -> None:
    """Remove everything that was sent to try a draft."""
    connection = session.connection()
    mine = select(_tests.c.id).where(_tests.c.form_version_id == version_id)
    connection.execute(delete(_files).where(_files.c.draft_submission_id.in_(mine)))
    connection.execute(delete(_tests).where(_tests.c.form_version_id == version_id))
