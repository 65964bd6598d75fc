"""Create, change, delete entities by hand or by a program, and settle their conflicts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from server import clock
from server.domain.enterprise_facts import LISTED_PROPERTIES, REGISTER_PROPERTIES
from server.domain.enterprise_input import BadFacts
from server.domain.entity_changes import too_long
from server.operations.change_enterprise import invalid_fields
from server.operations.create_project import ENTERPRISES
from server.operations.entity_origin import EntityOrigin
from server.operations.entity_places import ENTERPRISE
from server.operations.write_entities import EntityWrite, write_entities
from server.operations.write_register_entity import RegisterEntity, write_register_entity
from server.problems import (
    N_,
    AlreadyExists,
    EntityVersionConflict,
    InvalidEntity,
    NoConflict,
    NotAllowed,
    NotPossibleNow,
    UnexpectedValue,
    UuidOfDeletedEntity,
    WrongType,
)
from server.store.queries import areas, audits, entities, entity_pages, links
from server.store.queries.audits import Actee, By
from server.store.queries.enterprises import find_id_by_uscc
from server.store.queries.entities import EntityState
from server.store.queries.register import lock_register
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.entities import EntityList

_UUID_4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_WRITABLE = frozenset({*REGISTER_PROPERTIES})


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes entities by hand or by a program, what they see of them, and whose day it is."""

    by: By
    scope: Scope
    zone: str


@dataclass(frozen=True, slots=True)
class EntityInput:
    """What somebody gives of an entity; None and what is not named stay as they are."""

    label: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    uuid: str | None = None
    origin: EntityOrigin = field(default_factory=EntityOrigin)
    base_version: int | None = None
    """The version that was looked at; None: whatever it is."""


def create_entities(
    session: Session,
    editor: Editor,
    entity_list: EntityList,
    given: Sequence[EntityInput],
) -> tuple[int, ...]:
    """Create entities, all or none, and return their keys.

    Raises UnexpectedValue for a blank label and texts that are too long, WrongType for what is no
    UUID of version 4, InvalidEntity for unknown properties, InvalidFields for values that do not
    fit the register, AlreadyExists and UuidOfDeletedEntity for UUIDs that are taken, NotAllowed
    beyond the scope.
    """
    keys = []
    for one in given:
        _check_properties(entity_list, one)
        if not (one.label or "").strip():
            raise UnexpectedValue(field="label", value="", reason=N_("the label must not be blank"))
        _check_uuid(session, entity_list, one.uuid)
        keys.append(_write(session, editor, entity_list, one, None))
    states = entities.list_states(session, keys)
    for key in keys:
        _note(session, editor.by, entity_list, "entity.create", states[key])
    return tuple(keys)


def change_entity(
    session: Session,
    editor: Editor,
    entity_list: EntityList,
    uuid: str,
    given: EntityInput,
) -> None:
    """Merge what is given into an entity of the scope, as its next version.

    Raises as creating does, NotFound, and EntityVersionConflict when the entity is not at the
    version that was looked at.
    """
    _check_properties(entity_list, given)
    if given.label is not None and not given.label.strip():
        raise UnexpectedValue(field="label", value="", reason=N_("the label must not be blank"))
    entities.lock_lists(session, editor.scope.project_id, [entity_list.name])
    row = entity_pages.get_entity(session, editor.scope, stored(entity_list.id), uuid)
    if given.base_version not in {None, row.version}:
        raise EntityVersionConflict(current=row.version, provided=given.base_version or 0)
    state = entities.list_states(session, [row.id])[row.id]
    _write(session, editor, entity_list, given, state)
    after = entities.list_states(session, [row.id])[row.id]
    _note(session, editor.by, entity_list, "entity.update.version", after)


def resolve_conflict(session: Session, editor: Editor, entity_list: EntityList, uuid: str) -> None:
    """Mark the conflict of an entity as settled; raises NotFound, NoConflict."""
    row = entity_pages.get_entity(session, editor.scope, stored(entity_list.id), uuid)
    if row.conflict is None:
        raise NoConflict(uuid=row.uuid)
    entities.settle(session, row.id, now=editor.by.at)
    state = entities.list_states(session, [row.id])[row.id]
    _note(session, editor.by, entity_list, "entity.update.resolve", state)


def delete_entity(session: Session, editor: Editor, entity_list: EntityList, uuid: str) -> None:
    """Delete an entity of the scope; phones forget it. Raises NotFound.

    Enterprises are not deleted here, since submissions, posters and results stand on them:
    NotPossibleNow.
    """
    row = entity_pages.get_entity(session, editor.scope, stored(entity_list.id), uuid)
    if entity_list.name == ENTERPRISES:
        raise NotPossibleNow(reason=N_("enterprises are not deleted as entities"))
    state = entities.list_states(session, [row.id])[row.id]
    entities.delete_entity(session, stored(entity_list.id), row.uuid, now=editor.by.at)
    _note(session, editor.by, entity_list, "entity.delete", state)


def _write(
    session: Session,
    editor: Editor,
    entity_list: EntityList,
    given: EntityInput,
    state: EntityState | None,
) -> int:
    if entity_list.name == ENTERPRISES:
        return _write_enterprise(session, editor, given, state)
    data = dict(given.data) if state is None else {**state.data, **given.data}
    area_id, enterprise_id = _place(session, editor.scope, data, state)
    write = EntityWrite(
        label=given.label or (state.label if state is not None else ""),
        data=given.data,
        entity_id=None if state is None else state.id,
        uuid=given.uuid,
        area_id=area_id,
        enterprise_id=enterprise_id,
        origin=given.origin,
    )
    return write_entities(session, editor.by, stored(entity_list.id), [write])[0]


def _write_enterprise(
    session: Session, editor: Editor, given: EntityInput, state: EntityState | None
) -> int:
    lock_register(session, editor.scope.project_id)
    key = None if state is None else state.id
    uscc = given.data.get("uscc", "").strip().upper()
    if uscc and find_id_by_uscc(session, editor.scope.project_id, uscc) not in {None, key}:
        raise AlreadyExists(fields=["uscc"], values=[uscc], table="enterprises")
    entity = RegisterEntity(given.label, given.data, given.uuid, given.origin)
    today = clock.day_in(editor.zone)
    try:
        made = write_register_entity(
            session, editor.by, editor.scope, entity, enterprise_id=key, today=today
        )
    except BadFacts as error:
        raise invalid_fields(error) from error
    return made.id


def _place(
    session: Session, scope: Scope, data: Mapping[str, str], state: EntityState | None
) -> tuple[int | None, int | None]:
    """Return area and enterprise of an entity; NotAllowed when it would lie beyond the scope."""
    named = data.get(ENTERPRISE, "").strip().removeprefix("uuid:").lower()
    enterprise_id = links.find_by_entity(session, scope.project_id, named) if named else None
    if enterprise_id is None:
        area_id = min(scope.area_ids or (), default=None) if state is None else state.area_id
        return area_id, None if state is None else state.enterprise_id
    area_id = links.find_area(session, enterprise_id)
    if scope.area_ids is not None and area_id not in areas.list_ids_below(session, scope.area_ids):
        raise NotAllowed
    return area_id, enterprise_id


def _check_properties(entity_list: EntityList, given: EntityInput) -> None:
    known = {*entity_list.properties}
    if entity_list.name == ENTERPRISES:
        known = (known | _WRITABLE) - {*LISTED_PROPERTIES}
    for name in given.data:
        if name not in known:
            raise InvalidEntity(reason=N_("the list has no such property"), value=name[:100])
    for name in too_long(given.label, given.data):
        raise UnexpectedValue(field=name, value="…", reason=N_("it is longer than phones can hold"))


def _check_uuid(session: Session, entity_list: EntityList, uuid: str | None) -> None:
    if uuid is None:
        return
    one = uuid.removeprefix("uuid:").lower()
    if not _UUID_4.fullmatch(one):
        raise WrongType(field="uuid", expected="version 4 UUID")
    found = entities.find_states(session, stored(entity_list.id), [one]).get(one)
    if found is None:
        return
    if found.deleted_at is not None:
        raise UuidOfDeletedEntity(uuid=one)
    raise AlreadyExists(fields=["uuid"], values=[one], table="entities")


def _note(
    session: Session, by: By, entity_list: EntityList, action: str, state: EntityState
) -> None:
    details = {
        "dataset": entity_list.name,
        "uuid": state.uuid,
        "label": state.label,
        "version": state.current_version,
    }
    actee = Actee("entity", state.uuid, entity_list.project_id)
    audits.note(session, by, action, actee, details=details)
