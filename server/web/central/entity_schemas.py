"""Bodies of entity lists and entities in ODK Central's words; pyODK needs every key."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from server.store.queries.entity_pages import EntityRow, ListCounts, VersionRow
from server.store.queries.list_forms import FormName, ListForms
from server.store.tables.entities import EntityList
from server.web.central.wire import AnswerBody, RequestBody, Timestamp


class ListBody(RequestBody):
    """An entity list to be made."""

    name: str
    approval_required: bool = False


class ApprovalBody(RequestBody):
    """Whether what submissions do waits until they are approved."""

    approval_required: bool


class PropertyBody(RequestBody):
    """A property to be added."""

    name: str


class EntityBody(RequestBody):
    """An entity to be made; several of them come in `entities`."""

    label: str
    uuid: str | None = None
    data: dict[str, str] = Field(default_factory=dict)


class EntityChangeBody(RequestBody):
    """What shall become otherwise of an entity."""

    label: str | None = None
    data: dict[str, str] = Field(default_factory=dict)


class SourceBody(RequestBody):
    """Where many entities come from."""

    name: str
    size: Annotated[int, Field(ge=0, le=2**53)] | None = None


class ManyBody(RequestBody):
    """Entities to be made at once, all or none."""

    entities: list[EntityBody]
    source: SourceBody


class ListAnswer(AnswerBody):
    """An entity list."""

    name: str
    project_id: int
    created_at: Timestamp
    approval_required: bool
    owner_only: bool
    deleted_at: Timestamp | None = None


class ExtendedListAnswer(ListAnswer):
    """An entity list with how much of it the caller sees."""

    entities: int
    last_entity: Timestamp | None
    conflicts: int


class FormNameAnswer(AnswerBody):
    """A form that reads a list or writes to it."""

    xml_form_id: str
    name: str


class PropertyAnswer(AnswerBody):
    """A property and the forms that write it."""

    name: str
    odata_name: str
    published_at: Timestamp
    forms: list[FormNameAnswer]


class WholeListAnswer(ListAnswer):
    """An entity list with its properties and forms."""

    last_update: Timestamp | None
    properties: list[PropertyAnswer]
    linked_forms: list[FormNameAnswer]
    source_forms: list[FormNameAnswer]
    draft_linked_forms: tuple[FormNameAnswer, ...] = ()
    draft_source_forms: tuple[FormNameAnswer, ...] = ()


class EntityVersionAnswer(AnswerBody):
    """A version of an entity, without its values in lists."""

    label: str
    current: bool
    created_at: Timestamp
    creator_id: int
    user_agent: str | None
    version: int
    base_version: int | None = None
    conflicting_properties: list[str] | None = None


class WholeVersionAnswer(EntityVersionAnswer):
    """A version of an entity with its values, and our word on where it came from."""

    data: Mapping[str, str]
    conflict: str | None = None
    source: Mapping[str, str] | None = None


class EntityAnswer(AnswerBody):
    """An entity."""

    uuid: str
    creator_id: int
    created_at: Timestamp
    conflict: str | None
    updated_at: Timestamp | None
    deleted_at: Timestamp | None
    current_version: EntityVersionAnswer | WholeVersionAnswer


def list_answer(one: EntityList) -> ListAnswer:
    """Return an entity list as a body."""
    return ListAnswer(**_list_fields(one))  # type: ignore[arg-type]  # checked by its model


def extended_list_answer(one: EntityList, counts: ListCounts) -> ExtendedListAnswer:
    """Return an entity list with its counts."""
    return ExtendedListAnswer(
        **_list_fields(one),  # type: ignore[arg-type]  # checked by its model
        entities=counts.entity_count,
        last_entity=counts.created_at,
        conflicts=counts.conflict_count,
    )


def whole_list_answer(one: EntityList, counts: ListCounts, forms: ListForms) -> WholeListAnswer:
    """Return an entity list with its properties and forms."""
    return WholeListAnswer(
        **_list_fields(one),  # type: ignore[arg-type]  # checked by its model
        last_update=counts.changed_at,
        properties=[
            PropertyAnswer(
                name=name,
                odata_name=odata_name(name),
                published_at=one.created_at,
                forms=_forms(forms.by_property.get(name, ())),
            )
            for name in one.properties
        ],
        linked_forms=_forms(forms.linked),
        source_forms=_forms(forms.sources),
    )


def odata_name(name: str) -> str:
    """Return a property's name as OData can write it."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", name)
    return plain if re.match(r"[A-Za-z_]", name) else f"_{plain}"


def entity_answer(row: EntityRow, current: VersionRow | None) -> EntityAnswer:
    """Return an entity with its current version and its values."""
    listed = listed_answer(row)
    if current is None:
        return listed
    return listed.model_copy(update={"current_version": version_answer(current, is_current=True)})


def listed_answer(row: EntityRow) -> EntityAnswer:
    """Return an entity as lists hold it, without its values."""
    return EntityAnswer(
        uuid=row.uuid,
        creator_id=row.created_by or 0,
        created_at=row.created_at,
        conflict=row.conflict,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
        current_version=EntityVersionAnswer(
            label=row.label,
            current=True,
            created_at=row.updated_at or row.created_at,
            creator_id=row.created_by or 0,
            user_agent=None,
            version=row.version,
        ),
    )


def version_answer(row: VersionRow, *, is_current: bool) -> WholeVersionAnswer:
    """Return a version as a body."""
    source = {"instanceId": row.instance_id, "xmlFormId": row.form_id, "name": row.source_name}
    return WholeVersionAnswer(
        label=row.label,
        current=is_current,
        created_at=row.created_at,
        creator_id=row.created_by or 0,
        user_agent=row.user_agent,
        version=row.version,
        base_version=row.base_version,
        conflicting_properties=row.conflicting,
        data=row.data,
        conflict=row.conflict,
        source={name: text for name, text in source.items() if text} or None,
    )


def diffs(versions: Sequence[VersionRow]) -> list[list[dict[str, str]]]:
    """Return what each version changed from the one before it, the label among the properties."""
    found = []
    for before, after in pairwise(versions):
        old, new = {**before.data, "label": before.label}, {**after.data, "label": after.label}
        changed = [name for name in {**new, **old} if old.get(name) != new.get(name)]
        found.append([_change(name, old, new) for name in changed])
    return found


def _change(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    was = {"old": old[name]} if name in old else {}
    return {**was, "new": new.get(name, ""), "propertyName": name}


def _list_fields(one: EntityList) -> dict[str, object]:
    return {
        "name": one.name,
        "project_id": one.project_id,
        "created_at": one.created_at,
        "approval_required": one.is_approval_required,
        "owner_only": one.is_owner_only,
    }


def _forms(names: Sequence[FormName]) -> list[FormNameAnswer]:
    return [FormNameAnswer(xml_form_id=one.form_id, name=one.title) for one in names]
