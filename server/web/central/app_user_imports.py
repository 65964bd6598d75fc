"""Imports of app users: a template, a preview of a file, and its confirmation."""

from collections.abc import Mapping
from typing import cast

from flask import Blueprint, Response, jsonify

from server.domain.access import Verb
from server.domain.json_values import objects_of
from server.import_texts import fault_text
from server.operations.import_app_users import (
    APP_USERS,
    confirm_app_users,
    preview_app_users,
    read_app_users_file,
)
from server.operations.preview_register_import import save_preview
from server.store.queries import import_previews
from server.store.tables.enterprises import ImportPreview
from server.web.app_users_template import send_template, template_of
from server.web.auth import current_user, requires, scope
from server.web.central.acting import acting
from server.web.central.raw_body import read_raw, sent_file_name
from server.web.central.wire import timestamp
from server.web.state import state

blueprint = Blueprint("central_app_user_imports", __name__)

_MOST_BYTES = 20_000_000


@blueprint.get("/app-users/imports/template.xlsx")
@requires(Verb.APP_USER_MANAGE)
def show_template(project_id: int) -> Response:
    """Return a workbook to fill in, with the caller's areas and the forms beside it."""
    with state().store.reading() as session:
        made = template_of(session, scope(Verb.APP_USER_MANAGE, project_id))
    return send_template(made)


@blueprint.post("/app-users/imports")
@requires(Verb.APP_USER_MANAGE)
def post_preview(project_id: int) -> Response:
    """Preview the import of an XLSX or CSV file, the body as it is; nobody is added yet."""
    where = scope(Verb.APP_USER_MANAGE, project_id)
    table = read_app_users_file(read_raw(_MOST_BYTES))
    with state().store.reading() as session:
        preview = preview_app_users(session, where, table)
    with state().store.writing() as session:
        saved = save_preview(
            session, acting(), project_id, preview, kind=APP_USERS, file_name=sent_file_name()
        )
        return _answer(saved)


@blueprint.get("/app-users/imports/<pk:preview_id>")
@requires(Verb.APP_USER_MANAGE)
def show_preview(project_id: int, preview_id: int) -> Response:
    """Show a preview to the user who made it."""
    user_id = current_user().user_id
    with state().store.reading() as session:
        return _answer(
            import_previews.get_preview(
                session, project_id, preview_id, user_id=user_id, kind=APP_USERS
            )
        )


@blueprint.post("/app-users/imports/<pk:preview_id>/confirm")
@requires(Verb.APP_USER_MANAGE)
def confirm(project_id: int, preview_id: int) -> Response:
    """Add the app users of a preview, once and only while it is still true."""
    where = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        done = confirm_app_users(session, acting(), where, state().tokens, preview_id)
        return jsonify({"success": True, "createdCount": done.created_count})


def _answer(preview: ImportPreview) -> Response:
    content = cast("Mapping[str, object]", preview.content)
    rows = [
        {key: value for key, value in one.items() if key != "values"}
        for one in objects_of(content, "rows")
    ]
    return jsonify(
        {
            **content,
            "rows": rows,
            "problems": [
                {**one, "message": fault_text(one)} for one in objects_of(content, "problems")
            ],
            "newCount": len(rows),
            "id": preview.id,
            "fileName": preview.file_name,
            "createdAt": timestamp(preview.created_at),
            "confirmedAt": timestamp(preview.confirmed_at) if preview.confirmed_at else None,
        }
    )
