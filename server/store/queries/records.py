"""Department records and held titles as lists show them, within a scope, and those of some.

Taking an import back deletes its rows: what is there is in force.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from server.store.batches import batches
from server.store.queries.enterprises import EnterpriseFilter, conditions_of
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.tables.records import DepartmentRecord, HeldTitle, RecordBatch


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What a list is narrowed to."""

    kind: str = ""
    enterprise_id: int | None = None
    batch_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record with its enterprise and the import it came with."""

    record: DepartmentRecord
    enterprise: Enterprise
    batch: RecordBatch | None


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A held title with its enterprise and the import it came with."""

    title: HeldTitle
    enterprise: Enterprise
    batch: RecordBatch | None


def list_records(
    session: Session,
    scope: Scope,
    wanted: RecordFilter,
    *,
    limit: int | None = None,
    after: int | None = None,
) -> tuple[RecordRow, ...]:
    """Return the records in force within a scope, the newest first, those after one of them."""
    statement = (
        select(DepartmentRecord, Enterprise, RecordBatch)
        .join(Enterprise, col(Enterprise.id) == col(DepartmentRecord.enterprise_id))
        .outerjoin(RecordBatch, col(RecordBatch.id) == col(DepartmentRecord.batch_id))
        .where(*_record_conditions(scope, wanted))
        .order_by(col(DepartmentRecord.id).desc())
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(col(DepartmentRecord.id) < after)
    return tuple(RecordRow(*row) for row in session.exec(statement))


def count_records(session: Session, scope: Scope, wanted: RecordFilter) -> int:
    """Return how many records in force there are within a scope."""
    statement = (
        select(func.count(col(DepartmentRecord.id)))
        .join(Enterprise, col(Enterprise.id) == col(DepartmentRecord.enterprise_id))
        .where(*_record_conditions(scope, wanted))
    )
    return int(session.exec(statement).one())


def list_titles(
    session: Session,
    scope: Scope,
    wanted: RecordFilter,
    *,
    limit: int | None = None,
    after: int | None = None,
) -> tuple[TitleRow, ...]:
    """Return the titles in force within a scope, the newest first; `kind` is a title's code."""
    statement = (
        select(HeldTitle, Enterprise, RecordBatch)
        .join(Enterprise, col(Enterprise.id) == col(HeldTitle.enterprise_id))
        .outerjoin(RecordBatch, col(RecordBatch.id) == col(HeldTitle.batch_id))
        .where(*_title_conditions(scope, wanted))
        .order_by(col(HeldTitle.id).desc())
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(col(HeldTitle.id) < after)
    return tuple(TitleRow(*row) for row in session.exec(statement))


def count_titles(session: Session, scope: Scope, wanted: RecordFilter) -> int:
    """Return how many titles in force there are within a scope."""
    statement = (
        select(func.count(col(HeldTitle.id)))
        .join(Enterprise, col(Enterprise.id) == col(HeldTitle.enterprise_id))
        .where(*_title_conditions(scope, wanted))
    )
    return int(session.exec(statement).one())


def records_of(
    session: Session, project_id: int, kind: str, enterprise_ids: Collection[int]
) -> tuple[DepartmentRecord, ...]:
    """Return the records in force of a kind of some enterprises."""
    found: list[DepartmentRecord] = []
    for some in batches(sorted(enterprise_ids)):
        statement = select(DepartmentRecord).where(
            DepartmentRecord.project_id == project_id,
            DepartmentRecord.kind == kind,
            col(DepartmentRecord.enterprise_id).in_(some),
        )
        found += session.exec(statement)
    return tuple(found)


def titles_of(
    session: Session, project_id: int, enterprise_ids: Collection[int]
) -> tuple[HeldTitle, ...]:
    """Return the titles in force of some enterprises."""
    found: list[HeldTitle] = []
    for some in batches(sorted(enterprise_ids)):
        statement = select(HeldTitle).where(
            HeldTitle.project_id == project_id,
            col(HeldTitle.enterprise_id).in_(some),
        )
        found += session.exec(statement)
    return tuple(found)


def _record_conditions(scope: Scope, wanted: RecordFilter) -> list[ColumnElement[bool]]:
    found = _conditions(scope, wanted)
    if wanted.kind:
        found.append(col(DepartmentRecord.kind) == wanted.kind)
    if wanted.batch_id is not None:
        found.append(col(DepartmentRecord.batch_id) == wanted.batch_id)
    return found


def _title_conditions(scope: Scope, wanted: RecordFilter) -> list[ColumnElement[bool]]:
    found = _conditions(scope, wanted)
    if wanted.kind:
        found.append(col(HeldTitle.code) == wanted.kind)
    if wanted.batch_id is not None:
        found.append(col(HeldTitle.batch_id) == wanted.batch_id)
    return found


def _conditions(scope: Scope, wanted: RecordFilter) -> list[ColumnElement[bool]]:
    found = conditions_of(scope, EnterpriseFilter(text=wanted.text))
    if wanted.enterprise_id is not None:
        found.append(col(Enterprise.id) == wanted.enterprise_id)
    return found
