"""What was given by hand, handed in by departments, or is held, for evaluations of many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from server import clock
from server.domain.lifecycle import AssessmentState
from server.domain.schemes.inputs.found import Assessed, Imported, Recorded
from server.domain.schemes.kinds.decision_kind import HeldTitle as Held
from server.store.tables.assessments import Assessment, AssessmentFile, AssessmentValue
from server.store.tables.records import DepartmentRecord, HeldTitle, RecordBatch
from server.store.upsert import table_of

_ASSESSMENTS, _VALUES = table_of(Assessment), table_of(AssessmentValue)
_PROOFS, _RECORDS = table_of(AssessmentFile), table_of(DepartmentRecord)
_TITLES, _BATCHES = table_of(HeldTitle), table_of(RecordBatch)


@dataclass(frozen=True, slots=True)
class GivenBy:
    """Points given by a scheme in a campaign to a kind of subject; `zone`: where days are told."""

    campaign_id: int
    scheme_id: int
    subject_kind: str
    zone: str


def list_assessed(
    session: Session, by: GivenBy, ids: Sequence[int]
) -> Mapping[int, tuple[Assessed, ...]]:
    """Return what levels have submitted by a scheme, by the subject's key, oldest first."""
    given = _ASSESSMENTS.c
    submitted = (
        select(given.id, given.subject_id, given.level, given.submitted_at)
        .where(
            given.campaign_id == by.campaign_id,
            given.scheme_id == by.scheme_id,
            given.subject_kind == by.subject_kind,
            given.subject_id.in_(ids),
            given.state == AssessmentState.SUBMITTED,
            given.submitted_at.is_not(None),
        )
        .order_by(given.submitted_at, given.id)
    )
    rows = session.connection().execute(submitted).all()
    keys = [row[0] for row in rows]
    values, proofs = _values_of(session, keys), _proofs_of(session, keys)
    found: defaultdict[int, list[Assessed]] = defaultdict(list)
    for key, subject_id, level, at in rows:
        day = clock.day_in(by.zone, at)
        found[subject_id] += [
            Assessed(key, level, measure, text, day, proofs.get((key, measure), ()), reason)
            for measure, text, reason in values.get(key, ())
        ]
    return {key: tuple(many) for key, many in found.items()}


def _values_of(
    session: Session, assessment_ids: Collection[int]
) -> Mapping[int, list[tuple[str, str | None, str]]]:
    """Return measure, text (None: does not apply) and reason of what assessments say."""
    value = _VALUES.c
    columns = (value.assessment_id, value.measure, value.value, value.is_not_applicable)
    statement = (
        select(*columns, value.reason)
        .where(
            value.assessment_id.in_(assessment_ids),
            (value.value.is_not(None) | value.is_not_applicable),
        )
        .order_by(value.assessment_id, value.measure)
    )
    found: defaultdict[int, list[tuple[str, str | None, str]]] = defaultdict(list)
    for key, measure, text, is_none, reason in session.connection().execute(statement).all():
        found[key].append((measure, None if is_none else text, reason))
    return found


def _proofs_of(
    session: Session, assessment_ids: Collection[int]
) -> Mapping[tuple[int, str], tuple[str, ...]]:
    statement = (
        select(_PROOFS.c.assessment_id, _PROOFS.c.measure, _PROOFS.c.id)
        .where(_PROOFS.c.assessment_id.in_(sorted(assessment_ids)))
        .order_by(_PROOFS.c.id)
    )
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for assessment_id, measure, key in session.connection().execute(statement):
        found[assessment_id, measure].append(f"assessment_file:{key}")
    return {key: tuple(many) for key, many in found.items()}


def list_records(
    session: Session, enterprise_ids: Sequence[int], kinds: Collection[str]
) -> Mapping[int, tuple[Recorded, ...]]:
    """Return records of some kinds, oldest first, by enterprise."""
    statement = (
        select(
            _RECORDS.c.enterprise_id,
            _RECORDS.c.id,
            _RECORDS.c.kind,
            _RECORDS.c.dated_on,
            _RECORDS.c.columns,
            func.coalesce(func.nullif(_RECORDS.c.source, ""), _RECORDS.c.department),
        )
        .where(
            _RECORDS.c.enterprise_id.in_(enterprise_ids), _RECORDS.c.kind.in_(sorted(set(kinds)))
        )
        .order_by(_RECORDS.c.dated_on, _RECORDS.c.id)
    )
    found: defaultdict[int, list[Recorded]] = defaultdict(list)
    for key, record_id, kind, day, columns, said in session.connection().execute(statement):
        found[key].append(Recorded(record_id, kind, day, columns, said))
    return {key: tuple(many) for key, many in found.items()}


def list_titles(session: Session, enterprise_ids: Sequence[int]) -> Mapping[int, tuple[Held, ...]]:
    """Return the titles that enterprises hold or held, oldest first."""
    statement = (
        select(
            _TITLES.c.enterprise_id, _TITLES.c.code, _TITLES.c.since, _TITLES.c.until, _TITLES.c.id
        )
        .where(_TITLES.c.enterprise_id.in_(enterprise_ids))
        .order_by(_TITLES.c.since, _TITLES.c.id)
    )
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for key, code, since, until, title_id in session.connection().execute(statement):
        found[key].append(Held(code, since, until, f"title:{title_id}"))
    return {key: tuple(many) for key, many in found.items()}


def find_imported(session: Session, project_id: int, zone: str) -> Imported:
    """Return of which kinds a project has records at all, and of which codes it has titles.

    Each with its last day, as a calendar in the zone shows it. A batch that brought no row, as
    nothing had happened, counts as well.
    """
    records = select(_RECORDS.c.kind, func.max(_RECORDS.c.dated_on)).where(
        _RECORDS.c.project_id == project_id
    )
    batches = select(_BATCHES.c.kind, func.max(_BATCHES.c.created_at)).where(
        _BATCHES.c.project_id == project_id, _BATCHES.c.undone_at.is_(None)
    )
    titles = select(_TITLES.c.code, func.max(_TITLES.c.since)).where(
        _TITLES.c.project_id == project_id
    )
    connection = session.connection()
    kinds: dict[str, date] = {
        kind: clock.day_in(zone, at)
        for kind, at in connection.execute(batches.group_by(_BATCHES.c.kind))
    }
    kinds |= dict(connection.execute(records.group_by(_RECORDS.c.kind)).all())
    codes = dict(connection.execute(titles.group_by(_TITLES.c.code)).all())
    return Imported(record_kinds=kinds, title_codes=codes)


def list_record_kinds(session: Session, project_id: int) -> frozenset[str]:
    """Return of which kinds a project has records, or batches that say that nothing happened."""
    records = select(_RECORDS.c.kind).where(_RECORDS.c.project_id == project_id)
    batches = select(_BATCHES.c.kind).where(
        _BATCHES.c.project_id == project_id, _BATCHES.c.undone_at.is_(None)
    )
    return frozenset(session.connection().execute(records.union(batches)).scalars())
