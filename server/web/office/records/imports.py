"""The import of records and titles: choose a kind, upload, look at every wrong cell, confirm."""

from flask import Response, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.batch_import import BatchColumn, CellKind
from server.domain.json_values import text_of
from server.domain.roles import Verb
from server.domain.schemes.reading.record_kinds import RecordKind
from server.i18n import reader_locale
from server.operations.batch_plans import kinds_of, plan_of
from server.operations.import_records import (
    TITLES,
    BatchPlan,
    confirm_batch,
    preview_batch,
    read_batch_file,
    with_file,
)
from server.operations.preview_register_import import save_preview
from server.problems import ChangedMeanwhile
from server.store.queries import import_previews
from server.store.row_key import stored
from server.web.auth import current_user, requires
from server.web.auth import scope as scope_of
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.dates import moment_text, today
from server.web.office.form_errors import done
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.imports.shown import MOST_SHOWN
from server.web.office.imports.shown_rows import shown_rows
from server.web.office.imports.upload import FIELD, MOST_BODY_BYTES, send_sample, uploaded_table
from server.web.office.records.blueprint import WHAT, blueprint, list_url
from server.web.office.records.words import local, what_word
from server.web.state import state

_EXAMPLES = {
    CellKind.CREDIT_CODE: "91000000000000001X",
    CellKind.NUMBER: "98.5",
    CellKind.DAY: "2026-12-31",
    CellKind.PAST_DAY: "2026-03-01",
    CellKind.YES_NO: "是",
}


@blueprint.get(f"{WHAT}/import")
@requires(Verb.RECORD_IMPORT)
def show_upload(project_id: int, what: str) -> str:
    """Ask for the kind and the spreadsheet."""
    with state().store.reading() as session:
        return _upload_page(session, project_id, what, request.args.get("kind", ""))


@blueprint.get(f"{WHAT}/sample")
@requires(Verb.RECORD_IMPORT)
def download_sample(project_id: int, what: str) -> Response:
    """Return a workbook with the columns of a kind and one row as an example."""
    with state().store.reading() as session:
        plan = plan_of(session, project_id, what, request.args.get("kind", ""))
    example = tuple(_example(one) for one in plan.columns)
    titles = [one.titles for one in plan.columns]
    return send_sample(titles, [example], name=f"{plan.kind}-{gettext('sample')}.xlsx")


@blueprint.post(f"{WHAT}/import")
@requires(Verb.RECORD_IMPORT)
@takes_files(MOST_BODY_BYTES)
def upload(project_id: int, what: str) -> AnyResponse:
    """Make a preview of what the spreadsheet would add; nothing is written yet."""
    kind = request.form.get("kind", "")
    with state().store.reading() as session:
        if what != TITLES and kind not in kinds_of(session, project_id):
            text = gettext("Choose what the file holds.")
            return page_answer(_upload_page(session, project_id, what, "", {"kind": text}), 422)
        plan = plan_of(session, project_id, what, kind)
    file = uploaded_table(lambda data: read_batch_file(data, plan.columns))
    if file.table is None:
        with state().store.reading() as session:
            page = _upload_page(session, project_id, what, kind, {FIELD: file.error})
            return page_answer(page, 422)
    with state().store.reading() as session:
        reached = scope_of(Verb.RECORD_IMPORT, project_id)
        made = preview_batch(session, reached, plan, file.table, today=today())
    made = with_file(made, state().blobs.put(file.data))
    with state().store.writing() as session:
        saved = save_preview(session, acting(), project_id, made, kind=what, file_name=file.name)
        preview_id = stored(saved.id)
    return redirect(_preview_url(project_id, what, preview_id), 303)


@blueprint.get(f"{WHAT}/import/<pk:preview_id>")
@requires(Verb.RECORD_IMPORT)
def show_preview(project_id: int, what: str, preview_id: int) -> str:
    """Show what an import would add, or what it added."""
    with state().store.reading() as session:
        return _preview_page(session, project_id, what, preview_id)


@blueprint.post(f"{WHAT}/import/<pk:preview_id>/confirm")
@requires(Verb.RECORD_IMPORT)
def confirm(project_id: int, what: str, preview_id: int) -> AnyResponse:
    """Write what the preview promised, as one import that can be undone."""
    try:
        with state().store.writing() as session:
            reached = scope_of(Verb.RECORD_IMPORT, project_id)
            preview = import_previews.get_preview(
                session, project_id, preview_id, user_id=current_user().user_id, kind=what
            )
            plan = plan_of(session, project_id, what, text_of(preview.content, "kind"))
            batch = confirm_batch(session, acting(), reached, plan, preview_id)
            count = batch.row_count
    except ChangedMeanwhile:
        with state().store.reading() as session:
            page = _preview_page(session, project_id, what, preview_id, is_stale=True)
            return page_answer(page, 409)
    return done(
        gettext("Imported: %(count)s rows.", count=count),
        _preview_url(project_id, what, preview_id),
    )


def _preview_page(
    session: Session, project_id: int, what: str, preview_id: int, *, is_stale: bool = False
) -> str:
    place = open_place(session, project_id, Verb.RECORD_IMPORT)
    preview = import_previews.get_preview(
        session, project_id, preview_id, user_id=current_user().user_id, kind=what
    )
    plan = plan_of(session, project_id, what, text_of(preview.content, "kind"))
    confirm_url = url_for(
        "office_records.confirm", project_id=project_id, what=what, preview_id=preview_id
    )
    return render_page(
        session,
        place,
        "imports/rows.html",
        page_title=_import_word(what),
        preview=shown_rows(preview, _columns(plan)),
        file_name=preview.file_name,
        is_done=preview.confirmed_at is not None,
        is_stale=is_stale,
        may_be_empty=True,
        confirmed_at=moment_text(preview.confirmed_at),
        most_shown=MOST_SHOWN,
        upload_url=_upload_url(project_id, what, plan.kind),
        list_url=list_url(project_id, what),
        confirms=[{"label": gettext("Import"), "url": confirm_url, "primary": True}],
    )


def _columns(plan: BatchPlan) -> dict[str, str]:
    """Return the columns of a preview: key and title."""
    return {one.key: _title(one) for one in plan.columns}


def _title(column: BatchColumn) -> str:
    if reader_locale() == "zh_CN":
        return column.titles[0]
    return next((one for one in column.titles if one.isascii()), column.titles[0])


def _example(column: BatchColumn) -> str:
    return _EXAMPLES.get(column.kind, "")


def _upload_page(
    session: Session,
    project_id: int,
    what: str,
    kind: str,
    errors: dict[str, str] | None = None,
) -> str:
    place = open_place(session, project_id, Verb.RECORD_IMPORT)
    kinds = {} if what == TITLES else kinds_of(session, project_id)
    only = next(iter(kinds)) if len(kinds) == 1 else ""
    chosen = kind if kind in kinds else only
    is_chosen = what == TITLES or bool(chosen)
    plan = plan_of(session, project_id, what, chosen) if is_chosen else None
    return render_page(
        session,
        place,
        "records/upload.html",
        page_title=_import_word(what),
        what=what,
        is_titles=what == TITLES,
        field=FIELD,
        errors=errors or {},
        kinds=[_kind_row(project_id, what, one) for one in kinds.values()],
        kind=chosen,
        columns=[] if plan is None else _column_rows(plan),
        action=url_for("office_records.upload", project_id=project_id, what=what),
        sample_url=url_for(
            "office_records.download_sample", project_id=project_id, what=what, kind=chosen or None
        ),
        list_url=list_url(project_id, what),
        breadcrumbs=[{"label": what_word(what), "url": list_url(project_id, what)}],
    )


def _kind_row(project_id: int, what: str, kind: RecordKind) -> dict[str, object]:
    return {
        "key": kind.key,
        "name": local(kind.name),
        "department": local(kind.department),
        "url": _upload_url(project_id, what, kind.key),
        "columns": [local(text) for _, text in kind.columns],
    }


def _column_rows(plan: BatchPlan) -> list[dict[str, object]]:
    return [{"name": _title(one), "titles": one.titles} for one in plan.columns]


def _import_word(what: str) -> str:
    if what == TITLES:
        return str(gettext("Import held titles"))
    return str(gettext("Import department records"))


def _upload_url(project_id: int, what: str, kind: str) -> str:
    return url_for(
        "office_records.show_upload",
        project_id=project_id,
        what=what,
        kind=kind if kind and what != TITLES else None,
    )


def _preview_url(project_id: int, what: str, preview_id: int) -> str:
    return url_for(
        "office_records.show_preview", project_id=project_id, what=what, preview_id=preview_id
    )
