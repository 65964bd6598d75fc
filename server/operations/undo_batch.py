"""Take an import of records or titles back: all of its rows go, and it stays with the reason."""

from sqlmodel import Session

from server.operations.import_records import TITLES, note_batch
from server.operations.inputs_changed import inputs_changed, project_changed
from server.operations.renew_listed_facts import listed_facts_changed
from server.problems import N_, NotAllowed, NotFound, NotPossibleNow
from server.store.queries import reached_enterprises, record_batches
from server.store.queries.audits import By
from server.store.queries.register import lock_register
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.records import RecordBatch


def undo_batch(session: Session, by: By, scope: Scope, batch_id: int, *, reason: str) -> None:
    """Take all rows of a batch out again; the batch stays in the history with the reason.

    Raises NotFound, for one that lies outside the scope as well; NotAllowed when a part of it does;
    NotPossibleNow when it was undone before.
    """
    lock_register(session, scope.project_id)
    batch = record_batches.get_batch(session, scope.project_id, batch_id, is_locked=True)
    named = _reached(session, by, scope, batch)
    if batch.undone_at is not None:
        raise NotPossibleNow(reason=N_("this import was undone before"))
    batch.undone_by, batch.undone_at, batch.undo_reason = by.actor_id, by.at, reason
    session.flush()
    record_batches.delete_rows(session, batch_id)
    details = {"rowCount": batch.row_count, "reason": reason}
    note_batch(session, by, batch, "records.undo", details)
    is_last = not record_batches.has_batch(session, scope.project_id, batch.kind)
    inputs_changed(session, named, now=by.at)
    if batch.kind == TITLES:
        listed_facts_changed(session, scope.project_id, named, now=by.at)
    if is_last:
        project_changed(session, scope.project_id, now=by.at)


def _reached(session: Session, by: By, scope: Scope, batch: RecordBatch) -> frozenset[int]:
    """Return the enterprises of a batch, which all lie within the scope."""
    named = record_batches.enterprises_of_batch(session, stored(batch.id))
    seen = reached_enterprises.within_scope(session, scope, named)
    is_own = batch.created_by is not None and batch.created_by == by.actor_id
    if not seen and not scope.is_whole_project and not is_own:
        raise NotFound
    if named - seen:
        raise NotAllowed
    return named
