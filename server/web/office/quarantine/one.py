"""One payload that was refused: who sent what, why it was refused, and what is stored instead."""

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.problems import NotFound
from server.store.queries import entity_labels, rejected_payloads, submission_lists
from server.store.tables.submissions import RejectedPayload
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.answer_sections import AnswerPage, answer_page
from server.web.office.frame import Place, open_place, render_page
from server.web.office.quarantine.blueprint import blueprint
from server.web.office.quarantine.compared import Compared, compared
from server.web.office.quarantine.words import (
    choices,
    long_reason,
    settled_word,
    short_reason,
)
from server.web.office.submissions.version_view import FileView, texts_in
from server.web.pictures import sniffed_picture
from server.web.state import state


@blueprint.get("/<pk:project_id>/quarantine/<pk:payload_id>")
@requires(Verb.SUBMISSION_READ)
def show_payload(project_id: int, payload_id: int) -> str:
    """Show a payload: its answers and files beside what is stored, and what can be done."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        payload = rejected_payloads.get_payload(session, place.scope, payload_id)
        found = compared(session, place.scope, payload, state().blobs.read(payload.xml_sha256))
        return render_page(
            session,
            place,
            "quarantine/one.html",
            page_title=_title(payload, found),
            breadcrumbs=_breadcrumbs(project_id),
            payload=payload,
            form_title=_form_title(payload, found),
            sender=rejected_payloads.names_of_senders(session, (payload,)).get(payload_id, ""),
            reason=short_reason(payload),
            explanation=long_reason(payload),
            settled=settled_word(payload),
            answers=_answers(session, place, found),
            views=_views(session, payload),
            files=found.files,
            differences=found.differences,
            has_stored=found.current is not None,
            stored_url=_stored_url(session, place, found),
            choices=choices(payload, has_parent=found.current is not None),
            may_decide=may(Verb.SUBMISSION_REVIEW, project_id),
        )


def _title(payload: RejectedPayload, found: Compared) -> str:
    """Return the name of the submission concerned, as offices know it, else that of its form."""
    name = found.current.instance_name if found.current is not None else None
    return name or _form_title(payload, found) or gettext("Kept aside")


def _form_title(payload: RejectedPayload, found: Compared) -> str | None:
    return found.words.form.title if found.words is not None else payload.form_id


def _answers(session: Session, place: Place, found: Compared) -> AnswerPage | None:
    if found.words is None or found.answers is None:
        return None
    labels = entity_labels.labels_in(session, place.scope, texts_in(found.answers))
    return answer_page(found.words, found.answers, labels.get)


def _views(session: Session, payload: RejectedPayload) -> dict[str, FileView]:
    """Return the files by name; of several under one name the newest."""
    found = {}
    for file in rejected_payloads.files_of(session, payload):
        address = url_for(
            "office_quarantine.show_file",
            project_id=payload.project_id,
            payload_id=payload.id,
            name=file.name,
        )
        found[file.name] = FileView(
            name=file.name,
            size=file.size,
            is_here=True,
            is_picture=sniffed_picture(state().blobs.path(file.sha256)) is not None,
            url=address,
            small_url=url_for(
                "office_quarantine.show_thumbnail",
                project_id=payload.project_id,
                payload_id=payload.id,
                name=file.name,
            ),
        )
    return found


def _stored_url(session: Session, place: Place, found: Compared) -> str | None:
    """Return the address of the submission concerned, unless it was deleted or is not seen."""
    if found.current is None:
        return None
    submission_id = found.current.submission_id
    try:
        submission_lists.get_row(session, place.scope, submission_id)
    except NotFound:
        return None
    return url_for(
        "office_submissions.show_submission",
        project_id=place.project_id,
        submission_id=submission_id,
    )


def _breadcrumbs(project_id: int) -> list[dict[str, str]]:
    url = url_for("office_quarantine.list_payloads", project_id=project_id)
    return [{"label": gettext("Kept aside"), "url": url}]
