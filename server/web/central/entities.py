"""Entities of a list, cut to the caller's areas, with their versions and what these changed."""

from flask import Blueprint, Response, jsonify, request

from server.domain.access import Verb
from server.operations.change_entity import (
    Editor,
    EntityInput,
    change_entity,
    create_entities,
    delete_entity,
    resolve_conflict,
)
from server.operations.entity_origin import EntityOrigin
from server.problems import (
    N_,
    MissingParameter,
    NoConflict,
    UnexpectedAttributes,
    UnexpectedValue,
    WrongType,
)
from server.store.queries import entities, entity_pages
from server.store.queries.entity_pages import EntityFilter, Turn
from server.store.row_key import stored
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, answer_list, is_true, limit_and_offset, success
from server.web.central.entity_schemas import (
    EntityBody,
    EntityChangeBody,
    ManyBody,
    diffs,
    entity_answer,
    listed_answer,
    version_answer,
)
from server.web.central.json_body import read_json, validated
from server.web.state import state

blueprint = Blueprint("central_entities", __name__)

MOST_BYTES = 100_000_000
"""ODK Central's limit for entities, which come in thousands."""
_LIST = "/datasets/<segment:list_name>/entities"
_ONE = f"{_LIST}/<segment:uuid>"
_MOST_DIGITS = 9


@blueprint.get(_LIST)
@requires(Verb.ENTITY_READ)
def show_entities(project_id: int, list_name: str) -> Response:
    """List entities, the newest first; `deleted=true` those that were deleted instead."""
    where = scope(Verb.ENTITY_READ, project_id)
    limit, offset = limit_and_offset()
    wanted = EntityFilter(is_deleted=is_true("deleted"))
    with state().store.reading() as session:
        found = entities.get_list(session, project_id, list_name)
        rows = entity_pages.list_entities(
            session, where, stored(found.id), wanted, Turn(limit, offset)
        )
        return jsonify([listed_answer(row).model_dump(mode="json", by_alias=True) for row in rows])


@blueprint.post(_LIST)
@requires(Verb.ENTITY_CHANGE)
def post_entities(project_id: int, list_name: str) -> Response:
    """Create one entity, or many with the name of their source, all or none."""
    body = read_json(most_bytes=MOST_BYTES)
    if not isinstance(body, dict):
        raise WrongType(field="body", expected="object")
    given = _many(body) if "entities" in body or "source" in body else [_one(body)]
    editor = _editor(project_id)
    with state().store.writing() as session:
        (found,) = entities.lock_lists(session, project_id, [list_name]) or (
            entities.get_list(session, project_id, list_name),
        )
        keys = create_entities(session, editor, found, given)
        if "entities" in body:
            return success()
        uuid = entities.list_states(session, keys)[keys[0]].uuid
    return show_entity(project_id, list_name, uuid)


@blueprint.get(_ONE)
@requires(Verb.ENTITY_READ)
def show_entity(project_id: int, list_name: str, uuid: str) -> Response:
    """Show an entity with its values."""
    where = scope(Verb.ENTITY_READ, project_id)
    with state().store.reading() as session:
        found = entities.get_list(session, project_id, list_name)
        row = entity_pages.get_entity(session, where, stored(found.id), uuid, is_deleted=None)
        versions = entity_pages.list_versions(session, row.id)
        return answer(entity_answer(row, versions[-1] if versions else None))


@blueprint.patch(_ONE)
@requires(Verb.ENTITY_CHANGE)
def patch_entity(project_id: int, list_name: str, uuid: str) -> Response:
    """Merge a change into an entity: `baseVersion` or `force=true`; `resolve=true` settles."""
    body = validated(EntityChangeBody, read_json())
    editor = _editor(project_id)
    with state().store.writing() as session:
        found = entities.get_list(session, project_id, list_name)
        row = entity_pages.get_entity(session, editor.scope, stored(found.id), uuid)
        base = _base_version()
        origin = EntityOrigin(user_agent=_user_agent(), base_version=base)
        given = EntityInput(body.label, body.data, origin=origin, base_version=base)
        if is_true("resolve") and row.conflict is None:
            raise NoConflict(uuid=row.uuid)
        if body.model_fields_set or not is_true("resolve"):
            change_entity(session, editor, found, uuid, given)
        if is_true("resolve"):
            resolve_conflict(session, editor, found, uuid)
    return show_entity(project_id, list_name, uuid)


@blueprint.delete(_ONE)
@requires(Verb.ENTITY_CHANGE)
def delete(project_id: int, list_name: str, uuid: str) -> Response:
    """Delete an entity; phones forget it at their next sync."""
    with state().store.writing() as session:
        found = entities.get_list(session, project_id, list_name)
        delete_entity(session, _editor(project_id), found, uuid)
    return success()


@blueprint.get(f"{_ONE}/versions")
@requires(Verb.ENTITY_READ)
def show_versions(project_id: int, list_name: str, uuid: str) -> Response:
    """List the versions of an entity, oldest first, each with where it came from."""
    where = scope(Verb.ENTITY_READ, project_id)
    with state().store.reading() as session:
        found = entities.get_list(session, project_id, list_name)
        row = entity_pages.get_entity(session, where, stored(found.id), uuid, is_deleted=None)
        versions = entity_pages.list_versions(session, row.id)
        return answer_list(
            [version_answer(one, is_current=one.version == row.version) for one in versions]
        )


@blueprint.get(f"{_ONE}/diffs")
@requires(Verb.ENTITY_READ)
def show_diffs(project_id: int, list_name: str, uuid: str) -> Response:
    """Show what each version changed from the one before it."""
    where = scope(Verb.ENTITY_READ, project_id)
    with state().store.reading() as session:
        found = entities.get_list(session, project_id, list_name)
        row = entity_pages.get_entity(session, where, stored(found.id), uuid, is_deleted=None)
        return jsonify(diffs(entity_pages.list_versions(session, row.id)))


def _editor(project_id: int) -> Editor:
    where = scope(Verb.ENTITY_CHANGE, project_id)
    return Editor(acting(), where, state().settings.time_zone)


def _one(body: dict[str, object]) -> EntityInput:
    one = validated(EntityBody, body)
    return EntityInput(one.label, one.data, one.uuid, EntityOrigin(user_agent=_user_agent()))


def _many(body: dict[str, object]) -> list[EntityInput]:
    listed = body.get("entities")
    if not isinstance(listed, list) or not listed:
        raise UnexpectedAttributes(expected="entities: [...]", actual=type(listed).__name__)
    source = body.get("source")
    if not isinstance(source, dict) or not source.get("name"):
        raise MissingParameter(field="source.name")
    many = validated(ManyBody, body)
    origin = EntityOrigin(user_agent=_user_agent(), source_name=many.source.name[:300])
    return [EntityInput(one.label, one.data, one.uuid, origin) for one in many.entities]


def _user_agent() -> str | None:
    return (request.user_agent.string or "")[:300] or None


def _base_version() -> int | None:
    if is_true("force"):
        return None
    text = request.args.get("baseVersion", "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        reason = N_("a whole number is expected, or force=true")
        raise UnexpectedValue(field="baseVersion", value=text[:40], reason=reason)
    return int(text)
