"""Writing enterprises: entity, version, register row and counts change together or not at all."""

import dataclasses
import re

import pytest
from sqlmodel import Session, col, select

from server.domain.enterprise_facts import LISTED_PROPERTIES, REGISTER_PROPERTIES, EnterpriseFacts
from server.operations.change_area import move_area, rename_area
from server.operations.write_enterprise import (
    EnterpriseWrite,
    write_enterprise,
    write_enterprises,
)
from server.problems import AlreadyExists, NotFound
from server.store.queries import register
from server.store.tables.areas import Area
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity, EntityAreaChange, EntityList, EntityVersion
from server.store.transaction import Store
from tests import factories


@dataclasses.dataclass
class County:
    """A county with two townships and a village."""

    project_id: int
    county: Area
    town: Area
    village: Area
    beside: Area


def _county(session: Session) -> County:
    project_id = factories.project(session)
    county = factories.area(session, project_id, "临江县")
    town = factories.area(session, project_id, "青石镇", below=county)
    village = factories.area(session, project_id, "石桥村", below=town)
    beside = factories.area(session, project_id, "白沙镇", below=county)
    return County(project_id, county, town, village, beside)


def _facts_of(enterprise: Enterprise) -> EnterpriseFacts:
    names = [field.name for field in dataclasses.fields(EnterpriseFacts)]
    return EnterpriseFacts(**{name: getattr(enterprise, name) for name in names})


def _changes(session: Session) -> dict[int, int]:
    rows = session.exec(select(EntityAreaChange.area_key, EntityAreaChange.change_count))
    return dict(rows.all())


def test_a_new_enterprise_is_an_entity_with_a_version_and_a_row_of_the_register(
    store: Store,
) -> None:
    with store.writing() as session:
        place = _county(session)
        park = factories.park(session, place.project_id)
        facts = EnterpriseFacts(
            "江石五金厂", place.village.id, park_id=park.id, headcount=35, has_union=True
        )

        made = write_enterprise(session, factories.by(), place.project_id, EnterpriseWrite(facts))

        entity = session.get(Entity, made.id)
        versions = session.exec(select(EntityVersion).where(EntityVersion.entity_id == made.id))
        assert entity is not None
        assert [one.version for one in versions] == [1]
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f-]{17}", entity.uuid)
        assert entity.label == "江石五金厂"
        assert set(entity.data) == set(REGISTER_PROPERTIES)
        assert entity.data["township"] == "青石镇"
        assert entity.data["area"] == "石桥村"
        assert entity.data["park"] == park.name
        assert entity.data["headcount"] == "35"
        assert entity.data["has_union"] == "yes"
        assert entity.data["uscc"] == ""
        assert _changes(session) == {place.village.id: 1}


def test_a_change_makes_a_version_and_counts_in_the_areas_it_leaves_and_enters(
    store: Store,
) -> None:
    with store.writing() as session:
        place = _county(session)
        made = factories.enterprise(session, place.project_id, place.village.id)
        moved = dataclasses.replace(_facts_of(made), area_id=place.beside.id, headcount=80)
        before = register.get_change_count(session, place.project_id)

        write_enterprises(
            session,
            factories.by(),
            place.project_id,
            [EnterpriseWrite(moved, enterprise_id=made.id)],
        )

        entity = session.get(Entity, made.id)
        assert entity is not None
        assert entity.current_version == 2
        assert entity.area_id == place.beside.id
        assert entity.data["township"] == "白沙镇"
        assert _changes(session) == {place.village.id: 2, place.beside.id: 1}
        assert register.get_change_count(session, place.project_id) == before + 1


def test_writing_what_is_there_already_changes_nothing(store: Store) -> None:
    with store.writing() as session:
        place = _county(session)
        made = factories.enterprise(session, place.project_id, place.village.id)
        before = register.get_change_count(session, place.project_id)

        same = EnterpriseWrite(_facts_of(made), enterprise_id=made.id)
        write_enterprises(session, factories.by(), place.project_id, [same])

        entity = session.get(Entity, made.id)
        assert entity is not None
        assert entity.current_version == 1
        assert register.get_change_count(session, place.project_id) == before


def test_properties_that_a_form_added_survive_a_change_of_the_register(store: Store) -> None:
    with store.writing() as session:
        place = _county(session)
        facts = EnterpriseFacts("江石五金厂", place.town.id)
        write = EnterpriseWrite(facts, extra={"risk_level": "high"})
        made = write_enterprise(session, factories.by(), place.project_id, write)

        again = EnterpriseWrite(dataclasses.replace(facts, headcount=9), enterprise_id=made.id)
        write_enterprise(session, factories.by(), place.project_id, again)

        entity = session.get(Entity, made.id)
        assert entity is not None
        assert entity.data["risk_level"] == "high"
        assert entity.data["headcount"] == "9"


def test_a_credit_code_stands_once_in_a_project_and_the_failed_writing_leaves_nothing(
    store: Store,
) -> None:
    with store.writing() as session:
        place = _county(session)
        first = factories.enterprise(session, place.project_id, place.village.id)
    twin = EnterpriseFacts("另一家", place.beside.id, uscc=first.uscc)

    with pytest.raises(AlreadyExists), store.writing() as session:
        write_enterprise(session, factories.by(), place.project_id, EnterpriseWrite(twin))

    with store.reading() as session:
        assert len(session.exec(select(Entity)).all()) == 1
        assert len(session.exec(select(Enterprise)).all()) == 1


def test_the_same_code_in_another_project_is_another_enterprise(store: Store) -> None:
    with store.writing() as session:
        place, other = _county(session), _county(session)
        first = factories.enterprise(session, place.project_id, place.village.id)
        twin = EnterpriseFacts("同码", other.village.id, uscc=first.uscc)

        made = write_enterprise(session, factories.by(), other.project_id, EnterpriseWrite(twin))

        assert made.id != first.id


def test_areas_parks_and_enterprises_of_another_project_are_missing(store: Store) -> None:
    with store.writing() as session:
        place, other = _county(session), _county(session)
        park = factories.park(session, other.project_id)
        theirs = factories.enterprise(session, other.project_id, other.village.id)

    for write in (
        EnterpriseWrite(EnterpriseFacts("甲", other.village.id)),
        EnterpriseWrite(EnterpriseFacts("甲", place.village.id, park_id=park.id)),
        EnterpriseWrite(EnterpriseFacts("甲", place.village.id), enterprise_id=theirs.id),
    ):
        with pytest.raises(NotFound), store.writing() as session:
            write_enterprise(session, factories.by(), place.project_id, write)


def test_renaming_and_moving_an_area_tells_the_entities_below(store: Store) -> None:
    with store.writing() as session:
        place = _county(session)
        made = factories.enterprise(session, place.project_id, place.village.id)

        rename_area(
            session,
            factories.by(),
            place.project_id,
            area_id=place.town.id,
            name="青石街道",
            code=None,
        )
        renamed = session.get(Entity, made.id).data["township"]
        move_area(
            session,
            factories.by(),
            place.project_id,
            area_id=place.village.id,
            parent_id=place.beside.id,
        )
        moved = session.get(Entity, made.id).data["township"]

    assert (renamed, moved) == ("青石街道", "白沙镇")


def test_a_list_made_before_the_register_gets_its_properties_with_the_first_row(
    store: Store,
) -> None:
    with store.writing() as session:
        place = _county(session)
        factories.enterprise(session, place.project_id, place.village.id)

        made = session.exec(
            select(EntityList).where(col(EntityList.project_id) == place.project_id)
        ).one()

    assert made.properties == [*REGISTER_PROPERTIES, *LISTED_PROPERTIES]
