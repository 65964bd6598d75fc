"""The sheet of a level as a workbook: fetched, filled in, sent, looked at, saved or submitted."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from exports.spreadsheet import Spreadsheet
from server.domain.json_values import objects_of
from server.domain.roles import Verb
from server.domain.schemes.giving.assessor_levels import assessors_of
from server.domain.schemes.giving.owners import may_fill
from server.domain.schemes.giving.sheet import SheetRow, sheet_of
from server.domain.schemes.giving.sheet_table import columns_of
from server.i18n import problem_text
from server.operations.compiled_versions import compiled_version
from server.operations.import_points import (
    POINTS,
    PointsOf,
    confirm_points,
    points_of,
    preview_points,
    read_points_file,
)
from server.operations.preview_register_import import save_preview
from server.problems import ChangedMeanwhile, NotFound, NotPossibleNow
from server.store.queries import assessed_enterprises, campaigns, import_previews
from server.store.row_key import stored
from server.web.auth import current_user, requires
from server.web.auth import scope as scope_of
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.assessments.blueprint import blueprint
from server.web.office.assessments.points_sheet import points_sheet
from server.web.office.assessments.words import assessor_word, local
from server.web.office.dates import moment_text
from server.web.office.form_errors import done
from server.web.office.frame import Place, open_place, page_answer, render_page
from server.web.office.imports.shown import MOST_SHOWN, wrong_cell
from server.web.office.imports.shown_rows import shown_rows
from server.web.office.imports.upload import FIELD, MOST_BODY_BYTES, uploaded_table
from server.web.office.spreadsheets import send_spreadsheet
from server.web.office.subject_kinds import kind_word, subject_kind, subject_word
from server.web.state import state

_BASE = "/<pk:project_id>/campaigns/<pk:campaign_id>/assessments/<pk:scheme_id>/spreadsheet"


@blueprint.get(_BASE)
@requires(Verb.ASSESSMENT_CHANGE)
def show_workbook(project_id: int, campaign_id: int, scheme_id: int) -> str:
    """Offer the sheets of all levels to fetch, and ask for one that was filled in."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_CHANGE)
        of = PointsOf(campaign_id, scheme_id, request.args.get("level", ""), subject_kind())
        return _upload_page(session, place, of)


@blueprint.get(f"{_BASE}/<segment:level>/sample")
@requires(Verb.ASSESSMENT_CHANGE)
def download_workbook(project_id: int, campaign_id: int, scheme_id: int, level: str) -> Response:
    """Return the sheet of a level for its subjects, with what was given so far."""
    of = PointsOf(campaign_id, scheme_id, level, subject_kind())
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_CHANGE)
        rows = _own_rows(session, place, of)
        sheet = points_sheet(session, place, of, rows)
        name = f"{gettext('points')}-{assessor_word(level)}"
        return send_spreadsheet(Spreadsheet((sheet,)), name=name)


@blueprint.post(_BASE)
@requires(Verb.ASSESSMENT_CHANGE)
@takes_files(MOST_BODY_BYTES)
def upload_workbook(project_id: int, campaign_id: int, scheme_id: int) -> AnyResponse:
    """Make a preview of what a workbook would save; nothing is written yet."""
    of = PointsOf(campaign_id, scheme_id, request.form.get("level", ""), subject_kind())
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_CHANGE)
        rows = _own_rows(session, place, of)
    file = uploaded_table(lambda data: read_points_file(data, of, rows))
    if file.table is None:
        return _refused(project_id, of, file.error)
    try:
        with state().store.reading() as session:
            reached = scope_of(Verb.ASSESSMENT_CHANGE, project_id)
            made = preview_points(session, reached, of, file.table, rows)
    except NotPossibleNow as problem:
        return _refused(project_id, of, problem_text(problem))
    with state().store.writing() as session:
        saved = save_preview(session, acting(), project_id, made, kind=POINTS, file_name=file.name)
        preview_id = stored(saved.id)
    return redirect(_preview_url(project_id, of, preview_id), 303)


@blueprint.get(f"{_BASE}/<pk:preview_id>")
@requires(Verb.ASSESSMENT_CHANGE)
def show_points_preview(project_id: int, campaign_id: int, scheme_id: int, preview_id: int) -> str:
    """Show whose points a workbook would save, or saved."""
    with state().store.reading() as session:
        return _preview_page(session, project_id, PointsOf(campaign_id, scheme_id, ""), preview_id)


@blueprint.post(f"{_BASE}/<pk:preview_id>/<any(draft, submit):how>")
@requires(Verb.ASSESSMENT_CHANGE)
def confirm_workbook(
    project_id: int, campaign_id: int, scheme_id: int, preview_id: int, how: str
) -> AnyResponse:
    """Save what the preview promised, as drafts or submitted."""
    of = PointsOf(campaign_id, scheme_id, "")
    try:
        with state().store.writing() as session:
            reached = scope_of(Verb.ASSESSMENT_CHANGE, project_id)
            count = confirm_points(session, acting(), reached, preview_id, is_final=how == "submit")
    except ChangedMeanwhile:
        with state().store.reading() as session:
            page = _preview_page(session, project_id, of, preview_id, is_stale=True)
            return page_answer(page, 409)
    text = gettext("Sheets of points saved: %(count)s", count=count)
    return done(text, _preview_url(project_id, of, preview_id))


def _own_rows(session: Session, place: Place, of: PointsOf) -> tuple[SheetRow, ...]:
    """Return the rows of a scheme with those of a level as its own; raises NotFound."""
    campaigns.get_campaign(session, place.project_id, of.campaign_id)
    versions = _versions(session, of)
    if of.scheme_id not in versions:
        raise NotFound
    scheme = compiled_version(session, versions[of.scheme_id]).scheme
    if of.level not in assessors_of(scheme):
        raise NotFound
    return sheet_of(scheme, may_fill(scheme, of.level), None)


def _versions(session: Session, of: PointsOf) -> dict[int, int]:
    """Return the schemes that assess a kind of subject in a campaign, with their versions."""
    return dict(assessed_enterprises.list_schemes(session, of.campaign_id, of.subject_kind))


def _upload_page(session: Session, place: Place, of: PointsOf, error: str = "") -> str:
    versions = _versions(session, of)
    campaigns.get_campaign(session, place.project_id, of.campaign_id)
    if of.scheme_id not in versions:
        raise NotFound
    scheme = compiled_version(session, versions[of.scheme_id]).scheme
    levels = [one for one in assessors_of(scheme) if may_fill(scheme, one)]
    chosen = of.level if of.level in levels else next(iter(levels), "")
    return render_page(
        session,
        place,
        "assessments/upload.html",
        page_title=gettext("Points in a spreadsheet"),
        scheme_name=local(scheme.settings.name),
        field=FIELD,
        errors={FIELD: error} if error else {},
        levels=[{"value": one, "label": assessor_word(one)} for one in levels],
        samples=[
            {"label": assessor_word(one), "url": _url("download_workbook", place, of, level=one)}
            for one in levels
        ],
        level=chosen,
        action=_url("upload_workbook", place, of),
        list_url=_list_url(place, of),
        breadcrumbs=[{"label": gettext("Points by hand"), "url": _list_url(place, of)}],
    )


def _preview_page(
    session: Session, project_id: int, of: PointsOf, preview_id: int, *, is_stale: bool = False
) -> str:
    place = open_place(session, project_id, Verb.ASSESSMENT_CHANGE)
    preview = import_previews.get_preview(
        session, project_id, preview_id, user_id=current_user().user_id, kind=POINTS
    )
    of = points_of(preview.content)
    lacking = objects_of(preview.content, "lacking")
    columns = {
        one.field.measure: one.title
        for one in columns_of(_own_rows(session, place, of))
        if one.field is not None
    }
    return render_page(
        session,
        place,
        "imports/rows.html",
        page_title=gettext("Points in a spreadsheet"),
        name_title=subject_word(of.subject_kind),
        preview=shown_rows(preview, columns),
        lacking=[wrong_cell(one) for one in lacking[:MOST_SHOWN]],
        file_name=preview.file_name,
        is_done=preview.confirmed_at is not None,
        is_stale=is_stale,
        may_be_empty=False,
        confirmed_at=moment_text(preview.confirmed_at),
        most_shown=MOST_SHOWN,
        upload_url=_url("show_workbook", place, of),
        list_url=_list_url(place, of),
        confirms=_confirms(place, of, preview_id, may_submit=not lacking),
    )


def _confirms(
    place: Place, of: PointsOf, preview_id: int, *, may_submit: bool
) -> list[dict[str, object]]:
    draft, submit = (
        _url("confirm_workbook", place, of, preview_id=preview_id, how=how)
        for how in ("draft", "submit")
    )
    found: list[dict[str, object]] = [
        {"label": gettext("Save as drafts"), "url": draft, "primary": not may_submit}
    ]
    if may_submit:
        found.append({"label": gettext("Submit all"), "url": submit, "primary": True})
    return found


def _refused(project_id: int, of: PointsOf, error: str) -> AnyResponse:
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_CHANGE)
        return page_answer(_upload_page(session, place, of, error), 422)


def _url(name: str, place: Place, of: PointsOf, **parts: Any) -> str:
    return url_for(
        f"office_assessments.{name}",
        project_id=place.project_id,
        campaign_id=of.campaign_id,
        scheme_id=of.scheme_id,
        kind=kind_word(of.subject_kind),
        **parts,
    )


def _list_url(place: Place, of: PointsOf) -> str:
    return url_for(
        "office_assessments.list_assessments",
        project_id=place.project_id,
        campaign_id=of.campaign_id,
        scheme=of.scheme_id,
        kind=kind_word(of.subject_kind),
    )


def _preview_url(project_id: int, of: PointsOf, preview_id: int) -> str:
    return url_for(
        "office_assessments.show_points_preview",
        project_id=project_id,
        campaign_id=of.campaign_id,
        scheme_id=of.scheme_id,
        preview_id=preview_id,
    )
