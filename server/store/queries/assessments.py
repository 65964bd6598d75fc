"""Assessments: what each level has given of an enterprise, its values and files."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from server.domain.lifecycle import AssessmentState
from server.domain.schemes.described.assigned import ENTERPRISE
from server.problems import NotFound
from server.store.batches import batches
from server.store.tables.assessments import Assessment, AssessmentFile, AssessmentValue
from server.store.upsert import insert_new, table_of

_VALUES = table_of(AssessmentValue)
_UNIQUE = ("campaign_id", "subject_kind", "subject_id", "scheme_id", "level")


@dataclass(frozen=True, slots=True)
class AssessmentKey:
    """Which assessment: of which subject, by which scheme, of which level."""

    campaign_id: int
    scheme_id: int
    subject_id: int
    level: str
    subject_kind: str = ENTERPRISE

    @property
    def enterprise_id(self) -> int | None:
        """The subject's key where it is an enterprise."""
        return self.subject_id if self.subject_kind == ENTERPRISE else None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """What is stored for one measure."""

    measure: str
    value: str | None
    is_not_applicable: bool
    reason: str


def find_assessment(
    session: Session, key: AssessmentKey, *, is_locked: bool = False
) -> Assessment | None:
    """Return an assessment; `is_locked`: nobody else changes it till the end."""
    statement = select(Assessment).where(
        Assessment.campaign_id == key.campaign_id,
        Assessment.scheme_id == key.scheme_id,
        Assessment.subject_kind == key.subject_kind,
        Assessment.subject_id == key.subject_id,
        Assessment.level == key.level,
    )
    return session.exec(statement.with_for_update() if is_locked else statement).first()


def list_of_subject(session: Session, key: AssessmentKey) -> tuple[Assessment, ...]:
    """Return what all levels have begun for a subject by a scheme."""
    return list_assessments(
        session, key.campaign_id, key.scheme_id, [key.subject_id], key.subject_kind
    )


def list_assessments(
    session: Session,
    campaign_id: int,
    scheme_id: int,
    subject_ids: Collection[int],
    subject_kind: str = ENTERPRISE,
) -> tuple[Assessment, ...]:
    """Return what all levels have begun for some subjects of a kind by a scheme."""
    found: list[Assessment] = []
    for some in batches(sorted(subject_ids)):
        statement = select(Assessment).where(
            Assessment.campaign_id == campaign_id,
            Assessment.scheme_id == scheme_id,
            Assessment.subject_kind == subject_kind,
            col(Assessment.subject_id).in_(some),
        )
        found += session.exec(statement)
    return tuple(found)


def begin(
    session: Session, key: AssessmentKey, *, version_id: int, by_id: int | None, at: datetime
) -> int | None:
    """Begin an assessment; return its key, None when somebody else has begun it."""
    values = {
        "campaign_id": key.campaign_id,
        "scheme_id": key.scheme_id,
        "scheme_version_id": version_id,
        "subject_kind": key.subject_kind,
        "subject_id": key.subject_id,
        "enterprise_id": key.enterprise_id,
        "level": key.level,
        "state": AssessmentState.DRAFT.value,
        "revision": 0,
        "return_reason": "",
        "saved_by": by_id,
        "saved_at": at,
    }
    return insert_new(session, Assessment, values, conflict_on=_UNIQUE)


def values_of(
    session: Session, assessment_ids: Collection[int]
) -> Mapping[int, Mapping[str, ValueRow]]:
    """Return what is stored of assessments, by measure."""
    found: dict[int, dict[str, ValueRow]] = {one: {} for one in assessment_ids}
    for some in batches(sorted(assessment_ids)):
        statement = select(AssessmentValue).where(col(AssessmentValue.assessment_id).in_(some))
        for one in session.exec(statement):
            row = ValueRow(one.measure, one.value, one.is_not_applicable, one.reason)
            found[one.assessment_id][one.measure] = row
    return found


def replace_values(session: Session, assessment_id: int, rows: Iterable[ValueRow]) -> None:
    """Put values in the place of those that are there."""
    connection = session.connection()
    connection.execute(delete(_VALUES).where(_VALUES.c.assessment_id == assessment_id))
    by_measure = {
        row.measure: {
            "assessment_id": assessment_id,
            "measure": row.measure,
            "value": row.value,
            "is_not_applicable": row.is_not_applicable,
            "reason": row.reason,
        }
        for row in rows
    }
    if by_measure:
        connection.execute(insert(_VALUES), list(by_measure.values()))


def files_of(session: Session, assessment_ids: Collection[int]) -> Sequence[AssessmentFile]:
    """Return the files of assessments in the order they came."""
    found: list[AssessmentFile] = []
    for some in batches(sorted(assessment_ids)):
        statement = select(AssessmentFile).where(col(AssessmentFile.assessment_id).in_(some))
        found += session.exec(statement)
    return sorted(found, key=lambda one: one.id or 0)


def get_file(session: Session, campaign_id: int, file_id: int) -> tuple[Assessment, AssessmentFile]:
    """Return a file with the assessment it belongs to; raises NotFound."""
    statement = (
        select(Assessment, AssessmentFile)
        .join(Assessment, col(AssessmentFile.assessment_id) == col(Assessment.id))
        .where(AssessmentFile.id == file_id, Assessment.campaign_id == campaign_id)
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found[0], found[1]
