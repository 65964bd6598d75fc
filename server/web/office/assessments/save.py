"""Save, submit and return the points of a level."""

import mimetypes

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.domain.schemes.giving.filled_sheet import FilledSheet, TypedSheet
from server.operations.load_sheet import load_sheet
from server.operations.save_assessment import (
    NewFile,
    SheetInput,
    keep_files,
    return_assessment,
    save_assessment,
)
from server.problems import ChangedMeanwhile
from server.store.queries.assessments import AssessmentKey
from server.web.auth import requires
from server.web.auth import scope as scope_of
from server.web.body_limits import takes_files
from server.web.office.acting import acting
from server.web.office.assessments.blueprint import blueprint
from server.web.office.assessments.one import ONE, gives_back, sheet_page, sheet_url
from server.web.office.assessments.view import Shown
from server.web.office.form_errors import done
from server.web.office.frame import open_place, page_answer
from server.web.office.list_state import key_from_form
from server.web.office.subject_kinds import subject_kind
from server.web.state import state

_OCTETS = "application/octet-stream"
_VALUE, _REASON, _LEFT_OUT, _FILE = "value-", "reason-", "na-", "file-"
_MOST_NAME = 300
_MOST_REASON = 1000
_MOST_DIGITS = 4


@blueprint.post(ONE)
@requires(Verb.ASSESSMENT_CHANGE)
@takes_files()
def save_sheet(
    project_id: int, campaign_id: int, scheme_id: int, enterprise_id: int, level: str
) -> AnyResponse:
    """Save a sheet as a draft, or submit it; with errors it is shown again as it was typed."""
    key = AssessmentKey(campaign_id, scheme_id, enterprise_id, level, subject_kind())
    sent = _sent(_files())
    try:
        filled = _save(project_id, key, sent)
    except ChangedMeanwhile:
        return _again(project_id, key, sent, FilledSheet((), ()), is_changed=True)
    if filled.faults:
        return _again(project_id, key, sent, filled, is_changed=False)
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_CHANGE)
        url = sheet_url(place, key)
    if sent.is_final:
        return done(gettext("The points have been submitted."), url)
    return done(gettext("The draft has been saved."), url)


@blueprint.post(f"{ONE}/return")
@requires(Verb.ASSESSMENT_CHANGE)
def give_back(
    project_id: int, campaign_id: int, scheme_id: int, enterprise_id: int, level: str
) -> AnyResponse:
    """Give submitted points back to their level with a reason."""
    key = AssessmentKey(campaign_id, scheme_id, enterprise_id, level, subject_kind())
    reason = request.form.get("reason", "").strip()[:_MOST_REASON]
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_CHANGE)
        url = sheet_url(place, key)
        if reason:
            sheet = load_sheet(session, scope_of(Verb.ASSESSMENT_CHANGE, project_id), key)
            is_allowed = gives_back(session, sheet)
            return_assessment(session, acting(), sheet, reason=reason, may_return=is_allowed)
    if not reason:
        return done(gettext("Say why the points are returned."), url, tone="bad")
    return done(gettext("The points have been returned."), url)


def _save(project_id: int, key: AssessmentKey, sent: SheetInput) -> FilledSheet:
    """Return what was typed; with faults only the files that came are kept."""
    with state().store.writing() as session:
        sheet = load_sheet(session, scope_of(Verb.ASSESSMENT_CHANGE, project_id), key)
        filled = save_assessment(session, acting(), sheet, sent)
        if filled.faults and sent.new_files:
            keep_files(session, acting(), sheet, sent)
        return filled


def _again(
    project_id: int, key: AssessmentKey, sent: SheetInput, filled: FilledSheet, *, is_changed: bool
) -> AnyResponse:
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_CHANGE)
        sheet = load_sheet(session, scope_of(Verb.ASSESSMENT_CHANGE, project_id), key)
        shown = Shown(sent.typed, (), {}, filled.faults)
        page = sheet_page(session, place, sheet, shown, is_changed=is_changed)
    return page_answer(page, 409 if is_changed else 422)


def _sent(files: tuple[NewFile, ...]) -> SheetInput:
    form = request.form
    typed = TypedSheet(
        values=_with_prefix(_VALUE),
        reasons=_with_prefix(_REASON),
        not_applicable=frozenset(_with_prefix(_LEFT_OUT)),
    )
    dropped = key_from_form("drop")
    return SheetInput(
        typed,
        seen=key_from_form("revision") or 0,
        is_final=form.get("action") == "submit" and dropped is None,
        new_files=files,
        dropped_file_ids=frozenset() if dropped is None else frozenset({dropped}),
    )


def _with_prefix(prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): text
        for name, text in request.form.items()
        if name.startswith(prefix)
    }


def _files() -> tuple[NewFile, ...]:
    """Return the files that came, kept as blobs: their field says row and slot."""
    found = []
    for field, file in request.files.items(multi=True):
        if not field.startswith(_FILE) or not file.filename:
            continue
        number, _, code = field.removeprefix(_FILE).partition("-")
        is_number = number.isdecimal() and len(number) <= _MOST_DIGITS
        found.append(_kept(file, code, int(number) if is_number else 0))
    return tuple(found)


def _kept(file: FileStorage, code: str, slot: int) -> NewFile:
    name = (file.filename or "")[:_MOST_NAME]
    guessed, _ = mimetypes.guess_type(name)
    blob = state().blobs.put_chunks(file.stream)
    return NewFile(code, slot, name, guessed or _OCTETS, blob)
