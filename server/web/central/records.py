"""Department records and held titles: listed, imported from rows or a file, taken back."""

import json
from collections.abc import Mapping
from typing import cast

from flask import Blueprint, Response, jsonify, request
from sqlmodel import Session

from server import clock
from server.domain.access import Verb
from server.domain.import_table import ImportTable
from server.domain.json_table import NotRows, table_of_rows
from server.domain.json_values import objects_of, text_of
from server.import_texts import fault_text
from server.operations.batch_plans import kinds_of, plan_of
from server.operations.import_records import (
    RECORDS,
    TITLES,
    BatchPlan,
    confirm_batch,
    preview_batch,
    read_batch_file,
    with_file,
)
from server.operations.preview_register_import import save_preview
from server.operations.undo_batch import undo_batch
from server.problems import WrongType
from server.store.queries import import_previews, record_batches, records
from server.store.queries.records import RecordFilter
from server.store.tables.enterprises import ImportPreview
from server.web.auth import current_user, requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, success
from server.web.central.imports import MOST_BYTES
from server.web.central.json_body import read_body, read_json
from server.web.central.paging import answer_page, key_of, limit_and_after
from server.web.central.raw_body import read_raw, sent_file_name
from server.web.central.record_schemas import (
    UndoBody,
    batch_answer,
    kind_answer,
    record_answer,
    title_answer,
)
from server.web.central.wire import timestamp
from server.web.requests import asked_text
from server.web.state import state

blueprint = Blueprint("central_records", __name__)

_MOST_BATCHES = 500
_WHAT = f"/<any({RECORDS}, {TITLES}):what>"
_JSON = "application/json"
_ROWS_NAME = "rows.json"
_MOST_JSON = 5_000_000


@blueprint.get(_WHAT)
@requires(Verb.RECORD_READ)
def list_all(project_id: int, what: str) -> Response:
    """List records or titles in force within the caller's areas, the newest first."""
    most, after = limit_and_after()
    where, wanted = scope(Verb.RECORD_READ, project_id), _wanted()
    with state().store.reading() as session:
        if what == TITLES:
            held = records.list_titles(session, where, wanted, limit=most, after=after)
            total = records.count_titles(session, where, wanted)
            return answer_page([title_answer(one) for one in held], total=total)
        found = records.list_records(session, where, wanted, limit=most, after=after)
        total = records.count_records(session, where, wanted)
        return answer_page([record_answer(one) for one in found], total=total)


@blueprint.get(f"{_WHAT}/kinds")
@requires(Verb.RECORD_READ)
def list_kinds(project_id: int, what: str) -> Response:
    """List what can be imported: the kinds of records that schemes ask for, or titles."""
    with state().store.reading() as session:
        if what == TITLES:
            plan = plan_of(session, project_id, what, "")
            return answer_list([kind_answer(plan, "已获称号", "Held titles")])
        kinds = kinds_of(session, project_id)
        plans = {key: plan_of(session, project_id, what, key) for key in kinds}
    return answer_list(
        [kind_answer(plans[key], one.name.zh, one.name.en) for key, one in kinds.items()]
    )


@blueprint.post(f"{_WHAT}/imports")
@requires(Verb.RECORD_IMPORT)
def post_preview(project_id: int, what: str) -> Response:
    """Preview the import of rows as JSON, or of a spreadsheet as the body; nothing is written."""
    with state().store.reading() as session:
        plan = plan_of(session, project_id, what, request.args.get("kind", ""))
    table, data = _table(plan)
    with state().store.reading() as session:
        where = scope(Verb.RECORD_IMPORT, project_id)
        today = clock.day_in(state().settings.time_zone)
        made = preview_batch(session, where, plan, table, today=today)
    made = with_file(made, state().blobs.put(data))
    name = sent_file_name() or (_ROWS_NAME if request.mimetype == _JSON else "")
    with state().store.writing() as session:
        saved = save_preview(session, acting(), project_id, made, kind=what, file_name=name)
        return _answer(saved)


@blueprint.get(f"{_WHAT}/imports/<pk:preview_id>")
@requires(Verb.RECORD_IMPORT)
def show_preview(project_id: int, what: str, preview_id: int) -> Response:
    """Show a preview to the user who made it."""
    with state().store.reading() as session:
        return _answer(_preview(session, project_id, what, preview_id))


@blueprint.post(f"{_WHAT}/imports/<pk:preview_id>/confirm")
@requires(Verb.RECORD_IMPORT)
def post_confirm(project_id: int, what: str, preview_id: int) -> Response:
    """Write the rows of a preview as one import, once and only while it is still true."""
    where = scope(Verb.RECORD_IMPORT, project_id)
    with state().store.writing() as session:
        preview = _preview(session, project_id, what, preview_id)
        plan = plan_of(session, project_id, what, text_of(preview.content, "kind"))
        return answer(batch_answer(confirm_batch(session, acting(), where, plan, preview_id)))


@blueprint.get(f"{_WHAT}/batches")
@requires(Verb.RECORD_READ)
def list_batches(project_id: int, what: str) -> Response:
    """List the imports that the caller sees anything of, those that were undone as well."""
    where = scope(Verb.RECORD_READ, project_id)
    with state().store.reading() as session:
        found = record_batches.list_batches(
            session,
            where,
            kind=TITLES if what == TITLES else None,
            without=TITLES,
            user_id=current_user().user_id,
            limit=_MOST_BATCHES,
        )
        return answer_list([batch_answer(one) for one in found])


@blueprint.post(f"{_WHAT}/batches/<pk:batch_id>/undo")
@requires(Verb.RECORD_IMPORT)
def post_undo(project_id: int, what: str, batch_id: int) -> Response:  # noqa: ARG001 - the address says which list
    """Take all rows of an import out again, with a reason."""
    body = read_body(UndoBody)
    where = scope(Verb.RECORD_IMPORT, project_id)
    with state().store.writing() as session:
        undo_batch(session, acting(), where, batch_id, reason=body.reason.strip())
    return success()


def _table(plan: BatchPlan) -> tuple[ImportTable, bytes]:
    """Return what came as a table, and the bytes to keep of it."""
    if request.mimetype != _JSON:
        data = read_raw(MOST_BYTES)
        return read_batch_file(data, plan.columns), data
    body = read_json(most_bytes=_MOST_JSON)
    rows = body.get("rows") if isinstance(body, dict) else None
    try:
        table = table_of_rows(rows, {one.key: one.titles for one in plan.columns})
    except NotRows as error:
        raise WrongType(field=error.place[:100], expected="list of flat objects") from error
    return table, json.dumps(body, ensure_ascii=False).encode()


def _preview(session: Session, project_id: int, what: str, preview_id: int) -> ImportPreview:
    user_id = current_user().user_id
    return import_previews.get_preview(session, project_id, preview_id, user_id=user_id, kind=what)


def _answer(preview: ImportPreview) -> Response:
    content = cast("Mapping[str, object]", preview.content)
    problems = objects_of(content, "problems")
    shown = {name: one for name, one in content.items() if name != "file"}
    return jsonify(
        {
            **shown,
            "problems": [{**one, "message": fault_text(one)} for one in problems],
            "newCount": len(objects_of(content, "rows")),
            "id": preview.id,
            "fileName": preview.file_name,
            "createdAt": timestamp(preview.created_at),
            "confirmedAt": timestamp(preview.confirmed_at) if preview.confirmed_at else None,
        }
    )


def _wanted() -> RecordFilter:
    given = request.args
    return RecordFilter(
        kind=asked_text("kind"),
        enterprise_id=key_of(given.get("enterpriseId"), "enterpriseId"),
        batch_id=key_of(given.get("batchId"), "batchId"),
        text=given.get("q", "").strip()[:100],
    )
