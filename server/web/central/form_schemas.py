"""Bodies of forms, their fields and the files they expect."""

import re
from collections.abc import Mapping

from server.domain.lifecycle import FormState
from server.store.queries.form_figures import FormFigures
from server.store.tables.forms import Form, FormAttachment, FormVersion
from server.store.tables.users import Actor
from server.web.central.wire import AnswerBody, RequestBody, Timestamp
from xlsforms.compiled_form import FormField

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]+")


class FormChangeBody(RequestBody):
    """What shall become otherwise."""

    state: str | None = None


class SlotChangeBody(RequestBody):
    """Whether a slot NAME.csv is served from the entity list NAME."""

    dataset: bool


class FormAnswer(AnswerBody):
    """A form at one version in ODK Central's words; pyODK needs every key."""

    project_id: int
    xml_form_id: str
    state: FormState
    enketo_id: str | None = None
    enketo_once_id: str | None = None
    webforms_enabled: bool = False
    key_id: int | None = None
    created_at: Timestamp
    updated_at: Timestamp | None
    deleted_at: Timestamp | None
    id: int | None
    version: str
    hash: str
    sha256: str
    name: str | None
    draft_token: str | None
    published_at: Timestamp | None
    anonymous: bool


class ActorAnswer(AnswerBody):
    """Who made something."""

    id: int | None
    type: str
    display_name: str
    created_at: Timestamp
    updated_at: Timestamp | None
    deleted_at: Timestamp | None


class ReviewStates(AnswerBody):
    """How many submissions are in which review state."""

    received: int
    has_issues: int
    edited: int


class ExtendedFormAnswer(FormAnswer):
    """A form with who made it and its submissions, as far as the caller sees them."""

    submissions: int
    last_submission: Timestamp | None
    review_states: ReviewStates
    created_by: ActorAnswer | None
    excel_content_type: str | None
    public_links: int = 0
    entity_related: bool


class SlotAnswer(AnswerBody):
    """A file that a form expects: whether it is there, and from where."""

    name: str
    type: str
    hash: str | None
    size: int | None
    exists: bool
    blob_exists: bool
    dataset_exists: bool
    updated_at: Timestamp


class FieldAnswer(AnswerBody):
    """A field of a form."""

    path: str
    name: str
    type: str
    binary: bool | None
    select_multiple: bool | None


def form_answer(form: Form, version: FormVersion) -> FormAnswer:
    """Return a form at a version as a body."""
    return FormAnswer.model_validate(_fields(form, version))


def extended_form_answer(
    form: Form, version: FormVersion, found: FormFigures, actors: Mapping[int, Actor]
) -> ExtendedFormAnswer:
    """Return a form at a version with its figures as a body."""
    more = {
        "submissions": found.submission_count,
        "last_submission": found.last_submission_at,
        "review_states": ReviewStates(
            received=found.received_count,
            has_issues=found.has_issues_count,
            edited=found.edited_count,
        ),
        "created_by": _actor(actors.get(form.created_by or 0)),
        "excel_content_type": version.workbook_type,
        "entity_related": version.entities_version is not None,
    }
    return ExtendedFormAnswer.model_validate({**_fields(form, version), **more})


def slot_answer(slot: FormAttachment) -> SlotAnswer:
    """Return a slot as a body."""
    has_file, has_list = slot.blob_sha256 is not None, slot.entity_list_id is not None
    return SlotAnswer(
        name=slot.name,
        type=slot.kind,
        hash=slot.md5,
        size=slot.size,
        exists=has_file or has_list,
        blob_exists=has_file,
        dataset_exists=has_list,
        updated_at=slot.updated_at,
    )


def field_answer(field: FormField, *, is_odata: bool) -> FieldAnswer:
    """Return a field as a body; `is_odata`: with the names that OData feeds give it."""
    segments = field.path.split("/")
    if is_odata:
        segments = [odata_name(one) if one else one for one in segments]
    return FieldAnswer(
        path="/".join(segments),
        name=segments[-1],
        type=field.type,
        binary=True if field.is_binary else None,
        select_multiple=True if field.is_select_multiple else None,
    )


def odata_name(name: str) -> str:
    """Return a name as OData allows it: letters, digits and `_`, not beginning with a digit."""
    first_is_letter = name[:1].isascii() and (name[:1].isalpha() or name[:1] == "_")
    return _NOT_IN_NAMES.sub("_", name if first_is_letter else "_" + name)


def _actor(actor: Actor | None) -> ActorAnswer | None:
    if actor is None:
        return None
    return ActorAnswer(
        id=actor.id,
        type=actor.type,
        display_name=actor.display_name,
        created_at=actor.created_at,
        updated_at=actor.updated_at,
        deleted_at=actor.deleted_at,
    )


def _fields(form: Form, version: FormVersion) -> dict[str, object]:
    return {
        "project_id": form.project_id,
        "xml_form_id": form.form_id,
        "state": form.state,
        "created_at": form.created_at,
        "updated_at": form.updated_at,
        "deleted_at": form.deleted_at,
        "id": form.id,
        "version": version.version,
        "hash": version.md5,
        "sha256": version.sha256,
        "name": version.title,
        "draft_token": version.draft_token,
        "published_at": version.published_at,
        "anonymous": version.is_anonymous,
    }
