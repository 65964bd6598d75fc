"""Bodies of department records, held titles, and the imports they came with."""

import datetime as dt

from pydantic import Field

from server.domain.batch_import import BatchColumn
from server.operations.import_records import BatchPlan
from server.store.queries.record_batches import BatchRow
from server.store.queries.records import RecordRow, TitleRow
from server.store.tables.records import RecordBatch
from server.web.central.wire import AnswerBody, RequestBody, Timestamp


class UndoBody(RequestBody):
    """Why an import is taken back."""

    reason: str = Field(pattern=r"\S", max_length=1000)


class ColumnAnswer(AnswerBody):
    """A column of a table to import: its key, and the titles it goes by in a spreadsheet."""

    key: str
    titles: tuple[str, ...]
    type: str
    is_required: bool


class KindAnswer(AnswerBody):
    """A kind of records that schemes ask for, or titles, with the columns of its table."""

    kind: str
    name_zh: str
    name_en: str
    department: str
    columns: tuple[ColumnAnswer, ...]


class RecordAnswer(AnswerBody):
    """A record in force."""

    id: int
    kind: str
    enterprise_id: int
    enterprise_name: str
    uscc: str
    dated_on: dt.date
    columns: dict[str, str | bool]
    department: str
    source: str
    batch_id: int | None
    created_at: Timestamp


class TitleAnswer(AnswerBody):
    """A title that is held."""

    id: int
    code: str
    scheme: str
    level: str
    enterprise_id: int
    enterprise_name: str
    uscc: str
    since: dt.date
    until: dt.date | None
    source: str
    batch_id: int | None
    created_at: Timestamp


class BatchAnswer(AnswerBody):
    """An import: what came in together, and can be taken back together."""

    id: int
    kind: str
    file_name: str
    row_count: int
    created_by: int | None
    created_at: Timestamp
    undone_at: Timestamp | None
    undo_reason: str


def kind_answer(plan: BatchPlan, name_zh: str, name_en: str) -> KindAnswer:
    """Return what can be imported as a body."""
    return KindAnswer(
        kind=plan.kind,
        name_zh=name_zh,
        name_en=name_en,
        department=plan.department,
        columns=tuple(_column(one) for one in plan.columns),
    )


def record_answer(row: RecordRow) -> RecordAnswer:
    """Return a record as a body."""
    known = {"enterprise_name": row.enterprise.name, "uscc": row.enterprise.uscc or ""}
    return RecordAnswer.model_validate({**row.record.model_dump(), **known})


def title_answer(row: TitleRow) -> TitleAnswer:
    """Return a held title as a body."""
    known = {"enterprise_name": row.enterprise.name, "uscc": row.enterprise.uscc or ""}
    known |= {"source": row.title.source_document}
    return TitleAnswer.model_validate({**row.title.model_dump(), **known})


def batch_answer(row: RecordBatch | BatchRow) -> BatchAnswer:
    """Return an import as a body."""
    batch = row.batch if isinstance(row, BatchRow) else row
    return BatchAnswer.model_validate(batch.model_dump())


def _column(one: BatchColumn) -> ColumnAnswer:
    return ColumnAnswer(
        key=one.key, titles=one.titles, type=one.kind.value, is_required=one.is_required
    )
