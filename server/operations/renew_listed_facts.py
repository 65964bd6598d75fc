"""Keep in the list of enterprises what phones are told beside the register: posters, last grade.

A phone replaces a row only when its version is a later one, so a change is a version of the entity.
It follows the change by the worker: posters of ten thousand enterprises are made in one click.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from server import clock
from server.domain.enterprise_facts import LAST_GRADE, LISTED_PROPERTIES, POSTER_CODES
from server.domain.json_values import integer_of
from server.operations.create_project import ENTERPRISES
from server.operations.entity_origin import BY_HAND, version_row
from server.operations.job_context import JobContext
from server.store import outbox
from server.store.queries import enterprises, entities, listed_facts
from server.store.queries.audits import By
from server.store.queries.enterprises import EVERYTHING
from server.store.queries.entities import EntityState
from server.store.queries.register import lock_register
from server.store.queries.scope import Scope

LIST_FACTS = "list_facts"
_MOST_ALONE = 50
"""More enterprises than this are looked through together with all others of their project."""
_SLICE = 500


def listed_facts_changed(
    session: Session,
    project_id: int,
    enterprise_ids: Collection[int] | None,
    *,
    now: datetime,
) -> None:
    """Have the rows of enterprises in the list renewed; None: of all enterprises."""
    if enterprise_ids is None or len(enterprise_ids) > _MOST_ALONE:
        payload = {"project_id": project_id}
        key = f"{project_id}:all"
        outbox.enqueue(session, LIST_FACTS, key, now=now, payload=payload, lane=outbox.REST)
        return
    for one in sorted(enterprise_ids):
        payload = {"project_id": project_id, "enterprise_id": one}
        outbox.enqueue(session, LIST_FACTS, f"{project_id}:{one}", now=now, payload=payload)


def renew_listed_facts(context: JobContext, payload: Mapping[str, object]) -> None:
    """Write what changed of posters and grades into the entities of the payload's enterprises."""
    project_id = integer_of(payload, "project_id")
    ids: Sequence[int]
    if "enterprise_id" in payload:
        ids = (integer_of(payload, "enterprise_id"),)
    else:
        with context.store.reading() as session:
            ids = sorted(enterprises.list_ids(session, Scope(project_id), EVERYTHING))
    for start in range(0, len(ids), _SLICE):
        some = ids[start : start + _SLICE]
        with context.store.reading() as session:
            if not _changed(session, some):
                continue
        with context.store.writing() as session:
            lock_register(session, project_id)
            _write(session, project_id, some)


def _changed(session: Session, ids: Sequence[int]) -> Sequence[tuple[EntityState, dict[str, str]]]:
    """Return the entities that are not up to date, with what they should say."""
    codes = listed_facts.poster_codes(session, ids)
    grades = listed_facts.last_grades(session, ids)
    changed: list[tuple[EntityState, dict[str, str]]] = []
    for key, state in sorted(entities.list_states(session, ids).items()):
        known = {POSTER_CODES: codes.get(key, ""), LAST_GRADE: grades.get(key, "")}
        is_same = all(state.data.get(name, "") == text for name, text in known.items())
        if state.deleted_at is None and not is_same:
            changed.append((state, {**state.data, **known}))
    return changed


def _write(session: Session, project_id: int, ids: Sequence[int]) -> None:
    by = By(None, clock.now())
    changed = _changed(session, ids)
    list_id = entities.ensure_list(
        session, project_id, ENTERPRISES, properties=LISTED_PROPERTIES, now=by.at
    )
    rows = [
        {
            "entity_id": state.id,
            "new_area_id": state.area_id,
            "new_enterprise_id": state.enterprise_id,
            "version": state.current_version + 1,
            "new_label": state.label,
            "new_data": data,
            "new_conflict": state.conflict,
            "at": by.at,
        }
        for state, data in changed
    ]
    entities.update_entities(session, rows)
    made = [
        version_row(
            by,
            BY_HAND,
            key=state.id,
            version=state.current_version + 1,
            label=state.label,
            data=data,
        )
        for state, data in changed
    ]
    entities.insert_versions(session, made)
    entities.count_area_changes(session, list_id, {state.area_id for state, _ in changed})
