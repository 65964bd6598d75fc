"""Entities of the register by their properties: typed where they fit, refused as a whole if not."""

import datetime as dt

import pytest
from sqlmodel import Session

from server.domain.enterprise_input import BadFacts
from server.operations.entity_origin import EntityOrigin
from server.operations.write_register_entity import RegisterEntity, write_register_entity
from server.problems import NotFound
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity
from server.store.transaction import Store
from tests import factories

TODAY = dt.date(2026, 11, 21)


def _places(session: Session) -> tuple[int, int, int]:
    project_id = factories.project(session)
    county = factories.area(session, project_id, "临江县")
    town = factories.area(session, project_id, "青石镇", below=county)
    village = factories.area(session, project_id, "石桥村", below=town)
    factories.park(session, project_id, "高新园")
    return project_id, town.id or 0, village.id or 0


def _write(
    session: Session, scope: Scope, given: RegisterEntity, enterprise_id: int | None = None
) -> Enterprise:
    return write_register_entity(
        session, factories.by(), scope, given, enterprise_id=enterprise_id, today=TODAY
    )


def test_an_entity_with_properties_becomes_an_enterprise_of_the_register(store: Store) -> None:
    with store.writing() as session:
        project_id, _, village_id = _places(session)
        code = factories.credit_code()
        properties = {
            "uscc": code,
            "township": "青石镇",
            "area": "石桥村",
            "park": "高新园",
            "headcount": "35",
            "has_union": "yes",
            "risk_level": "high",
        }
        uuid = "0f7c5ba4-5d2f-4d7e-9a57-111122223333"

        made = _write(session, Scope(project_id), RegisterEntity("甲厂", properties, uuid))
        entity = session.get(Entity, made.id)

    assert (made.uscc, made.area_id, made.headcount, made.has_union) == (code, village_id, 35, True)
    assert entity is not None
    assert entity.uuid == uuid
    assert entity.data["risk_level"] == "high"
    assert entity.data["park"] == "高新园"


def test_an_update_changes_what_it_gives_and_remembers_its_branch(store: Store) -> None:
    with store.writing() as session:
        project_id, _, village_id = _places(session)
        known = factories.enterprise(session, project_id, village_id, name="甲厂")
        origin = EntityOrigin(branch_id="b" * 36, trunk_version=1, branch_base_version=1)
        given = RegisterEntity(properties={"headcount": "99"}, origin=origin)

        made = _write(session, Scope(project_id), given, known.id)
        entity = session.get(Entity, known.id)

    assert (made.name, made.headcount, made.area_id) == ("甲厂", 99, village_id)
    assert entity is not None
    assert entity.current_version == 2


def test_an_enterprise_of_the_township_itself_has_one_name_for_both(store: Store) -> None:
    with store.writing() as session:
        project_id, town_id, _ = _places(session)
        given = RegisterEntity("乙厂", {"township": "青石镇", "area": "青石镇"})

        assert _write(session, Scope(project_id), given).area_id == town_id


def test_everything_that_does_not_fit_is_named_and_nothing_is_written(store: Store) -> None:
    with store.writing() as session:
        project_id, _, _ = _places(session)
        properties = {"area": "无此村", "park": "无此园", "headcount": "many", "uscc": "1"}

        with pytest.raises(BadFacts) as caught:
            _write(session, Scope(project_id), RegisterEntity("甲", properties))
        with pytest.raises(BadFacts) as blank:
            _write(session, Scope(project_id), RegisterEntity())

    assert {one.field for one in caught.value.faults} == {"area", "park", "headcount", "uscc"}
    assert {one.field for one in blank.value.faults} == {"label", "area"}


def test_an_enterprise_beyond_the_scope_is_missing(store: Store) -> None:
    with store.writing() as session:
        project_id, town_id, village_id = _places(session)
        other = factories.area(session, project_id, "别县")
        known = factories.enterprise(session, project_id, other.id or 0)
        town = Scope(project_id, frozenset({town_id}))

        with pytest.raises(NotFound):
            _write(session, town, RegisterEntity(properties={"headcount": "1"}), known.id)
        with pytest.raises(BadFacts):
            _write(session, town, RegisterEntity("丙", {"area": "别县"}))

    assert village_id
