"""Imports what departments know and which titles are held, as an office does with its tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from sqlmodel import Session

from server import clock
from server.demo.known_records import KnownRecord, KnownTitle
from server.domain.batch_import import CREDIT_CODE, BatchColumn
from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.import_table import ImportCell, ImportLine, ImportTable
from server.domain.schemes.reading.record_kinds import (
    CODE,
    DATED_ON,
    NAME,
    SINCE,
    SOURCE,
    TITLE_COLUMNS,
    known_titles,
    record_kinds,
)
from server.domain.schemes.reading.scheme_json import unpack_scheme
from server.operations.import_records import (
    RECORDS,
    TITLES,
    BatchPlan,
    confirm_batch,
    preview_batch,
)
from server.operations.job_context import JobContext
from server.operations.preview_register_import import save_preview
from server.store.queries import enterprises, record_batches, schemes
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from xlsforms.scheme import Scheme

_Row: TypeAlias = Mapping[str, str]
_DOCUMENT, _SUMMARY = "document", "summary"
_TITLES_FILE = "已获称号.xlsx"


class Known(NamedTuple):
    """What departments have handed in: records by kind, and titles."""

    records: Mapping[str, Sequence[KnownRecord]]
    titles: Sequence[KnownTitle]


class _Batch(NamedTuple):
    """A table to import, under the name of its file."""

    plan: BatchPlan
    file_name: str
    rows: Sequence[_Row]


def import_known(
    context: JobContext, by: By, scope: Scope, known: Known, keys: Mapping[int, int]
) -> None:
    """Import records and titles of enterprises, whose keys come by number, where none are."""
    with context.store.reading() as session:
        cells = _published(session, scope.project_id)
        by_id = enterprises.list_facts(session, scope.project_id, keys.values())
    facts = {number: by_id[key] for number, key in keys.items() if key in by_id}
    for batch in _batches(cells, known, facts):
        with context.store.writing() as session:
            if not record_batches.has_batch(session, scope.project_id, batch.plan.kind):
                _import(context, session, by, scope, batch)


def _published(session: Session, project_id: int) -> tuple[Scheme, ...]:
    ids = [stored(one.id) for one in schemes.list_schemes(session, project_id)]
    versions = schemes.list_versions(session, ids)
    return tuple(unpack_scheme(one.content) for one in versions if one.published_at is not None)


def _batches(
    cells: Sequence[Scheme], known: Known, facts: Mapping[int, EnterpriseFacts]
) -> Iterator[_Batch]:
    for key, kind in record_kinds(cells).items():
        if key in known.records:
            found = [one for one in known.records[key] if one.enterprise in facts]
            yield _Batch(
                BatchPlan(RECORDS, key, kind.all_columns, kind.department.zh),
                f"{kind.name.zh}.xlsx",
                [_record(facts[one.enterprise], one) for one in found],
            )
    held = [one for one in known.titles if one.enterprise in facts]
    yield _Batch(
        BatchPlan(TITLES, TITLES, TITLE_COLUMNS, titles=known_titles(cells)),
        _TITLES_FILE,
        [_title(facts[one.enterprise], one) for one in held],
    )


def _record(facts: EnterpriseFacts, one: KnownRecord) -> _Row:
    day = one.on.isoformat()
    told = {_DOCUMENT: one.document, _SUMMARY: one.summary, SOURCE: one.document, "date": day}
    return {CREDIT_CODE: facts.uscc or "", NAME: facts.name, DATED_ON: day, **told}


def _title(facts: EnterpriseFacts, one: KnownTitle) -> _Row:
    return {
        CREDIT_CODE: facts.uscc or "",
        NAME: facts.name,
        CODE: one.code,
        SINCE: one.since.isoformat(),
        SOURCE: one.document,
    }


def _import(context: JobContext, session: Session, by: By, scope: Scope, batch: _Batch) -> None:
    today = clock.day_in(context.settings.time_zone, by.at)
    table = _table(batch.plan.columns, batch.rows)
    preview = preview_batch(session, scope, batch.plan, table, today=today)
    saved = save_preview(
        session, by, scope.project_id, preview, kind=batch.plan.what, file_name=batch.file_name
    )
    confirm_batch(session, by, scope, batch.plan, stored(saved.id))


def _table(columns: Sequence[BatchColumn], rows: Iterable[_Row]) -> ImportTable:
    """Return rows as a table that was read from a sheet, its header in the first row."""
    return ImportTable(
        header=tuple(one.titles[0] for one in columns),
        header_row=1,
        lines=tuple(
            ImportLine(
                number,
                tuple(
                    ImportCell(f"{chr(ord('A') + place)}{number}", row.get(one.key))
                    for place, one in enumerate(columns)
                ),
            )
            for number, row in enumerate(rows, start=2)
        ),
    )
