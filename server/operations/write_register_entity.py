"""Write an entity of the list `enterprises` by its properties, as forms and Central's REST do."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from server.domain.area_paths import AreaNames
from server.domain.enterprise_facts import (
    LISTED_PROPERTIES,
    REGISTER_PROPERTIES,
    EnterpriseFacts,
    degrees_in,
)
from server.domain.enterprise_input import READERS, BadFacts, FieldFault, read_facts
from server.domain.import_cells import CellFault
from server.domain.import_table import ImportFault
from server.operations.entity_origin import BY_HAND, EntityOrigin
from server.operations.preview_register_import import known_areas
from server.operations.write_enterprise import EnterpriseWrite, write_enterprise
from server.problems import NotFound
from server.store.queries import enterprises, parks
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise

_PLACES = ("township", "area")


@dataclass(frozen=True, slots=True)
class RegisterEntity:
    """An entity as a client sends it: its label, and texts by property; "" is not known.

    Only what is given changes. Properties that are not the register's are kept with the entity.
    """

    label: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    uuid: str | None = None
    origin: EntityOrigin = BY_HAND


def write_register_entity(
    session: Session,
    by: By,
    scope: Scope,
    given: RegisterEntity,
    *,
    enterprise_id: int | None = None,
    today: dt.date,
) -> Enterprise:
    """Create an enterprise, or change one within the scope, by entity properties; return it.

    Its area is named by `area`, `township`, or both. Raises BadFacts with every property that does
    not fit the register: for a submission that is an entity error, never a refused submission.
    NotFound and AlreadyExists are raised as by `write_enterprise`.
    """
    known = _known(session, scope, enterprise_id)
    faults: list[FieldFault] = []
    placed = _placed(session, scope, given.properties, known, faults)
    texts = {name: text for name, text in given.properties.items() if name in READERS}
    if "geometry" in given.properties:
        texts |= degrees_in(given.properties["geometry"])
    if given.label is not None:
        texts["name"] = given.label
    try:
        facts = read_facts(placed, texts, today=today)
    except BadFacts as error:
        raise BadFacts((*error.faults, *faults)) from error
    if not facts.name:
        faults.append(FieldFault("label", ImportFault.MISSING))
    if faults:
        raise BadFacts(tuple(faults))
    extra = {
        name: text
        for name, text in given.properties.items()
        if name not in {*REGISTER_PROPERTIES, *LISTED_PROPERTIES}
    }
    write = EnterpriseWrite(
        facts, enterprise_id=enterprise_id, uuid=given.uuid, extra=extra, origin=given.origin
    )
    return write_enterprise(session, by, scope.project_id, write)


def _known(session: Session, scope: Scope, enterprise_id: int | None) -> EnterpriseFacts:
    if enterprise_id is None:
        return EnterpriseFacts(name="", area_id=0)
    enterprises.get_enterprise(session, scope, enterprise_id)
    facts = enterprises.list_facts(session, scope.project_id, [enterprise_id])
    if enterprise_id not in facts:
        raise NotFound
    return facts[enterprise_id]


def _placed(
    session: Session,
    scope: Scope,
    properties: Mapping[str, str],
    known: EnterpriseFacts,
    faults: list[FieldFault],
) -> EnterpriseFacts:
    """Return the known facts in the area and park that the properties name; faults are added."""
    placed = known
    area_text = "/".join(properties[name] for name in _PLACES if properties.get(name, "").strip())
    if area_text:
        try:
            area_id = _area_id(session, scope, properties, area_text)
            placed = dataclasses.replace(placed, area_id=area_id)
        except CellFault as fault:
            faults.append(FieldFault("area", fault.fault))
    elif not known.area_id:
        faults.append(FieldFault("area", ImportFault.MISSING))
    if "park" in properties:
        name = properties["park"].strip()
        ids = {one.name: one.id for one in parks.list_parks(session, scope.project_id)}
        if name and name not in ids:
            faults.append(FieldFault("park", ImportFault.UNKNOWN_PARK))
        placed = dataclasses.replace(placed, park_id=ids.get(name))
    return placed


def _area_id(session: Session, scope: Scope, properties: Mapping[str, str], area_text: str) -> int:
    """Return the named area; an enterprise of a township itself has one name for both."""
    names = AreaNames(known_areas(session, scope))
    area, township = (properties.get(name, "").strip() for name in ("area", "township"))
    return names.find(area if area == township else area_text).area_id
