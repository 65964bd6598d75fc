"""Imports of the register and of areas: a preview of a file, and its confirmation."""

from collections.abc import Mapping
from typing import cast

from flask import Blueprint, Response, jsonify

from server import clock
from server.domain.access import Verb
from server.domain.json_values import objects_of
from server.import_texts import fault_text
from server.operations.confirm_register_import import ImportDone, confirm_register_import
from server.operations.import_areas import (
    AREAS,
    confirm_areas_import,
    preview_areas,
    read_areas_file,
)
from server.operations.preview_register_import import (
    REGISTER,
    load_register,
    preview_register,
    read_register_file,
    save_preview,
)
from server.store.queries import import_previews
from server.store.queries.register import get_change_count
from server.store.tables.enterprises import ImportPreview
from server.web.auth import current_user, requires, scope
from server.web.central.acting import acting
from server.web.central.raw_body import read_raw, sent_file_name
from server.web.central.wire import timestamp
from server.web.state import state

blueprint = Blueprint("central_imports", __name__)

MOST_BYTES = 20_000_000


@blueprint.post("/enterprises/imports")
@requires(Verb.ENTERPRISE_IMPORT)
def post_register_preview(project_id: int) -> Response:
    """Preview the import of an XLSX or CSV file, the body as it is; nothing is written yet.

    The comparison takes seconds for a large file, so it stands between a snapshot and a short
    writing; that the register did not change meanwhile is held at the confirmation.
    """
    where = scope(Verb.ENTERPRISE_IMPORT, project_id)
    table = read_register_file(read_raw(MOST_BYTES))
    with state().store.reading() as session:
        known = load_register(session, where)
    today = clock.day_in(state().settings.time_zone)
    preview = preview_register(table, known, today=today)
    with state().store.writing() as session:
        saved = save_preview(
            session, acting(), project_id, preview, kind=REGISTER, file_name=sent_file_name()
        )
        return _answer(saved)


@blueprint.get("/enterprises/imports/<pk:preview_id>")
@requires(Verb.ENTERPRISE_IMPORT)
def show_register_preview(project_id: int, preview_id: int) -> Response:
    """Show a preview to the user who made it."""
    return _show(project_id, preview_id, REGISTER)


@blueprint.post("/enterprises/imports/<pk:preview_id>/confirm")
@requires(Verb.ENTERPRISE_IMPORT)
def confirm_register(project_id: int, preview_id: int) -> Response:
    """Write the new and changed rows of a preview, once and only while it is still true."""
    where = scope(Verb.ENTERPRISE_IMPORT, project_id)
    with state().store.writing() as session:
        return _done(confirm_register_import(session, acting(), where, preview_id))


@blueprint.post("/areas/imports")
@requires(Verb.AREA_CHANGE)
def post_areas_preview(project_id: int) -> Response:
    """Preview the import of an XLSX or CSV file of areas; nothing is written yet."""
    table = read_areas_file(read_raw(MOST_BYTES))
    with state().store.writing() as session:
        preview = preview_areas(session, project_id, table)
        saved = save_preview(
            session, acting(), project_id, preview, kind=AREAS, file_name=sent_file_name()
        )
        return _answer(saved)


@blueprint.get("/areas/imports/<pk:preview_id>")
@requires(Verb.AREA_CHANGE)
def show_areas_preview(project_id: int, preview_id: int) -> Response:
    """Show a preview of areas to the user who made it."""
    return _show(project_id, preview_id, AREAS)


@blueprint.post("/areas/imports/<pk:preview_id>/confirm")
@requires(Verb.AREA_CHANGE)
def confirm_areas(project_id: int, preview_id: int) -> Response:
    """Add the areas of a preview, once and only while it is still true."""
    with state().store.writing() as session:
        return _done(confirm_areas_import(session, acting(), project_id, preview_id))


def _show(project_id: int, preview_id: int, kind: str) -> Response:
    user_id = current_user().user_id
    with state().store.reading() as session:
        found = import_previews.get_preview(
            session, project_id, preview_id, user_id=user_id, kind=kind
        )
        count = get_change_count(session, project_id)
        return _answer(found, is_current=found.register_change_count == count)


def _answer(preview: ImportPreview, *, is_current: bool = True) -> Response:
    content = cast("Mapping[str, object]", preview.content)
    problems = objects_of(content, "problems")
    return jsonify(
        {
            **content,
            "problems": [{**one, "message": fault_text(one)} for one in problems],
            "newCount": len(objects_of(content, "newRows")),
            "changedCount": len(objects_of(content, "changedRows")),
            "id": preview.id,
            "fileName": preview.file_name,
            "isCurrent": is_current,
            "createdAt": timestamp(preview.created_at),
            "confirmedAt": timestamp(preview.confirmed_at) if preview.confirmed_at else None,
        }
    )


def _done(done: ImportDone) -> Response:
    return jsonify(
        {
            "success": True,
            "createdCount": done.created_count,
            "changedCount": done.changed_count,
        }
    )
