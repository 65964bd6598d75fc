"""What lies behind evaluations: the files of site checks and assessments, found by their keys."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE
from server.store.queries.enterprises import EVERYTHING
from server.store.queries.scope import Scope, within
from server.store.queries.subject_tables import subject_table
from server.store.tables.assessments import Assessment, AssessmentFile
from server.store.tables.enterprises import Enterprise
from server.store.tables.submissions import Submission, SubmissionAttachment, SubmissionVersion
from server.store.upsert import table_of

_SUBMISSIONS, _VERSIONS = table_of(Submission), table_of(SubmissionVersion)
_ATTACHMENTS, _ENTERPRISES = table_of(SubmissionAttachment), table_of(Enterprise)
_ASSESSMENTS, _FILES = table_of(Assessment), table_of(AssessmentFile)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a version of a submission."""

    key: int
    submission_id: int
    version_id: int
    name: str
    content_type: str


@dataclass(frozen=True, slots=True)
class AssessedFile:
    """A file that was handed in with points."""

    key: int
    campaign_id: int
    name: str
    content_type: str


def list_files(session: Session, scope: Scope, keys: Collection[int]) -> Mapping[int, FoundFile]:
    """Return files of submissions of enterprises within a scope, those that were received."""
    statement = (
        select(
            _ATTACHMENTS.c.id,
            _VERSIONS.c.submission_id,
            _VERSIONS.c.id,
            _ATTACHMENTS.c.name,
            _ATTACHMENTS.c.content_type,
        )
        .join(_VERSIONS, _VERSIONS.c.id == _ATTACHMENTS.c.submission_version_id)
        .join(_SUBMISSIONS, _SUBMISSIONS.c.id == _VERSIONS.c.submission_id)
        .join(_ENTERPRISES, _ENTERPRISES.c.id == _SUBMISSIONS.c.enterprise_id)
        .where(
            _ATTACHMENTS.c.id.in_(keys),
            _ATTACHMENTS.c.blob_sha256.is_not(None),
            _ENTERPRISES.c.project_id == scope.project_id,
            within(scope, _ENTERPRISES.c.area_id),
        )
    )
    rows = session.connection().execute(statement)
    return {row[0]: FoundFile(*row[:4], row[4] or "") for row in rows}


def list_assessed_files(
    session: Session, scope: Scope, keys: Collection[int], *, subject_kind: str = ENTERPRISE
) -> Mapping[int, AssessedFile]:
    """Return files of assessments of subjects of a kind within a scope."""
    subject, given = subject_table(subject_kind), _ASSESSMENTS.c
    is_own = and_(given.subject_kind == subject_kind, given.subject_id == subject.id)
    files = (
        select(_FILES.c.id, given.campaign_id, _FILES.c.name, _FILES.c.content_type)
        .select_from(_FILES)
        .join(_ASSESSMENTS, given.id == _FILES.c.assessment_id)
    )
    statement = subject.joined(files, is_own).where(
        _FILES.c.id.in_(keys), *subject.conditions(scope, EVERYTHING)
    )
    return {row[0]: AssessedFile(*row) for row in session.connection().execute(statement)}
