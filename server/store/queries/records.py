"""Department records and held titles, the batches they came in, and who may see which."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, or_, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from server.problems import NotFound
from server.store.batches import batches
from server.store.queries.enterprises import EnterpriseFilter, conditions_of
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.tables.records import DepartmentRecord, HeldTitle, RecordBatch
from server.store.tables.users import Actor
from server.store.upsert import table_of


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


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An import, who made it, and who has undone it."""

    batch: RecordBatch
    created_by: str
    undone_by: str


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
        .outerjoin(RecordBatch, col(RecordBatch.id) == col(DepartmentRecord.batch_id))
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
        .outerjoin(RecordBatch, col(RecordBatch.id) == col(HeldTitle.batch_id))
        .where(*_title_conditions(scope, wanted))
    )
    return int(session.exec(statement).one())


def records_of(
    session: Session, project_id: int, kind: str, enterprise_ids: Collection[int]
) -> tuple[DepartmentRecord, ...]:
    """Return the records in force of a kind of some enterprises."""
    found: list[DepartmentRecord] = []
    for some in batches(sorted(enterprise_ids)):
        statement = (
            select(DepartmentRecord)
            .outerjoin(RecordBatch, col(RecordBatch.id) == col(DepartmentRecord.batch_id))
            .where(
                DepartmentRecord.project_id == project_id,
                DepartmentRecord.kind == kind,
                col(DepartmentRecord.enterprise_id).in_(some),
                col(RecordBatch.undone_at).is_(None),
            )
        )
        found += session.exec(statement)
    return tuple(found)


def titles_of(
    session: Session, project_id: int, enterprise_ids: Collection[int]
) -> tuple[HeldTitle, ...]:
    """Return the titles in force of some enterprises."""
    found: list[HeldTitle] = []
    for some in batches(sorted(enterprise_ids)):
        statement = (
            select(HeldTitle)
            .outerjoin(RecordBatch, col(RecordBatch.id) == col(HeldTitle.batch_id))
            .where(
                HeldTitle.project_id == project_id,
                col(HeldTitle.enterprise_id).in_(some),
                col(RecordBatch.undone_at).is_(None),
            )
        )
        found += session.exec(statement)
    return tuple(found)


def list_batches(
    session: Session, scope: Scope, *, kind: str | None, without: str, user_id: int, limit: int
) -> tuple[BatchRow, ...]:
    """Return imports of a kind (None: all but one), the newest first.

    Whoever does not see the whole project sees those that hold something within their scope, and
    their own: of one that was undone nothing is left to go by.
    """
    undoer = _actor_name(col(RecordBatch.undone_by))
    column = col(RecordBatch.kind)
    statement = (
        select(RecordBatch, _actor_name(col(RecordBatch.created_by)), undoer)
        .where(
            RecordBatch.project_id == scope.project_id,
            column != without if kind is None else column == kind,
            _is_seen(scope, user_id),
        )
        .order_by(col(RecordBatch.id).desc())
        .limit(limit)
    )
    return tuple(BatchRow(row[0], row[1] or "", row[2] or "") for row in session.exec(statement))


def get_batch(
    session: Session, project_id: int, batch_id: int, *, is_locked: bool = False
) -> RecordBatch:
    """Return an import of a project; raises NotFound."""
    statement = select(RecordBatch).where(
        RecordBatch.id == batch_id, RecordBatch.project_id == project_id
    )
    found = session.exec(statement.with_for_update() if is_locked else statement).first()
    if found is None:
        raise NotFound
    return found


def enterprises_of_batch(session: Session, batch_id: int) -> frozenset[int]:
    """Return the enterprises that an import says something of."""
    found: set[int] = set()
    for table in (DepartmentRecord, HeldTitle):
        statement = select(table.enterprise_id).where(
            table.batch_id == batch_id, col(table.enterprise_id).is_not(None)
        )
        found.update(one for one in session.exec(statement.distinct()) if one is not None)
    return frozenset(found)


def known_enterprises(
    session: Session, scope: Scope, codes: Collection[str]
) -> dict[str, tuple[int, str]]:
    """Return enterprises within a scope by their credit codes: key and name."""
    found: dict[str, tuple[int, str]] = {}
    for some in batches(sorted(codes)):
        statement = select(Enterprise.uscc, Enterprise.id, Enterprise.name).where(
            *conditions_of(scope, EnterpriseFilter()), col(Enterprise.uscc).in_(some)
        )
        found.update({str(code): (key, name) for code, key, name in session.exec(statement)})
    return found


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
    found: list[ColumnElement[bool]] = [
        *conditions_of(scope, EnterpriseFilter(text=wanted.text)),
        col(RecordBatch.undone_at).is_(None),
    ]
    if wanted.enterprise_id is not None:
        found.append(col(Enterprise.id) == wanted.enterprise_id)
    return found


def _is_seen(scope: Scope, user_id: int) -> ColumnElement[bool]:
    if scope.is_whole_project:
        return true()
    inside = [
        col(RecordBatch.id).in_(
            select(table.batch_id)
            .join(Enterprise, col(Enterprise.id) == col(table.enterprise_id))
            .where(*conditions_of(scope, EnterpriseFilter()))
        )
        for table in (DepartmentRecord, HeldTitle)
    ]
    return or_(col(RecordBatch.created_by) == user_id, *inside)


def _actor_name(actor_id: Mapped[int | None]) -> ColumnElement[str | None]:
    statement = select(Actor.display_name).where(col(Actor.id) == actor_id)
    return statement.correlate(RecordBatch).scalar_subquery()


def has_batch(session: Session, project_id: int, kind: str) -> bool:
    """Tell whether anything of a kind was imported and not undone."""
    statement = select(RecordBatch.id).where(
        RecordBatch.project_id == project_id,
        RecordBatch.kind == kind,
        col(RecordBatch.undone_at).is_(None),
    )
    return session.exec(statement).first() is not None


def delete_rows(session: Session, batch_id: int) -> None:
    """Take out all rows of an import."""
    for table in (table_of(DepartmentRecord), table_of(HeldTitle)):
        session.connection().execute(delete(table).where(table.c.batch_id == batch_id))


def within_scope(session: Session, scope: Scope, enterprise_ids: Collection[int]) -> frozenset[int]:
    """Return those of some enterprises that lie within a scope."""
    found: set[int] = set()
    for some in batches(sorted(enterprise_ids)):
        wanted = EnterpriseFilter(ids=frozenset(some))
        statement = select(Enterprise.id).where(*conditions_of(scope, wanted))
        found.update(session.exec(statement))
    return frozenset(found)
