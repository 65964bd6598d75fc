"""Puts the county into the database: each step finds what an earlier, interrupted run has made."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from server.demo.names import (
    COUNTED_ON,
    COUNTY,
    COUNTY_CODE,
    PARK,
    TOWNSHIPS,
    MadeUpEnterprise,
)
from server.demo.places import position_of
from server.domain.areas import AreaLevel
from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.import_cells import read_industry, read_ownership
from server.operations.create_area import NewArea, create_area
from server.operations.create_park import create_park
from server.operations.write_enterprise import EnterpriseWrite, write_enterprises
from server.store.queries import areas, enterprises, parks
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.transaction import Store

_AT_ONCE = 50
"""Enterprises of one transaction: a few hundredths of a second, so that phones need not wait."""


def make_areas(session: Session, by: By, project_id: int) -> Mapping[str, int]:
    """Make the county, its townships and villages where missing; return the keys by path."""
    made = {COUNTY: _area(session, by, project_id, None, (COUNTY, AreaLevel.COUNTY, COUNTY_CODE))}
    for number, (township, villages) in enumerate(TOWNSHIPS.items(), start=1):
        path = f"{COUNTY}/{township}"
        code = f"{COUNTY_CODE}{number:03d}"
        named = (township, AreaLevel.TOWNSHIP, code)
        made[path] = _area(session, by, project_id, made[COUNTY], named)
        for place, village in enumerate(villages, start=1):
            named = (village, AreaLevel.VILLAGE, f"{code}{place:03d}")
            made[f"{path}/{village}"] = _area(session, by, project_id, made[path], named)
    return made


def make_register(
    store: Store, by: By, project_id: int, made_up: Sequence[MadeUpEnterprise]
) -> Mapping[str | None, int]:
    """Make the park and the enterprises where missing; return the enterprises' keys by credit code.

    An office may rename them meanwhile, or import others of the same name.
    """
    with store.writing() as session:
        places = make_areas(session, by, project_id)
        park_id = _park(session, by, project_id)
        known = _ids_by_uscc(session, project_id)
    missing = [one for one in made_up if one.uscc not in known]
    for start in range(0, len(missing), _AT_ONCE):
        writes = [
            EnterpriseWrite(_facts(one, places, park_id))
            for one in missing[start : start + _AT_ONCE]
        ]
        with store.writing() as session:
            write_enterprises(session, by, project_id, writes)
    with store.reading() as session:
        return _ids_by_uscc(session, project_id)


def _area(
    session: Session,
    by: By,
    project_id: int,
    parent_id: int | None,
    named: tuple[str, AreaLevel, str],
) -> int:
    name, level, code = named
    found = areas.find_child(session, project_id, parent_id=parent_id, name=name)
    if found is None:
        new = NewArea(name=name, level=level, parent_id=parent_id, code=code)
        found = create_area(session, by, project_id, new)
    return stored(found.id)


def _park(session: Session, by: By, project_id: int) -> int:
    for park in parks.list_parks(session, project_id):
        if park.name == PARK:
            return stored(park.id)
    return stored(create_park(session, by, project_id, name=PARK).id)


def _ids_by_uscc(session: Session, project_id: int) -> Mapping[str | None, int]:
    return {facts.uscc: key for key, facts in enterprises.list_facts(session, project_id).items()}


def _facts(one: MadeUpEnterprise, places: Mapping[str, int], park_id: int) -> EnterpriseFacts:
    place = position_of(one)
    return EnterpriseFacts(
        name=one.name,
        area_id=places[one.area_path],
        uscc=one.uscc,
        park_id=None if one.park is None else park_id,
        address=one.address,
        industry=read_industry(one.industry),
        ownership=read_ownership(one.ownership),
        headcount=one.headcount,
        headcount_on=COUNTED_ON,
        telephone=one.telephone,
        has_union=one.union_member_count is not None,
        union_member_count=one.union_member_count,
        has_party_organisation=one.party_member_count is not None,
        party_member_count=one.party_member_count,
        latitude=None if place is None else place.latitude,
        longitude=None if place is None else place.longitude,
    )
