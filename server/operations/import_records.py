"""Import department records and held titles: a preview first, then all rows as one batch."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from server.domain.batch_import import (
    CREDIT_CODE,
    BatchColumn,
    BatchReading,
    BatchRow,
    codes_in,
    read_batch,
    row_key,
)
from server.domain.import_table import ImportFault, ImportTable, RowProblem
from server.domain.json_values import integer_of, object_of, objects_of, text_of
from server.domain.schemes.reading.record_kinds import (
    CODE,
    DATED_ON,
    LEVEL,
    NAME,
    SINCE,
    SOURCE,
    UNTIL,
    KnownTitle,
)
from server.operations.confirm_register_import import claim_preview
from server.operations.inputs_changed import inputs_changed, project_changed
from server.operations.preview_register_import import PreviewContent, with_texts
from server.operations.read_import_file import read_import_file
from server.operations.renew_listed_facts import listed_facts_changed
from server.problems import N_, ChangedMeanwhile, NotPossibleNow
from server.store.blobs import BlobRef
from server.store.queries import audits, blobs, reached_enterprises, record_batches, records
from server.store.queries.audits import Actee, By
from server.store.queries.register import lock_register
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.records import DepartmentRecord, HeldTitle, RecordBatch

RECORDS, TITLES = "records", "titles"
"""Kinds of previews; batches of titles are of the kind TITLES too, others of their records'."""
_TITLE_KEY = frozenset({CODE, SINCE})


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What is to be imported: records of a kind, or titles."""

    what: str
    kind: str
    columns: tuple[BatchColumn, ...]
    department: str = ""
    titles: Mapping[str, KnownTitle] | None = None
    """Titles as people may write them, where titles are imported."""


def read_batch_file(data: bytes, columns: Sequence[BatchColumn]) -> ImportTable:
    """Return the table in a file; raises UnreadableSpreadsheet."""
    return read_import_file(data, [one.titles for one in columns])


def preview_batch(
    session: Session, scope: Scope, plan: BatchPlan, table: ImportTable, *, today: dt.date
) -> PreviewContent:
    """Return what importing a table would add, and every cell that is wrong."""
    known = reached_enterprises.known_enterprises(session, scope, codes_in(table, plan.columns))
    reading = read_batch(table, plan.columns, known, today=today)
    rows = [_named(row, plan) for row in reading.rows]
    there = _keys_there(session, scope.project_id, plan, {one.enterprise_id for one in rows})
    new = [one for one in rows if _key(plan, one.enterprise_id, one.values) not in there]
    again = [one for one in rows if one not in new]
    problems = [*reading.problems, *(_twice(one) for one in again)]
    return PreviewContent(0, _content(plan, table, reading, new, problems))


def with_file(preview: PreviewContent, file: BlobRef) -> PreviewContent:
    """Return a preview that keeps the file it was made from."""
    kept = {"sha256": file.sha256, "md5": file.md5, "size": file.size}
    return PreviewContent(preview.change_count, {**preview.content, "file": kept})


def _content(
    plan: BatchPlan,
    table: ImportTable,
    reading: BatchReading,
    new: Sequence[BatchRow],
    problems: Sequence[RowProblem],
) -> dict[str, object]:
    return {
        "kind": plan.kind,
        "department": plan.department,
        "rows": [
            {
                "row": one.number,
                "enterpriseId": one.enterprise_id,
                "name": one.enterprise_name,
                "values": dict(one.values),
            }
            for one in new
        ],
        "wrongRowCount": len({one.row for one in problems}),
        "problems": with_texts(table, problems),
        "unknownColumns": list(reading.unknown_columns),
    }


def confirm_batch(
    session: Session, by: By, scope: Scope, plan: BatchPlan, preview_id: int
) -> RecordBatch:
    """Write the rows of a preview as one batch; an empty one says that nothing happened.

    Raises NotFound for the preview of another user, NotPossibleNow when it was confirmed already
    or its file names no column rightly, ChangedMeanwhile when a row was imported since or an
    enterprise has left the scope.
    """
    lock_register(session, scope.project_id)
    preview = claim_preview(session, by, scope.project_id, preview_id, kind=plan.what)
    rows = objects_of(preview.content, "rows")
    if not rows and integer_of(preview.content, "wrongRowCount"):
        raise NotPossibleNow(reason=N_("no row of this file can be imported"))
    _check_still_true(session, scope, plan, rows)
    is_first = not record_batches.has_batch(session, scope.project_id, plan.kind)
    batch = RecordBatch(
        project_id=scope.project_id,
        kind=plan.kind,
        file_name=preview.file_name,
        blob_sha256=_file_of(session, preview.content, by),
        row_count=len(rows),
        created_by=by.actor_id,
        created_at=by.at,
    )
    session.add(batch)
    session.flush()
    make = _title if plan.what == TITLES else _record
    session.add_all([make(by, plan, batch, one) for one in rows])
    session.flush()
    note_batch(session, by, batch, f"{plan.what}.import", {"rowCount": len(rows)})
    _renew(session, by, batch, is_first=is_first)
    return batch


def note_batch(
    session: Session, by: By, batch: RecordBatch, action: str, details: Mapping[str, object]
) -> None:
    """Add what was done with an import to the audit log."""
    actee = Actee("record_batch", str(batch.id), batch.project_id)
    known = {"kind": batch.kind, "fileName": batch.file_name}
    audits.note(session, by, action, actee, details={**known, **details})


def _check_still_true(
    session: Session, scope: Scope, plan: BatchPlan, rows: Sequence[Mapping[str, object]]
) -> None:
    ids = {integer_of(one, "enterpriseId") for one in rows}
    there = _keys_there(session, scope.project_id, plan, ids)
    keys = {_key(plan, integer_of(one, "enterpriseId"), object_of(one, "values")) for one in rows}
    if ids - reached_enterprises.within_scope(session, scope, ids) or keys & there:
        raise ChangedMeanwhile


def _named(row: BatchRow, plan: BatchPlan) -> BatchRow:
    """Return a row with the code of its title, however it was written."""
    known = (plan.titles or {}).get(str(row.values.get(CODE, "")))
    if known is None:
        return row
    values = {**row.values, CODE: known.code, "scheme": known.scheme}
    return BatchRow(row.number, row.enterprise_id, row.enterprise_name, values)


def _key(plan: BatchPlan, enterprise_id: int, values: Mapping[str, object]) -> tuple[object, ...]:
    """Return what makes a row the same as one that is there; names of enterprises may change."""
    if plan.what == TITLES:
        kept = {key: value for key, value in values.items() if key in _TITLE_KEY}
    else:
        kept = {key: value for key, value in values.items() if key not in {NAME, CREDIT_CODE}}
    return row_key(enterprise_id, {key: _plain(value) for key, value in kept.items()})


def _plain(value: object) -> str | bool:
    return value if isinstance(value, bool) else str(value)


def _keys_there(
    session: Session, project_id: int, plan: BatchPlan, enterprise_ids: set[int]
) -> set[tuple[object, ...]]:
    if plan.what == TITLES:
        return {
            _key(plan, one.enterprise_id or 0, {CODE: one.code, SINCE: one.since.isoformat()})
            for one in records.titles_of(session, project_id, enterprise_ids)
        }
    return {
        _key(
            plan,
            one.enterprise_id or 0,
            {**one.columns, DATED_ON: one.dated_on.isoformat(), SOURCE: one.source},
        )
        for one in records.records_of(session, project_id, plan.kind, enterprise_ids)
    }


def _twice(row: BatchRow) -> RowProblem:
    return RowProblem(row.number, str(row.number), ImportFault.ALREADY_IMPORTED)


def _record(
    by: By, plan: BatchPlan, batch: RecordBatch, row: Mapping[str, object]
) -> DepartmentRecord:
    values = object_of(row, "values")
    own = {one.key for one in plan.columns} - {CREDIT_CODE, NAME, DATED_ON, SOURCE}
    return DepartmentRecord(
        project_id=batch.project_id,
        kind=plan.kind,
        enterprise_id=integer_of(row, "enterpriseId"),
        credit_code=text_of(values, CREDIT_CODE),
        enterprise_name=text_of(row, "name"),
        dated_on=dt.date.fromisoformat(text_of(values, DATED_ON)),
        columns={key: value for key, value in values.items() if key in own},
        department=plan.department,
        source=str(values.get(SOURCE, "")),
        batch_id=batch.id,
        created_by=by.actor_id,
        created_at=by.at,
    )


def _title(by: By, _: BatchPlan, batch: RecordBatch, row: Mapping[str, object]) -> HeldTitle:
    values = object_of(row, "values")
    until = values.get(UNTIL)
    return HeldTitle(
        project_id=batch.project_id,
        enterprise_id=integer_of(row, "enterpriseId"),
        credit_code=text_of(values, CREDIT_CODE),
        enterprise_name=text_of(row, "name"),
        code=text_of(values, CODE),
        scheme=str(values.get("scheme", "")),
        level=str(values.get(LEVEL, "")),
        since=dt.date.fromisoformat(text_of(values, SINCE)),
        until=None if until is None else dt.date.fromisoformat(str(until)),
        source_document=str(values.get(SOURCE, "")),
        batch_id=batch.id,
        created_by=by.actor_id,
        created_at=by.at,
    )


def _file_of(session: Session, content: Mapping[str, object], by: By) -> str | None:
    """Return the hash of the file that was uploaded, kept as a blob."""
    file = content.get("file")
    if not isinstance(file, Mapping):
        return None
    ref = BlobRef(text_of(file, "sha256"), text_of(file, "md5"), integer_of(file, "size"))
    blobs.keep_blob(session, ref, by.at)
    return ref.sha256


def _renew(session: Session, by: By, batch: RecordBatch, *, is_first: bool) -> None:
    named = record_batches.enterprises_of_batch(session, stored(batch.id))
    inputs_changed(session, named, now=by.at)
    if batch.kind == TITLES:
        listed_facts_changed(session, batch.project_id, named, now=by.at)
    if is_first:
        project_changed(session, batch.project_id, now=by.at)
