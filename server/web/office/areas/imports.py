"""The import of areas: upload a table of them, look at what it would add, confirm it."""

from flask import Response, redirect, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.areas_import import TITLES
from server.domain.roles import Verb
from server.operations.import_areas import (
    AREAS,
    confirm_areas_import,
    preview_areas,
    read_areas_file,
)
from server.operations.preview_register_import import save_preview
from server.problems import ChangedMeanwhile
from server.store.queries import import_previews
from server.store.row_key import stored
from server.web.auth import current_user, requires
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.areas.blueprint import blueprint
from server.web.office.form_errors import done
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.imports.register import render_preview
from server.web.office.imports.upload import FIELD, MOST_BODY_BYTES, send_sample, uploaded_table
from server.web.office.register_words import field_word
from server.web.state import state

_SAMPLE = (
    ("临江县", "县", "", "990100"),
    ("和合镇", "乡镇", "临江县", "990100001"),
    ("东街社区", "社区", "临江县/和合镇", "990100001001"),
)


@blueprint.get("/<pk:project_id>/areas/import")
@requires(Verb.AREA_CHANGE)
def show_upload(project_id: int) -> str:
    """Ask for a table of areas."""
    with state().store.reading() as session:
        return _upload_page(session, project_id)


@blueprint.get("/<pk:project_id>/areas/import/sample")
@requires(Verb.AREA_CHANGE)
def download_sample(project_id: int) -> Response:  # noqa: ARG001 - the address names the project
    """Return a workbook with all columns and three areas."""
    return send_sample(TITLES.values(), _SAMPLE, name=gettext("areas-sample.xlsx"))


@blueprint.post("/<pk:project_id>/areas/import")
@requires(Verb.AREA_CHANGE)
@takes_files(MOST_BODY_BYTES)
def upload(project_id: int) -> AnyResponse:
    """Make a preview of what the table would add; nothing is written to the tree."""
    file = uploaded_table(read_areas_file)
    if file.table is None:
        with state().store.reading() as session:
            return page_answer(_upload_page(session, project_id, file.error), 422)
    with state().store.writing() as session:
        content = preview_areas(session, project_id, file.table)
        saved = save_preview(
            session, acting(), project_id, content, kind=AREAS, file_name=file.name
        )
        preview_id = stored(saved.id)
    return redirect(_preview_url(project_id, preview_id), 303)


@blueprint.get("/<pk:project_id>/areas/import/<pk:preview_id>")
@requires(Verb.AREA_CHANGE)
def show_preview(project_id: int, preview_id: int) -> str:
    """Show what an import would add, or what it added."""
    with state().store.reading() as session:
        return _preview_page(session, project_id, preview_id)


@blueprint.post("/<pk:project_id>/areas/import/<pk:preview_id>/confirm")
@requires(Verb.AREA_CHANGE)
def confirm(project_id: int, preview_id: int) -> AnyResponse:
    """Add the areas of the preview; one that is no longer true is shown again."""
    try:
        with state().store.writing() as session:
            result = confirm_areas_import(session, acting(), project_id, preview_id)
    except ChangedMeanwhile:
        with state().store.reading() as session:
            return page_answer(_preview_page(session, project_id, preview_id), 409)
    text = gettext("Imported: %(added)s areas added.", added=result.created_count)
    return done(text, _preview_url(project_id, preview_id))


def _preview_page(session: Session, project_id: int, preview_id: int) -> str:
    place = open_place(session, project_id, Verb.AREA_CHANGE)
    preview = import_previews.get_preview(
        session, project_id, preview_id, user_id=current_user().user_id, kind=AREAS
    )
    return render_preview(
        session,
        place,
        preview,
        page_title=gettext("Import areas"),
        upload_url=url_for("office_areas.show_upload", project_id=project_id),
        confirm_url=url_for("office_areas.confirm", project_id=project_id, preview_id=preview_id),
        list_url=url_for("office_areas.list_areas", project_id=project_id),
    )


def _upload_page(session: Session, project_id: int, error: str = "") -> str:
    place = open_place(session, project_id, Verb.AREA_CHANGE)
    return render_page(
        session,
        place,
        "imports/upload.html",
        page_title=gettext("Import areas"),
        field=FIELD,
        errors={FIELD: error} if error else {},
        columns=[{"name": field_word(name), "titles": names} for name, names in TITLES.items()],
        action=url_for("office_areas.upload", project_id=project_id),
        sample_url=url_for("office_areas.download_sample", project_id=project_id),
        is_register=False,
    )


def _preview_url(project_id: int, preview_id: int) -> str:
    return url_for("office_areas.show_preview", project_id=project_id, preview_id=preview_id)
