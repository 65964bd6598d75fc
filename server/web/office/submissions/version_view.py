"""A version of a submission as pages show it: form, answers, files, measures, places."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import url_for
from sqlmodel import Session

from server.domain.answers import Answers
from server.domain.drawn_places import DrawnPlace, places_in
from server.domain.json_values import BadJson
from server.store.queries import entity_labels, offered_forms, submissions
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.submissions import SubmissionAttachment, SubmissionVersion
from server.web.office.answer_sections import AnswerPage, answer_page
from server.web.office.form_words import words_of
from server.web.office.submissions.audit_view import AuditView, audit_view
from server.web.pictures import sniffed_picture
from server.web.state import state
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that came, or should have come, with a submission."""

    name: str
    size: int | None
    is_here: bool
    is_picture: bool
    url: str
    small_url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A version of a submission as the page shows it; `answers` None: not read yet."""

    version: SubmissionVersion
    form: CompiledForm
    answers: AnswerPage | None
    files: Mapping[str, FileView]
    measures: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, DrawnPlace], ...]
    """Labels of questions, and the places that answer them."""
    audit: AuditView | None = None

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody here can read the answers."""
        return self.form.public_key is not None


def form_of(session: Session, version: SubmissionVersion) -> CompiledForm:
    """Return the form that a version was filled in with."""
    return read_xform(offered_forms.get_xform(session, version.form_version_id))


def shown_version(session: Session, scope: Scope, version: SubmissionVersion) -> Shown:
    """Return a version as the page shows it to somebody with this scope."""
    form = form_of(session, version)
    answers = answers_of(version)
    files = submissions.list_files(session, stored(version.id))
    page = None
    measures: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, DrawnPlace], ...] = ()
    if answers is not None:
        labels = entity_labels.labels_in(session, scope, texts_in(answers))
        words = words_of(form)
        page = answer_page(words, answers, labels.get)
        measures = _measures(page)
        asked = {one.path: one for one in form.fields}
        places = tuple((words.label(asked[one.path]), one) for one in places_in(form, answers))
    views = {one.name: _view(one, scope.project_id, version) for one in files}
    return Shown(version, form, page, views, measures, places, audit_view(words_of(form), files))


def answers_of(version: SubmissionVersion) -> Answers | None:
    """Return the stored answers of a version; None while the worker has not read it."""
    if version.answers is None:
        return None
    if not isinstance(version.answers, dict):
        raise BadJson("answers")
    answers: Answers = version.answers  # type: ignore[assignment]  # as domain.answers wrote it
    return answers


def texts_in(value: object) -> frozenset[str]:
    """Return every text among the answers that could be the id of an entity."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, str) and len(one) == entity_labels.ID_LENGTH:
            found.add(one)
    return frozenset(found)


def _measures(page: AnswerPage) -> tuple[tuple[str, str], ...]:
    cells = [answer.cell for section in page.sections for answer in section.answers]
    cells += [answer.cell for answer in page.recorded]
    return tuple((cell.measure, cell.text) for cell in cells if cell.measure and cell.text)


def _view(file: SubmissionAttachment, project_id: int, version: SubmissionVersion) -> FileView:
    sha256 = file.blob_sha256
    address = partial(
        url_for,
        project_id=project_id,
        submission_id=version.submission_id,
        version_id=version.id,
        name=file.name,
    )
    return FileView(
        name=file.name,
        size=file.size,
        is_here=sha256 is not None,
        is_picture=sha256 is not None and sniffed_picture(state().blobs.path(sha256)) is not None,
        url=address("office_submissions.show_file"),
        small_url=address("office_submissions.show_thumbnail"),
    )
