"""One submission: its answers, photos, where it was filled in, its versions and neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.answers import Answers
from server.domain.json_values import BadJson
from server.domain.lifecycle import ReviewState
from server.domain.roles import Verb
from server.problems import NotFound
from server.store.queries import entity_labels, forms, offered_forms, submission_lists, submissions
from server.store.queries.scope import Scope
from server.store.queries.submission_lists import SubmissionRow
from server.store.row_key import stored
from server.store.tables.submissions import SubmissionAttachment, SubmissionVersion
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.answer_sections import AnswerPage, answer_page
from server.web.office.form_words import words_of
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import key_from
from server.web.office.submission_words import (
    flag_word,
    linked_by_word,
    reason_word,
    review_options,
)
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import Choices, kept_address, read_choices
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

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody here can read the answers."""
        return self.form.public_key is not None


@blueprint.get("/<pk:project_id>/submissions/<pk:submission_id>")
@blueprint.get("/<pk:project_id>/forms/<segment:form_id>/submissions/<segment:instance_id>")
@requires(Verb.SUBMISSION_READ)
def show_submission(
    project_id: int, submission_id: int = 0, form_id: str = "", instance_id: str = ""
) -> str:
    """Show a submission in its current version, or in the version that the address names.

    It is named by our key, or as ODK names it.
    """
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        if instance_id:
            form = forms.get_form(session, project_id, form_id)
            entry = submissions.get_entry(session, place.scope, form.id, instance_id)
            submission_id = entry.id
        row = submission_lists.get_row(session, place.scope, submission_id)
        choices = read_choices(session, place)
        versions = submissions.list_versions(session, row.id)
        shown = _shown(session, place.scope, _chosen(versions))
        title = shown.version.instance_name or row.enterprise_name or row.root_instance_id
        return render_page(
            session,
            place,
            "submissions/one.html",
            page_title=title,
            breadcrumbs=_breadcrumbs(project_id, choices),
            row=row,
            shown=shown,
            versions=versions,
            review_url=_url_of("review_submission", project_id, row.id, choices),
            exclude_url=_url_of("exclude", project_id, row.id, choices),
            enterprise_url=_enterprise_url(project_id, row),
            previous=_neighbour(session, place, choices, before=row.id),
            next=_neighbour(session, place, choices, after=row.id),
            review_state=(row.review_state or ReviewState.RECEIVED).value,
            review_options=review_options(current=row.review_state or ReviewState.RECEIVED),
            may_review=may(Verb.SUBMISSION_REVIEW, project_id),
            may_link=may(Verb.SUBMISSION_LINK, project_id),
            linked_by=linked_by_word(row.linked_by),
            reason=reason_word(row.link_problem),
            flags=[flag_word(flag) for flag in shown.version.flags],
        )


def answers_of(version: SubmissionVersion) -> Answers | None:
    """Return the stored answers of a version; None while the worker has not read it."""
    if version.answers is None:
        return None
    if not isinstance(version.answers, dict):
        raise BadJson("answers")
    answers: Answers = version.answers  # type: ignore[assignment]  # as domain.answers wrote it
    return answers


def _shown(session: Session, scope: Scope, version: SubmissionVersion) -> Shown:
    form = read_xform(offered_forms.get_xform(session, version.form_version_id))
    answers = answers_of(version)
    files = submissions.list_files(session, stored(version.id))
    page = None
    measures: tuple[tuple[str, str], ...] = ()
    if answers is not None:
        labels = entity_labels.labels_in(session, scope, _texts(answers))
        page = answer_page(words_of(form), answers, labels.get)
        measures = _measures(page)
    views = {one.name: _view(one, scope.project_id, version) for one in files}
    return Shown(version, form, page, views, measures)


def _measures(page: AnswerPage) -> tuple[tuple[str, str], ...]:
    cells = [answer.cell for section in page.sections for answer in section.answers]
    cells += [answer.cell for answer in page.recorded]
    return tuple((cell.measure, cell.text) for cell in cells if cell.measure and cell.text)


def _texts(value: object) -> frozenset[str]:
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


def _chosen(versions: tuple[SubmissionVersion, ...]) -> SubmissionVersion:
    """Return the version that the address names, else the current one."""
    wanted = key_from("version")
    if wanted is None:
        return next(one for one in versions if one.is_current)
    found = next((one for one in versions if one.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def _neighbour(
    session: Session,
    place: Place,
    choices: Choices,
    *,
    after: int | None = None,
    before: int | None = None,
) -> dict[str, str] | None:
    """Return the address of the next or previous submission of the list one came from."""
    rows = submission_lists.list_rows(
        session, place.scope, choices.wanted, limit=1, after=after, before=before
    )
    if not rows:
        return None
    return {"label": _label(rows[0]), "url": _address(place.project_id, rows[0], choices)}


def _label(row: SubmissionRow) -> str:
    return row.enterprise_name or row.instance_name or row.root_instance_id[:20]


def _address(project_id: int, row: SubmissionRow, choices: Choices) -> str:
    address = url_for(
        "office_submissions.show_submission", project_id=project_id, submission_id=row.id
    )
    return kept_address(address, choices.chosen)


def _url_of(name: str, project_id: int, submission_id: int, choices: Choices) -> str:
    address = url_for(
        f"office_submissions.{name}", project_id=project_id, submission_id=submission_id
    )
    return kept_address(address, choices.chosen)


def _enterprise_url(project_id: int, row: SubmissionRow) -> str | None:
    if row.enterprise_id is None or not may(Verb.ENTERPRISE_READ, project_id):
        return None
    return url_for(
        "office_enterprises.show_enterprise",
        project_id=project_id,
        enterprise_id=row.enterprise_id,
    )


def _breadcrumbs(project_id: int, choices: Choices) -> list[dict[str, str]]:
    address = url_for("office_submissions.list_submissions", project_id=project_id)
    url = kept_address(address, choices.chosen)
    return [{"label": gettext("Submissions"), "url": url}]
