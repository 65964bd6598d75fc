"""Evaluations as the worker writes them: tickets, results that never go back, what is stale."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE
from server.store.batches import batches
from server.store.tables.evaluations import EvaluationTrace, StoredEvaluation
from server.store.upsert import insert_or_update_all, table_of

_EVALUATIONS, _TRACES = table_of(StoredEvaluation), table_of(EvaluationTrace)
_UNIQUE = ("campaign_id", "scheme_version_id", "subject_kind", "subject_id")


@dataclass(frozen=True, slots=True)
class EvaluationsOf:
    """Evaluations of one kind of subject in a campaign by one version."""

    campaign_id: int
    version_id: int
    subject_kind: str = ENTERPRISE


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to store a result: of two results the one with the later ticket stays."""

    evaluation_id: int
    generation: int
    inputs_sha256: str | None
    """Of the result that is there: the same inputs need no new one."""


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result to be stored, with its trace compressed."""

    ticket: Ticket
    total: Decimal | None
    lowest: Decimal
    most: Decimal | None
    grade: str | None
    is_vetoed: bool
    gap_count: int
    counted_from: date
    inputs_sha256: str
    trace: bytes


def take_tickets(
    session: Session, of: EvaluationsOf, subject_ids: Sequence[int]
) -> Mapping[int, Ticket]:
    """Return a ticket for each subject; taken, and committed, before the inputs are read.

    Every change of an input is followed by a renewal, which takes its ticket after the change is
    there. So the result with the latest ticket has seen all changes, and an older one, however long
    it took, finds a later ticket's result and is dropped.
    """
    rows = [
        {
            "campaign_id": of.campaign_id,
            "scheme_version_id": of.version_id,
            "subject_kind": of.subject_kind,
            "subject_id": key,
            "enterprise_id": key if of.subject_kind == ENTERPRISE else None,
            "is_vetoed": False,
            "gap_count": 0,
            "generation": 1,
            "computed_generation": 0,
        }
        for key in sorted(subject_ids)
    ]
    if not rows:
        return {}
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = (sqlite if is_sqlite else postgresql).insert(_EVALUATIONS)
    statement = statement.on_conflict_do_update(
        index_elements=list(_UNIQUE), set_={"generation": _EVALUATIONS.c.generation + 1}
    )
    columns = ("subject_id", "id", "generation", "inputs_sha256")
    found = session.connection().execute(
        statement.returning(*(_EVALUATIONS.c[name] for name in columns)), rows
    )
    return {row[0]: Ticket(*row[1:]) for row in found}


def store_results(session: Session, results: Sequence[NewResult], *, at: datetime) -> int:
    """Store results unless later ones are there; return how many were stored."""
    fresh = _still_wanted(session, [one.ticket for one in results])
    wanted = [one for one in results if one.ticket.evaluation_id in fresh]
    if not wanted:
        return 0
    names = (
        "total",
        "lowest",
        "most",
        "grade",
        "is_vetoed",
        "gap_count",
        "counted_from",
        "inputs_sha256",
    )
    statement = (
        update(_EVALUATIONS)
        .where(_EVALUATIONS.c.id == bindparam("key"))
        .values(
            computed_generation=bindparam("ticket"),
            computed_at=at,
            **{name: bindparam(f"new_{name}") for name in names},
        )
    )
    values = [
        {"key": one.ticket.evaluation_id, "ticket": one.ticket.generation}
        | {f"new_{name}": getattr(one, name) for name in names}
        for one in wanted
    ]
    session.connection().execute(statement, values)
    traces = [{"evaluation_id": one.ticket.evaluation_id, "trace": one.trace} for one in wanted]
    insert_or_update_all(
        session, EvaluationTrace, traces, conflict_on=("evaluation_id",), update=("trace",)
    )
    return len(wanted)


def confirm_results(session: Session, tickets: Sequence[Ticket]) -> None:
    """Note of results whose inputs are as they were that they are fresh again."""
    fresh = _still_wanted(session, tickets)
    values = [
        {"key": one.evaluation_id, "ticket": one.generation}
        for one in tickets
        if one.evaluation_id in fresh
    ]
    if values:
        statement = (
            update(_EVALUATIONS)
            .where(_EVALUATIONS.c.id == bindparam("key"))
            .values(computed_generation=bindparam("ticket"))
        )
        session.connection().execute(statement, values)


def _still_wanted(session: Session, tickets: Sequence[Ticket]) -> frozenset[int]:
    """Return the evaluations without a result of a later ticket; they are locked."""
    statement = (
        select(_EVALUATIONS.c.id, _EVALUATIONS.c.computed_generation)
        .where(_EVALUATIONS.c.id.in_([one.evaluation_id for one in tickets]))
        .order_by(*(_EVALUATIONS.c[name] for name in _UNIQUE))
        .with_for_update()
    )
    known = {row[0]: row[1] for row in session.connection().execute(statement)}
    return frozenset(
        one.evaluation_id
        for one in tickets
        if known.get(one.evaluation_id, one.generation) < one.generation
    )


def mark_stale(session: Session, campaign_id: int, enterprise_ids: Collection[int] | None) -> None:
    """Note that inputs changed: of some enterprises, or (None) of all subjects of a campaign."""
    is_of = _EVALUATIONS.c.campaign_id == campaign_id
    marked = update(_EVALUATIONS).values(generation=_EVALUATIONS.c.generation + 1)
    connection = session.connection()
    if enterprise_ids is None:
        connection.execute(marked.where(is_of))
        return
    for some in batches(sorted(enterprise_ids)):
        # Rows are locked in one order by everybody, or two of them could wait for each other.
        locked = (
            select(_EVALUATIONS.c.id)
            .where(is_of, _EVALUATIONS.c.enterprise_id.in_(some))
            .order_by(*(_EVALUATIONS.c[name] for name in _UNIQUE))
            .with_for_update()
        )
        keys = connection.execute(locked).scalars().all()
        if keys:
            connection.execute(marked.where(_EVALUATIONS.c.id.in_(keys)))


def mark_place_stale(
    session: Session, campaign_id: int, subject_kind: str, subject_id: int
) -> None:
    """Note that inputs of a park or an area changed."""
    marked = update(_EVALUATIONS).values(generation=_EVALUATIONS.c.generation + 1)
    is_of = (
        _EVALUATIONS.c.campaign_id == campaign_id,
        _EVALUATIONS.c.subject_kind == subject_kind,
        _EVALUATIONS.c.subject_id == subject_id,
    )
    session.connection().execute(marked.where(*is_of))


def list_fresh_ids(
    session: Session, of: EvaluationsOf, subject_ids: Sequence[int]
) -> frozenset[int]:
    """Return those of some subjects whose evaluation is not stale."""
    statement = select(_EVALUATIONS.c.subject_id).where(
        _EVALUATIONS.c.campaign_id == of.campaign_id,
        _EVALUATIONS.c.scheme_version_id == of.version_id,
        _EVALUATIONS.c.subject_kind == of.subject_kind,
        _EVALUATIONS.c.subject_id.in_(subject_ids),
        _EVALUATIONS.c.computed_generation == _EVALUATIONS.c.generation,
    )
    return frozenset(session.connection().execute(statement).scalars())


def list_others(
    session: Session, campaign_id: int, subject_kind: str, kept: Mapping[int, Collection[int]]
) -> tuple[int, ...]:
    """Return evaluations of some subjects by versions that do not count for them (any longer).

    `kept` maps the subject to the versions that do.
    """
    columns = (_EVALUATIONS.c.id, _EVALUATIONS.c.subject_id, _EVALUATIONS.c.scheme_version_id)
    statement = select(*columns).where(
        _EVALUATIONS.c.campaign_id == campaign_id,
        _EVALUATIONS.c.subject_kind == subject_kind,
        _EVALUATIONS.c.subject_id.in_(sorted(kept)),
    )
    rows = session.connection().execute(statement)
    return tuple(key for key, subject_id, version_id in rows if version_id not in kept[subject_id])


def list_unassigned(
    session: Session, campaign_id: int, counting: Collection[tuple[int, str]], *, most: int
) -> tuple[int, ...]:
    """Return evaluations of a campaign by no counting pair of a version and a kind of subject."""
    statement = select(_EVALUATIONS.c.id).where(_EVALUATIONS.c.campaign_id == campaign_id)
    for version_id, kind in counting:
        statement = statement.where(
            or_(_EVALUATIONS.c.scheme_version_id != version_id, _EVALUATIONS.c.subject_kind != kind)
        )
    return tuple(session.connection().execute(statement.limit(most)).scalars())


def delete_evaluations(session: Session, keys: Sequence[int]) -> None:
    """Delete evaluations with their traces."""
    connection = session.connection()
    connection.execute(delete(_TRACES).where(_TRACES.c.evaluation_id.in_(keys)))
    connection.execute(delete(_EVALUATIONS).where(_EVALUATIONS.c.id.in_(keys)))
