"""The import of app users: upload a table of them, look at what it would add, confirm it."""

from dataclasses import replace

from flask import Response, redirect, url_for
from flask_babel import format_decimal, gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.app_users_import import AREAS, FORMS, TITLES
from server.domain.roles import Verb
from server.operations.import_app_users import (
    APP_USERS,
    confirm_app_users,
    preview_app_users,
    read_app_users_file,
)
from server.operations.preview_register_import import save_preview
from server.problems import ChangedMeanwhile
from server.store.queries import import_previews
from server.store.row_key import stored
from server.store.tables.enterprises import ImportPreview
from server.web.app_users_template import send_template, template_of
from server.web.auth import current_user, requires
from server.web.auth import scope as scope_of
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.app_users.blueprint import blueprint
from server.web.office.dates import moment_text
from server.web.office.form_errors import done
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.imports.shown import MOST_SHOWN
from server.web.office.imports.shown_rows import ShownRows, ValueRow, shown_rows
from server.web.office.imports.upload import FIELD, MOST_BODY_BYTES, uploaded_table
from server.web.office.register_words import field_word
from server.web.state import state


@blueprint.get("/<pk:project_id>/app-users/import")
@requires(Verb.APP_USER_MANAGE)
def show_import(project_id: int) -> str:
    """Ask for a table of app users."""
    with state().store.reading() as session:
        return _upload_page(session, project_id)


@blueprint.get("/<pk:project_id>/app-users/import/template")
@requires(Verb.APP_USER_MANAGE)
def download_template(project_id: int) -> Response:
    """Return a workbook to fill in, with the reader's areas and the forms beside it."""
    with state().store.reading() as session:
        made = template_of(session, scope_of(Verb.APP_USER_MANAGE, project_id))
    return send_template(made)


@blueprint.post("/<pk:project_id>/app-users/import")
@requires(Verb.APP_USER_MANAGE)
@takes_files(MOST_BODY_BYTES)
def upload(project_id: int) -> AnyResponse:
    """Make a preview of what the table would add; nobody is added yet."""
    file = uploaded_table(read_app_users_file)
    if file.table is None:
        with state().store.reading() as session:
            return page_answer(_upload_page(session, project_id, file.error), 422)
    with state().store.reading() as session:
        reached = scope_of(Verb.APP_USER_MANAGE, project_id)
        content = preview_app_users(session, reached, file.table)
    with state().store.writing() as session:
        saved = save_preview(
            session, acting(), project_id, content, kind=APP_USERS, file_name=file.name
        )
        preview_id = stored(saved.id)
    return redirect(_preview_url(project_id, preview_id), 303)


@blueprint.get("/<pk:project_id>/app-users/import/<pk:preview_id>")
@requires(Verb.APP_USER_MANAGE)
def show_preview(project_id: int, preview_id: int) -> str:
    """Show what an import would add, or what it added."""
    with state().store.reading() as session:
        return _preview_page(session, project_id, preview_id)


@blueprint.post("/<pk:project_id>/app-users/import/<pk:preview_id>/confirm")
@requires(Verb.APP_USER_MANAGE)
def confirm(project_id: int, preview_id: int) -> AnyResponse:
    """Add the app users of the preview; one that is no longer true is shown again."""
    reached = scope_of(Verb.APP_USER_MANAGE, project_id)
    try:
        with state().store.writing() as session:
            result = confirm_app_users(session, acting(), reached, state().tokens, preview_id)
    except ChangedMeanwhile:
        with state().store.reading() as session:
            page = _preview_page(session, project_id, preview_id, is_stale=True)
            return page_answer(page, 409)
    return done(
        gettext(
            "%(count)s app users were added. Print their cards from the list.",
            count=result.created_count,
        ),
        _preview_url(project_id, preview_id),
    )


def _preview_page(
    session: Session, project_id: int, preview_id: int, *, is_stale: bool = False
) -> str:
    preview = import_previews.get_preview(
        session, project_id, preview_id, user_id=current_user().user_id, kind=APP_USERS
    )
    confirm_url = url_for("office_app_users.confirm", project_id=project_id, preview_id=preview_id)
    shown = _shown(preview)
    label = gettext("Add %(count)s app users", count=format_decimal(shown.row_count))
    return render_page(
        session,
        open_place(session, project_id, Verb.APP_USER_MANAGE),
        "imports/rows.html",
        page_title=gettext("Add app users"),
        breadcrumbs=_breadcrumbs(project_id),
        name_title=gettext("App user"),
        preview=shown,
        file_name=preview.file_name,
        is_done=preview.confirmed_at is not None,
        is_stale=is_stale,
        may_be_empty=False,
        confirmed_at=moment_text(preview.confirmed_at),
        most_shown=MOST_SHOWN,
        upload_url=url_for("office_app_users.show_import", project_id=project_id),
        list_url=_list_url(project_id),
        confirms=[{"label": label, "url": confirm_url, "primary": True}],
    )


def _shown(preview: ImportPreview) -> ShownRows:
    """Return a preview in words, those of empty cells included: both mean something."""
    shown = shown_rows(preview, {key: field_word(key) for key in (AREAS, FORMS)})
    return replace(shown, rows=tuple(_row(one) for one in shown.rows))


def _row(row: ValueRow) -> ValueRow:
    areas, forms = row.texts
    return replace(row, texts=(areas or gettext("Whole project"), forms or gettext("no form yet")))


def _upload_page(session: Session, project_id: int, error: str = "") -> str:
    return render_page(
        session,
        open_place(session, project_id, Verb.APP_USER_MANAGE),
        "app_users/upload.html",
        page_title=gettext("Add app users"),
        breadcrumbs=_breadcrumbs(project_id),
        field=FIELD,
        errors={FIELD: error} if error else {},
        columns=[{"name": field_word(name), "titles": names} for name, names in TITLES.items()],
        action=url_for("office_app_users.upload", project_id=project_id),
        sample_url=url_for("office_app_users.download_template", project_id=project_id),
    )


def _breadcrumbs(project_id: int) -> list[dict[str, str]]:
    return [{"label": gettext("App users"), "url": _list_url(project_id)}]


def _list_url(project_id: int) -> str:
    return url_for("office_app_users.list_app_users", project_id=project_id)


def _preview_url(project_id: int, preview_id: int) -> str:
    return url_for("office_app_users.show_preview", project_id=project_id, preview_id=preview_id)
