"""Trying a draft with a phone: its code, and what was sent with it, apart from all submissions."""

from dataclasses import dataclass, replace
from functools import partial

from flask import Response, flash, redirect, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from qr.captioned import captioned_png, captioned_svg
from qr.collect_settings import BadCollectSettings, CollectSettings, settings_text
from qr.poster_code import is_loopback
from server.domain.roles import Verb
from server.domain.submission_xml import parse_submission
from server.problems import N_, NotFound, NotPossibleNow
from server.store.queries import draft_tests, forms
from server.store.row_key import stored
from server.store.tables.draft_tests import DraftSubmission, DraftSubmissionFile
from server.store.tables.forms import FormVersion
from server.web.auth import requires
from server.web.downloads import send_bytes
from server.web.office.answer_sections import AnswerPage, answer_page
from server.web.office.form_words import words_of
from server.web.office.forms.blueprint import blueprint
from server.web.office.frame import open_place, render_page
from server.web.office.submission_words import nameless
from server.web.openrosa.addresses import draft_address
from server.web.pictures import send_attachment, send_thumbnail, sniffed_picture
from server.web.state import state
from xlsforms.read_xform import read_xform

_DRAFT = "/<pk:project_id>/forms/<segment:form_id>/draft"
_TEST = f"{_DRAFT}/tests/<pk:test_id>"
_NAME = "[草稿] "


@dataclass(frozen=True, slots=True)
class DraftTests:
    """How a draft is tried, and what was sent to try it; no address where phones may not."""

    address: str
    is_test_server: bool
    sent: tuple[DraftSubmission, ...]


@dataclass(frozen=True, slots=True)
class TriedFile:
    """A file that came with a submission that tries the draft."""

    name: str
    size: int
    is_picture: bool
    url: str
    small_url: str
    is_here: bool = True


def tests_of(session: Session, project_id: int, form_id: str, draft: FormVersion) -> DraftTests:
    """Return how a draft is tried: anonymous ones by the worker's page alone."""
    address = ""
    if draft.draft_token is not None and not draft.is_anonymous:
        address = draft_address(project_id, form_id, draft.draft_token)
    sent = draft_tests.list_tests(session, draft.id)
    return DraftTests(address, is_loopback(state().settings.base_url), sent)


@blueprint.get(f"{_DRAFT}/code.svg")
@requires(Verb.FORM_CHANGE)
def show_draft_code(project_id: int, form_id: str) -> Response:
    """Show the code that sets a phone up to try the draft."""
    text, is_test = _code(project_id, form_id)
    response = Response(captioned_svg(text, is_test=is_test), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get(f"{_DRAFT}/code.png")
@requires(Verb.FORM_CHANGE)
def download_draft_code(project_id: int, form_id: str) -> Response:
    """Give the code as a picture to save."""
    text, is_test = _code(project_id, form_id)
    picture = captioned_png(text, is_test=is_test)
    return send_bytes(picture, name=f"{form_id}-draft.png", content_type="image/png")


@blueprint.get(_TEST)
@requires(Verb.FORM_CHANGE)
def show_draft_test(project_id: int, form_id: str, test_id: int) -> str:
    """Show what was sent to try the draft, as the draft asks for it."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.FORM_CHANGE)
        draft, sent = _sent(session, project_id, form_id, test_id)
        files = draft_tests.list_files(session, sent.id)
        back = url_for("office_forms.show_form", project_id=project_id, form_id=form_id)
        return render_page(
            session,
            place,
            "forms/draft_test.html",
            page_title=sent.instance_name or nameless(sent.received_at),
            breadcrumbs=[{"label": draft.title, "url": f"{back}#draft-tests"}],
            form_id=form_id,
            sent=sent,
            answers=_answers(sent, draft),
            is_other_version=sent.version != draft.version,
            files={one.name: _file(project_id, form_id, sent, one) for one in files},
        )


@blueprint.get(f"{_TEST}/xml")
@requires(Verb.FORM_CHANGE)
def download_draft_test(project_id: int, form_id: str, test_id: int) -> Response:
    """Give the XML exactly as it was sent."""
    with state().store.reading() as session:
        _, sent = _sent(session, project_id, form_id, test_id)
    name = f"{sent.instance_id.replace(':', '-').replace('/', '-')}.xml"
    return send_bytes(sent.xml, name=name, content_type="application/xml")


@blueprint.get(f"{_TEST}/files/<segment:name>")
@requires(Verb.FORM_CHANGE)
def show_draft_file(project_id: int, form_id: str, test_id: int, name: str) -> Response:
    """Show a photo, or give any other file to save."""
    file = _found_file(project_id, form_id, test_id, name)
    return send_attachment(file.blob_sha256, name=name, content_type=file.content_type)


@blueprint.get(f"{_TEST}/thumbnails/<segment:name>")
@requires(Verb.FORM_CHANGE)
def show_draft_thumbnail(project_id: int, form_id: str, test_id: int, name: str) -> Response:
    """Show a photo small."""
    return send_thumbnail(_found_file(project_id, form_id, test_id, name).blob_sha256, name=name)


@blueprint.post(f"{_DRAFT}/tests/delete")
@requires(Verb.FORM_CHANGE)
def delete_draft_tests(project_id: int, form_id: str) -> AnyResponse:
    """Remove everything that was sent to try the draft."""
    with state().store.writing() as session:
        open_place(session, project_id, Verb.FORM_CHANGE)
        form = forms.get_form(session, project_id, form_id, is_locked=True)
        draft_tests.remove_tests(session, stored(forms.get_draft(session, form).id))
    flash(gettext("What was sent to try the draft was removed."), "good")
    return redirect(url_for("office_forms.show_form", project_id=project_id, form_id=form_id), 303)


def _code(project_id: int, form_id: str) -> tuple[str, bool]:
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.FORM_CHANGE)
        draft = forms.get_draft(session, forms.get_form(session, place.project_id, form_id))
        tried = tests_of(session, project_id, form_id, draft)
    if not tried.address:
        raise NotFound
    settings = CollectSettings(
        server_url=tried.address, project_name=f"{_NAME}{draft.title}", is_managed=False, icon="📝"
    )
    try:
        return settings_text(settings), tried.is_test_server
    except BadCollectSettings:
        settings = replace(settings, project_name=_NAME.strip())
    try:
        return settings_text(settings), tried.is_test_server
    except BadCollectSettings as error:
        raise NotPossibleNow(reason=N_("the names are too long for a QR code")) from error


def _answers(sent: DraftSubmission, draft: FormVersion) -> AnswerPage:
    form = read_xform(draft.xform)
    return answer_page(words_of(form), parse_submission(sent.xml, form).answers, lambda _: None)


def _sent(
    session: Session, project_id: int, form_id: str, test_id: int
) -> tuple[FormVersion, DraftSubmission]:
    draft = forms.get_draft(session, forms.get_form(session, project_id, form_id))
    return draft, draft_tests.get_test(session, draft.id, test_id)


def _found_file(project_id: int, form_id: str, test_id: int, name: str) -> DraftSubmissionFile:
    with state().store.reading() as session:
        _, sent = _sent(session, project_id, form_id, test_id)
        found = [one for one in draft_tests.list_files(session, sent.id) if one.name == name]
    if not found:
        raise NotFound
    return found[0]


def _file(
    project_id: int, form_id: str, sent: DraftSubmission, file: DraftSubmissionFile
) -> TriedFile:
    address = partial(
        url_for, project_id=project_id, form_id=form_id, test_id=sent.id, name=file.name
    )
    return TriedFile(
        name=file.name,
        size=file.size,
        is_picture=sniffed_picture(state().blobs.path(file.blob_sha256)) is not None,
        url=address("office_forms.show_draft_file"),
        small_url=address("office_forms.show_draft_thumbnail"),
    )
