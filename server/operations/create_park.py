"""Create or rename a park."""

from sqlmodel import Session

from server.operations.write_enterprise import EnterpriseWrite, write_enterprises
from server.problems import AlreadyExists
from server.store.queries import audits, enterprises, parks
from server.store.queries.audits import Actee, By
from server.store.queries.enterprises import EnterpriseFilter
from server.store.queries.register import count_change, lock_register
from server.store.queries.scope import Scope
from server.store.tables.areas import Park


def create_park(session: Session, by: By, project_id: int, *, name: str) -> Park:
    """Create a park and return it; AlreadyExists when the project has one of this name."""
    lock_register(session, project_id)
    _check_name(session, project_id, name)
    park = Park(project_id=project_id, name=name, created_at=by.at)
    session.add(park)
    session.flush()
    count_change(session, project_id)
    actee = Actee("park", str(park.id), project_id)
    audits.note(session, by, "park.create", actee, details={"name": name})
    return park


def rename_park(session: Session, by: By, project_id: int, *, park_id: int, name: str) -> Park:
    """Give a park another name, also in its enterprises' entities, and return it."""
    lock_register(session, project_id)
    park = parks.get_park(session, project_id, park_id)
    if name == park.name:
        return park
    _check_name(session, project_id, name)
    park.name = name
    session.flush()
    inside = EnterpriseFilter(park_id=park_id)
    ids = enterprises.list_ids(session, Scope(project_id), inside)
    facts = enterprises.list_facts(session, project_id, ids)
    writes = [EnterpriseWrite(one, enterprise_id=key) for key, one in facts.items()]
    if writes:
        write_enterprises(session, by, project_id, writes)
    count_change(session, project_id)
    actee = Actee("park", str(park_id), project_id)
    audits.note(session, by, "park.update", actee, details={"name": name})
    return park


def _check_name(session: Session, project_id: int, name: str) -> None:
    if any(park.name == name for park in parks.list_parks(session, project_id)):
        raise AlreadyExists(fields=["name"], values=[name], table="parks")
