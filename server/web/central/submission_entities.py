"""What submissions have made of entities, and what could not be written: ours beside Central's."""

from collections.abc import Sequence
from urllib.parse import quote

from flask import Blueprint, Response

from server.domain.access import Verb
from server.domain.entity_changes import EntityError
from server.operations.retry_entities import retry_entities
from server.store.queries import entity_submissions, refused_entities
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, limit_and_offset, success
from server.web.central.paging import answer_page
from server.web.central.submissions import entry_of
from server.web.central.wire import AnswerBody, Timestamp
from server.web.state import state

blueprint = Blueprint("central_submission_entities", __name__)

_ONE = "/forms/<segment:form_id>/submissions/<segment:instance_id>/entities"
_MOST_ROWS = 500


class ErrorAnswer(AnswerBody):
    """Why an entity was not written: our word for it, and where the submission says so."""

    fault: str
    dataset: str
    place: str
    uuid: str
    value: str


class WrittenAnswer(AnswerBody):
    """A version of an entity that a submission wrote."""

    dataset: str
    uuid: str
    label: str
    version: int
    conflict: str | None


class HeldAnswer(AnswerBody):
    """The change that a submission waits for."""

    uuid: str
    branch_id: str | None
    base_version: int
    since: Timestamp


class EntitiesAnswer(AnswerBody):
    """What came of the entities of a submission."""

    entities: list[WrittenAnswer]
    errors: list[ErrorAnswer]
    waits_for: HeldAnswer | None


class RefusedAnswer(AnswerBody):
    """A submission whose entities were not written."""

    xml_form_id: str
    instance_id: str
    instance_name: str | None
    created_at: Timestamp
    errors: list[ErrorAnswer]
    url: str


@blueprint.get(_ONE)
@requires(Verb.SUBMISSION_READ)
def show_entities(project_id: int, form_id: str, instance_id: str) -> Response:
    """Show what a submission has made of entities, why not, and what it waits for."""
    with state().store.reading() as session:
        key = entry_of(session, project_id, form_id, instance_id).id
        held = entity_submissions.held_of(session, key)
        return answer(
            EntitiesAnswer(
                entities=[
                    WrittenAnswer(
                        dataset=one.dataset,
                        uuid=one.uuid,
                        label=one.label,
                        version=one.version,
                        conflict=one.conflict,
                    )
                    for one in entity_submissions.written_by(session, key)
                ],
                errors=_errors(entity_submissions.errors_of(session, [key]).get(key, ())),
                waits_for=None
                if held is None
                else HeldAnswer(
                    uuid=held.uuid,
                    branch_id=held.branch_id,
                    base_version=held.branch_base_version,
                    since=held.held_since,
                ),
            )
        )


@blueprint.post(_ONE)
@requires(Verb.SUBMISSION_REVIEW)
def post_retry(project_id: int, form_id: str, instance_id: str) -> Response:
    """Try once more to write the entities of a submission."""
    where = scope(Verb.SUBMISSION_REVIEW, project_id)
    with state().store.writing() as session:
        key = entry_of(session, project_id, form_id, instance_id).id
        retry_entities(session, acting(), where, key)
    return success()


@blueprint.get("/entity-errors")
@requires(Verb.SUBMISSION_READ)
def show_errors(project_id: int) -> Response:
    """List the submissions whose entities could not be written, and why, the newest first."""
    where = scope(Verb.SUBMISSION_READ, project_id)
    limit, offset = limit_and_offset()
    with state().store.reading() as session:
        rows = refused_entities.list_refused(
            session, where, limit=min(limit or _MOST_ROWS, _MOST_ROWS), offset=offset
        )
        total = refused_entities.count_refused(session, where)
    base = f"/v1/projects/{project_id}/forms"
    return answer_page(
        [
            RefusedAnswer(
                xml_form_id=one.form_id,
                instance_id=one.instance_id,
                instance_name=one.instance_name,
                created_at=one.received_at,
                errors=_errors(one.errors),
                url=f"{base}/{quote(one.form_id, safe='')}/submissions/"
                f"{quote(one.instance_id, safe='')}/entities",
            )
            for one in rows
        ],
        total=total,
    )


def _errors(errors: Sequence[EntityError]) -> list[ErrorAnswer]:
    return [
        ErrorAnswer(
            fault=one.fault.value,
            dataset=one.dataset,
            place=one.place,
            uuid=one.uuid,
            value=one.value,
        )
        for one in errors
    ]
