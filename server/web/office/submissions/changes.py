"""What an edit changed: two versions of a submission side by side, field by field, file by file."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import format_datetime, gettext
from sqlmodel import Session

from server.domain.answers import AnswerValue
from server.domain.roles import Verb
from server.domain.submission_diff import Change, changes_between, single_answers
from server.store.queries import entity_labels, submission_lists, submissions
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.submissions import SubmissionVersion
from server.web.auth import requires
from server.web.office.answer_sections import group_title
from server.web.office.answer_texts import answer_text
from server.web.office.form_words import FormWords, words_of
from server.web.office.frame import open_place, render_page
from server.web.office.list_state import key_from
from server.web.office.submission_words import nameless
from server.web.office.submissions.addresses import address_to, breadcrumbs
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import read_choices
from server.web.office.submissions.version_view import answers_of, form_of, texts_in
from server.web.state import state
from xlsforms.compiled_form import FormField

Versions = tuple[SubmissionVersion, ...]


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A question, and what stood there before and after; "" is nothing."""

    label: str
    where: str
    old: str
    new: str


@blueprint.get("/<pk:project_id>/submissions/<pk:submission_id>/changes")
@requires(Verb.SUBMISSION_READ)
def show_changes(project_id: int, submission_id: int) -> str:
    """Show what differs between two versions: those of the address, else the two newest."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        row = submission_lists.get_row(session, place.scope, submission_id)
        choices = read_choices(session, place)
        versions = submissions.list_versions(session, row.id)
        old, new = _pair(versions)
        name = new.instance_name or row.enterprise_name or nameless(row.received_at)
        url = address_to("show_submission", project_id, row.id, choices)
        return render_page(
            session,
            place,
            "submissions/changes.html",
            page_title=gettext("What changed"),
            breadcrumbs=[*breadcrumbs(project_id, choices), {"label": name, "url": url}],
            old=old,
            new=new,
            versions=[
                {"value": one.id, "label": _version_label(one)} for one in reversed(versions)
            ],
            is_readable=answers_of(old) is not None and answers_of(new) is not None,
            lines=_lines(session, place.scope, old, new),
            files=_files(session, old, new),
            kept=choices.chosen,
        )


def _pair(versions: Versions) -> tuple[SubmissionVersion, SubmissionVersion]:
    """Return the versions of the address, the older first; of one version it is both."""
    known = {one.id: place for place, one in enumerate(versions)}
    newer = known.get(key_from("new") or versions[0].id, 0)
    older = known.get(key_from("old"), min(newer + 1, len(versions) - 1))
    return versions[max(older, newer)], versions[min(older, newer)]


def _version_label(version: SubmissionVersion) -> str:
    moment = format_datetime(version.received_at, "yyyy-MM-dd HH:mm:ss")
    return f"{moment} ({gettext('Current')})" if version.is_current else str(moment)


def _lines(
    session: Session, scope: Scope, old: SubmissionVersion, new: SubmissionVersion
) -> tuple[ChangedLine, ...]:
    before, after = answers_of(old), answers_of(new)
    if before is None or after is None:
        return ()
    form = form_of(session, new)
    other = form if new.form_version_id == old.form_version_id else form_of(session, old)
    labels = entity_labels.labels_in(session, scope, texts_in(before) | texts_in(after))
    reader = ChangeReader((words_of(form), words_of(other)), labels)
    changes = single_answers(changes_between(before, after))
    return tuple(reader.line(one) for one in changes if not one.field_path.startswith("/meta/"))


class ChangeReader:
    """Says changes in the words of the form, those of the older one for what is no more."""

    def __init__(self, words: tuple[FormWords, FormWords], labels: Mapping[str, str]) -> None:
        self._words = words
        self._labels = labels

    def line(self, change: Change) -> ChangedLine:
        """Return a change as a line of the page."""
        number = ".".join(str(index + 1) for index in change.places)
        for words in self._words:
            field = words.form.field(change.field_path)
            if field is not None:
                title = group_title(words, change.field_path)
                where = f"{title} {number}".strip()
                old, new = (self._text(words, field, one) for one in (change.old, change.new))
                return ChangedLine(words.label(field), where, old, new)
        old, new = (one if isinstance(one, str) else "" for one in (change.old, change.new))
        return ChangedLine(change.field_path, number, old, new)

    def _text(self, words: FormWords, field: FormField, text: AnswerValue) -> str:
        if not isinstance(text, str):
            return ""
        if field.is_binary:
            return text
        return self._labels.get(text) or answer_text(field, text, words)


def _files(
    session: Session, old: SubmissionVersion, new: SubmissionVersion
) -> tuple[ChangedLine, ...]:
    """Return files of one name whose bytes differ; other names are answers that differ."""
    before, after = (
        {one.name: one.blob_sha256 for one in submissions.list_files(session, stored(version.id))}
        for version in (old, new)
    )
    return tuple(
        ChangedLine(name, "", gettext("another file"), gettext("this file"))
        for name, sha256 in after.items()
        if sha256 is not None and before.get(name) not in {None, sha256}
    )
