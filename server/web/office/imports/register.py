"""The import of enterprises: upload a spreadsheet, look at what it would do, confirm it."""

from flask import Response, redirect, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.register import TITLES
from server.domain.roles import Verb
from server.operations.confirm_register_import import confirm_register_import
from server.operations.preview_register_import import (
    REGISTER,
    load_register,
    preview_register,
    read_register_file,
    save_preview,
)
from server.problems import ChangedMeanwhile
from server.store.queries import import_previews, register
from server.store.row_key import stored
from server.store.tables.enterprises import ImportPreview
from server.web.auth import current_user, requires
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.dates import moment_text, today
from server.web.office.form_errors import done
from server.web.office.frame import Place, open_place, page_answer, render_page
from server.web.office.imports.blueprint import blueprint
from server.web.office.imports.shown import MOST_SHOWN, shown_preview
from server.web.office.imports.upload import FIELD, MOST_BODY_BYTES, send_sample, uploaded_table
from server.web.office.register_words import field_word
from server.web.state import state

_SAMPLE = (
    ("临江精密制造有限公司", "91000000000000001X", "临江县/和合镇", "", "和合镇工业路1号", "C34"),
    ("和合食品加工厂", "", "和合镇", "临江经济开发区", "", "C"),
)


@blueprint.get("/<pk:project_id>/imports")
@requires(Verb.ENTERPRISE_IMPORT)
def show_upload(project_id: int) -> str:
    """Ask for a spreadsheet of enterprises."""
    with state().store.reading() as session:
        return _upload_page(session, project_id)


@blueprint.get("/<pk:project_id>/imports/sample")
@requires(Verb.ENTERPRISE_IMPORT)
def download_sample(project_id: int) -> Response:  # noqa: ARG001 - the address names the project
    """Return a workbook with all columns and two enterprises."""
    return send_sample(TITLES.values(), _SAMPLE, name=gettext("enterprises-sample.xlsx"))


@blueprint.post("/<pk:project_id>/imports")
@requires(Verb.ENTERPRISE_IMPORT)
@takes_files(MOST_BODY_BYTES)
def upload(project_id: int) -> AnyResponse:
    """Make a preview of what the spreadsheet would do; nothing is written to the register."""
    file = uploaded_table(read_register_file)
    if file.table is None:
        with state().store.reading() as session:
            return page_answer(_upload_page(session, project_id, file.error), 422)
    with state().store.reading() as session:
        seen = load_register(session, open_place(session, project_id, Verb.ENTERPRISE_IMPORT).scope)
    content = preview_register(file.table, seen, today=today())
    with state().store.writing() as session:
        saved = save_preview(
            session, acting(), project_id, content, kind=REGISTER, file_name=file.name
        )
        preview_id = stored(saved.id)
    return redirect(_preview_url(project_id, preview_id), 303)


@blueprint.get("/<pk:project_id>/imports/<pk:preview_id>")
@requires(Verb.ENTERPRISE_IMPORT)
def show_preview(project_id: int, preview_id: int) -> str:
    """Show what an import would do, or what it did."""
    with state().store.reading() as session:
        return _preview_page(session, project_id, preview_id)


@blueprint.post("/<pk:project_id>/imports/<pk:preview_id>/confirm")
@requires(Verb.ENTERPRISE_IMPORT)
def confirm(project_id: int, preview_id: int) -> AnyResponse:
    """Write what the preview promised; one that is no longer true is shown again."""
    try:
        with state().store.writing() as session:
            place = open_place(session, project_id, Verb.ENTERPRISE_IMPORT)
            result = confirm_register_import(session, acting(), place.scope, preview_id)
    except ChangedMeanwhile:
        with state().store.reading() as session:
            return page_answer(_preview_page(session, project_id, preview_id), 409)
    text = gettext(
        "Imported: %(added)s enterprises added, %(changed)s changed.",
        added=result.created_count,
        changed=result.changed_count,
    )
    return done(text, _preview_url(project_id, preview_id))


def _preview_page(session: Session, project_id: int, preview_id: int) -> str:
    place = open_place(session, project_id, Verb.ENTERPRISE_IMPORT)
    preview = import_previews.get_preview(
        session, project_id, preview_id, user_id=current_user().user_id, kind=REGISTER
    )
    return render_preview(
        session,
        place,
        preview,
        page_title=gettext("Import enterprises"),
        upload_url=url_for("office_imports.show_upload", project_id=project_id),
        confirm_url=url_for("office_imports.confirm", project_id=project_id, preview_id=preview_id),
        list_url=url_for("office_enterprises.list_enterprises", project_id=project_id),
    )


def render_preview(
    session: Session, place: Place, preview: ImportPreview, *, page_title: str, **links: str
) -> str:
    """Return the page of a preview, of enterprises or of areas."""
    count = register.get_change_count(session, place.project_id)
    is_done = preview.confirmed_at is not None
    return render_page(
        session,
        place,
        "imports/preview.html",
        page_title=page_title,
        preview=shown_preview(preview),
        file_name=preview.file_name,
        is_done=is_done,
        is_stale=not is_done and preview.register_change_count != count,
        confirmed_at=moment_text(preview.confirmed_at),
        most_shown=MOST_SHOWN,
        **links,
    )


def _upload_page(session: Session, project_id: int, error: str = "") -> str:
    place = open_place(session, project_id, Verb.ENTERPRISE_IMPORT)
    return render_page(
        session,
        place,
        "imports/upload.html",
        page_title=gettext("Import enterprises"),
        field=FIELD,
        errors={FIELD: error} if error else {},
        columns=[
            {"name": field_word(column.value), "titles": names} for column, names in TITLES.items()
        ],
        action=url_for("office_imports.upload", project_id=project_id),
        sample_url=url_for("office_imports.download_sample", project_id=project_id),
        is_register=True,
    )


def _preview_url(project_id: int, preview_id: int) -> str:
    return url_for("office_imports.show_preview", project_id=project_id, preview_id=preview_id)
