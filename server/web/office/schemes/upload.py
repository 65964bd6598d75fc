"""Upload a scheme: the workbook becomes a draft, or one table says all there is to mend."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.upload_scheme import SchemeUpload, read_scheme_upload, upload_scheme
from server.problems import Problem
from server.store.row_key import stored
from server.web.auth import requires
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.schemes.blueprint import blueprint
from server.web.office.workbook_upload import MOST_BODY_BYTES, Refusal, refusal_of, sent_file
from server.web.state import state

FIELD = "workbook_file"


@blueprint.get("/<pk:project_id>/schemes/new")
@requires(Verb.SCHEME_CHANGE)
def show_upload(project_id: int) -> str:
    """Ask for the workbook of a scheme."""
    with state().store.reading() as session:
        return _page(session, project_id, None)


@blueprint.post("/<pk:project_id>/schemes/new")
@requires(Verb.SCHEME_CHANGE)
@takes_files(MOST_BODY_BYTES)
def upload(project_id: int) -> AnyResponse:
    """Make the workbook the draft of its scheme."""
    file = sent_file(FIELD)
    if file is None:
        return refused_page(project_id, Refusal(gettext("Choose the workbook of the scheme.")))
    return take_workbook(project_id, file.data, file.name)


def take_workbook(project_id: int, data: bytes, file_name: str) -> AnyResponse:
    """Store a workbook as a draft and go to it, or show what is wrong with it."""
    try:
        read = read_scheme_upload(data, state().blobs, file_name=file_name)
        slug, version_id = _store(project_id, read)
    except Problem as problem:
        return refused_page(project_id, scheme_refusal(problem, file_name))
    flash(gettext("The draft is stored. Look through it, then publish it."), "good")
    return redirect(
        url_for(
            "office_schemes.show_version", project_id=project_id, slug=slug, version_id=version_id
        ),
        303,
    )


def scheme_refusal(problem: Problem, file_name: str) -> Refusal:
    """Return what a page says of a workbook that is no scheme."""
    above = gettext("The scheme has errors. Mend the places listed below and upload it again.")
    return refusal_of(problem, file_name, above_places=above)


def refused_page(project_id: int, refusal: Refusal) -> AnyResponse:
    """Return the page of uploads with what is wrong."""
    with state().store.reading() as session:
        return page_answer(_page(session, project_id, refusal), 422)


def _store(project_id: int, read: SchemeUpload) -> tuple[str, int]:
    with state().store.writing() as session:
        open_place(session, project_id, Verb.SCHEME_CHANGE)
        draft = upload_scheme(session, acting(), project_id, read)
        return read.compiled.settings.scheme, stored(draft.id)


def _page(session: Session, project_id: int, refusal: Refusal | None) -> str:
    place = open_place(session, project_id, Verb.SCHEME_CHANGE)
    return render_page(
        session,
        place,
        "schemes/upload.html",
        page_title=gettext("Upload a scheme"),
        refusal=refusal,
    )
