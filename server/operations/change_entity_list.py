"""Create entity lists and properties by hand, and say whether new entities need approval."""

from sqlmodel import Session

from server.domain.entity_names import is_list_name, is_property_name
from server.problems import (
    N_,
    AlreadyExists,
    EntityListNameDiffers,
    EntityPropertyNameDiffers,
    UnexpectedValue,
)
from server.store.queries import audits, entities
from server.store.queries.audits import Actee, By
from server.store.tables.entities import EntityList


def create_entity_list(
    session: Session, by: By, project_id: int, *, name: str, is_approval_required: bool
) -> EntityList:
    """Create an empty list and return it.

    Raises UnexpectedValue, AlreadyExists, EntityListNameDiffers when another one differs in nothing
    but letter case.
    """
    if not is_list_name(name):
        raise UnexpectedValue(field="name", value=name[:100], reason=N_("not a name of a list"))
    for one in entities.list_lists(session, project_id):
        if one.name == name:
            raise AlreadyExists(
                fields=["name", "projectId"], values=[name, str(project_id)], table="datasets"
            )
        if one.name.casefold() == name.casefold():
            raise EntityListNameDiffers(current=one.name, provided=name)
    entities.ensure_list(session, project_id, name, properties=(), now=by.at)
    made = entities.get_list(session, project_id, name)
    made.is_approval_required = is_approval_required
    session.flush()
    _note(session, by, made, "dataset.create", {})
    return made


def add_property(session: Session, by: By, entity_list: EntityList, *, name: str) -> None:
    """Add a property to a list; raises as creating a list does."""
    if not is_property_name(name):
        raise UnexpectedValue(field="name", value=name[:100], reason=N_("not a name of a property"))
    for one in entity_list.properties:
        if one == name:
            raise AlreadyExists(fields=["name", "datasetId"], values=[name], table="ds_properties")
        if one.casefold() == name.casefold():
            raise EntityPropertyNameDiffers(current=one, provided=name)
    entities.ensure_list(
        session, entity_list.project_id, entity_list.name, properties=[name], now=by.at
    )
    _note(session, by, entity_list, "dataset.update", {"properties": [name]})


def ask_for_approval(
    session: Session, by: By, entity_list: EntityList, *, is_required: bool
) -> None:
    """Say whether what submissions do to a list waits until they are approved."""
    if entity_list.is_approval_required == is_required:
        return
    entity_list.is_approval_required = is_required
    session.flush()
    _note(session, by, entity_list, "dataset.update", {"approvalRequired": is_required})


def _note(
    session: Session, by: By, entity_list: EntityList, action: str, details: dict[str, object]
) -> None:
    actee = Actee("dataset", entity_list.name, entity_list.project_id)
    audits.note(session, by, action, actee, details={"name": entity_list.name, **details})
