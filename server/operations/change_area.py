"""Move an area with all below it, or rename it, and tell the entities that carry its name."""

from collections.abc import Collection

from sqlmodel import Session

from server.domain.areas import AreaLevel
from server.operations.create_area import check_level, check_name
from server.operations.inputs_changed import project_changed
from server.operations.write_enterprise import EnterpriseWrite, write_enterprises
from server.problems import N_, NotPossibleNow
from server.store.queries import areas, audits, enterprises, entities
from server.store.queries.audits import Actee, By
from server.store.queries.enterprises import EnterpriseFilter
from server.store.queries.register import count_change, lock_register
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.areas import Area


def move_area(
    session: Session, by: By, project_id: int, *, area_id: int, parent_id: int | None
) -> Area:
    """Hang an area with all below it under another (None: at the top) and return it.

    Raises NotFound for foreign areas, NotPossibleNow when it would lie below itself,
    UnexpectedValue when its level cannot lie there, AlreadyExists for a sibling of its name.
    """
    lock_register(session, project_id)
    area = areas.get_area(session, project_id, area_id)
    if parent_id == area.parent_id:
        return area
    parent = None if parent_id is None else areas.get_area(session, project_id, parent_id)
    if parent_id is not None and area_id in areas.path_of(session, parent_id):
        raise NotPossibleNow(reason=N_("an area cannot lie below itself"))
    check_level(AreaLevel(area.level), parent)
    check_name(session, project_id, parent_id=parent_id, name=area.name)
    areas.move_subtree(session, area_id, parent_id=parent_id)
    session.refresh(area)
    _tell_entities(session, by, project_id, area_id)
    project_changed(session, project_id, now=by.at)
    actee = Actee("area", str(area_id), project_id)
    audits.note(session, by, "area.update", actee, details={"parentId": parent_id})
    return area


def rename_area(
    session: Session, by: By, project_id: int, *, area_id: int, name: str, code: str | None
) -> Area:
    """Give an area another name and code and return it; AlreadyExists when a sibling has it."""
    lock_register(session, project_id)
    area = areas.get_area(session, project_id, area_id)
    is_renamed = name != area.name
    if is_renamed:
        check_name(session, project_id, parent_id=area.parent_id, name=name)
    area.name, area.code = name, code
    session.flush()
    if is_renamed:
        _tell_entities(session, by, project_id, area_id)
    actee = Actee("area", str(area_id), project_id)
    audits.note(session, by, "area.update", actee, details={"name": name, "code": code})
    return area


def _tell_entities(session: Session, by: By, project_id: int, area_id: int) -> None:
    """Write enterprises below whose entities name the area or its township, and count a change.

    Every area of the subtree counts one, for phones that now have more or less of the list.
    """
    scope = Scope(project_id)
    ids = enterprises.list_ids(session, scope, EnterpriseFilter(area_id=area_id))
    facts = enterprises.list_facts(session, project_id, ids)
    writes = [EnterpriseWrite(one, enterprise_id=key) for key, one in facts.items()]
    if writes:
        write_enterprises(session, by, project_id, writes)
    _count(session, project_id, areas.list_ids_below(session, {area_id}))
    count_change(session, project_id)


def _count(session: Session, project_id: int, area_ids: Collection[int]) -> None:
    for one in entities.list_lists(session, project_id):
        entities.count_area_changes(session, stored(one.id), area_ids)
