"""What came beside what is stored: answers field by field, and files by their content."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from server.domain.answers import Answers
from server.domain.submission_diff import changes_between, single_answers
from server.domain.submission_xml import read_ids
from server.operations.compare_versions import answers_in, answers_of_version
from server.store.queries import entity_labels, forms, rejected_payloads, submissions
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.forms import FormVersion
from server.store.tables.submissions import RejectedPayload, SubmissionVersion
from server.web.office.form_words import FormWords, words_of
from server.web.office.submissions.changes import ChangedLine, ChangeReader
from server.web.office.submissions.version_view import texts_in
from xlsforms.read_xform import read_xform


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came, and whether the submission stored has it."""

    name: str
    size: int
    is_stored: bool
    is_same: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A payload with the form and the submission that it concerns, as far as there are any."""

    words: FormWords | None
    answers: Answers | None
    current: SubmissionVersion | None
    differences: tuple[ChangedLine, ...]
    files: tuple[SentFile, ...]


def compared(session: Session, scope: Scope, payload: RejectedPayload, xml: bytes) -> Compared:
    """Return a payload beside the current version of the submission that it repeats or edits."""
    version = _form_version(session, payload)
    current = _current(session, payload)
    files = _files(session, payload, current)
    if version is None:
        return Compared(None, None, current, (), files)
    words = words_of(read_xform(version.xform))
    if words.form.public_key is not None or read_ids(xml).is_encrypted:
        return Compared(words, None, current, (), files)
    answers = answers_in(xml, version.xform)
    differences: tuple[ChangedLine, ...] = ()
    if current is not None:
        before = answers_of_version(session, current)
        labels = entity_labels.labels_in(session, scope, texts_in(before) | texts_in(answers))
        reader = ChangeReader((words, words), labels)
        changes = single_answers(changes_between(before, answers))
        differences = tuple(reader.line(one) for one in changes if one.path[0] != "meta")
    return Compared(words, answers, current, differences, files)


def _form_version(session: Session, payload: RejectedPayload) -> FormVersion | None:
    """Return the version that a payload names, else the current one of its form."""
    form = forms.find_form(session, payload.project_id, payload.form_id)
    if form is None or form.is_anonymous or form.current_version_id is None:
        return None
    named = forms.find_published(session, form.id, payload.version)
    return named or session.get(FormVersion, form.current_version_id)


def _current(session: Session, payload: RejectedPayload) -> SubmissionVersion | None:
    submission_id = rejected_payloads.find_concerned(session, stored(payload.id))
    if submission_id is None:
        return None
    versions = submissions.list_versions(session, submission_id)
    return next((one for one in versions if one.is_current), None)


def _files(
    session: Session, payload: RejectedPayload, current: SubmissionVersion | None
) -> tuple[SentFile, ...]:
    here: Mapping[str, str | None] = {}
    if current is not None:
        rows = submissions.list_files(session, stored(current.id))
        here = {row.name: row.blob_sha256 for row in rows}
    return tuple(
        SentFile(
            one.name,
            one.size,
            is_stored=here.get(one.name) is not None,
            is_same=here.get(one.name) == one.sha256,
        )
        for one in rejected_payloads.files_of(session, payload)
    )
