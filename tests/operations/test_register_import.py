"""Importing the register: a preview that writes nothing, and its confirmation by one user, once."""

import datetime as dt

import pytest
from sqlmodel import func, select

from server.keys import TokenBox
from server.operations.change_area import rename_area
from server.operations.preview_register_import import read_register_file
from server.operations.write_enterprise import write_enterprises
from server.problems import ChangedMeanwhile, NotFound, NotPossibleNow, UnreadableSpreadsheet
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import EntityVersion
from server.store.transaction import Store
from tests import factories
from tests.importing import confirmed, csv_table, enterprise_count, previewed
from tests.people import People, make_people


@pytest.fixture
def people(store: Store) -> People:
    return make_people(store, TokenBox("x" * 40))


def test_a_changed_row_says_what_was_and_what_will_be_and_makes_one_version(
    store: Store, people: People
) -> None:
    places, user_id = people.places, people.county_office.id
    scope = Scope(places.project_id)
    with store.writing() as session:
        known = factories.enterprise(session, places.project_id, places.village_id, name="甲厂")
    table = csv_table(
        "企业名称,统一社会信用代码,所属区域,职工人数", f"甲厂,{known.uscc},First village,150"
    )

    preview_id, made = previewed(store, scope, user_id, table)
    confirmed(store, scope, user_id, preview_id)

    (changed,) = made.content["changedRows"]
    assert changed["changes"] == [{"column": "headcount", "old": 120, "new": 150}]
    with store.reading() as session:
        stored = session.get(Enterprise, known.id)
        versions = select(func.count()).where(EntityVersion.entity_id == known.id)
        assert stored is not None
        assert (stored.headcount, stored.headcount_on) == (150, dt.date(2026, 1, 1))
        assert session.exec(versions).one() == 2


def test_a_preview_confirmed_after_the_register_changed_is_refused_and_writes_nothing(
    store: Store, people: People
) -> None:
    places, user_id = people.places, people.county_office.id
    table = csv_table("企业名称,所属区域", "甲厂,First village")
    preview_id, _ = previewed(store, Scope(places.project_id), user_id, table)
    with store.writing() as session:
        factories.enterprise(session, places.project_id, places.sibling_id)

    with pytest.raises(ChangedMeanwhile):
        confirmed(store, Scope(places.project_id), user_id, preview_id)

    assert enterprise_count(store) == 1


def test_a_preview_confirmed_after_an_area_was_renamed_is_refused(
    store: Store, people: People
) -> None:
    places, user_id = people.places, people.county_office.id
    table = csv_table("企业名称,所属区域", "甲厂,First village")
    preview_id, _ = previewed(store, Scope(places.project_id), user_id, table)
    with store.writing() as session:
        rename_area(
            session,
            factories.by(),
            places.project_id,
            area_id=places.village_id,
            name="Other",
            code=None,
        )

    with pytest.raises(ChangedMeanwhile):
        confirmed(store, Scope(places.project_id), user_id, preview_id)


def test_a_preview_of_another_user_or_another_project_is_missing(
    store: Store, people: People
) -> None:
    places = people.places
    table = csv_table("企业名称,所属区域", "甲厂,First village")
    scope = Scope(places.project_id)
    preview_id, _ = previewed(store, scope, people.county_office.id, table)

    with pytest.raises(NotFound):
        confirmed(store, scope, people.data_steward.id, preview_id)
    with pytest.raises(NotFound):
        confirmed(store, Scope(places.other_project_id), people.county_office.id, preview_id)


def test_a_preview_confirmed_twice_is_written_once(store: Store, people: People) -> None:
    scope, user_id = Scope(people.places.project_id), people.county_office.id
    table = csv_table("企业名称,所属区域", "甲厂,First village")
    preview_id, _ = previewed(store, scope, user_id, table)
    confirmed(store, scope, user_id, preview_id)

    with pytest.raises(NotPossibleNow):
        confirmed(store, scope, user_id, preview_id)

    assert enterprise_count(store) == 1


def test_a_township_imports_into_its_own_areas_and_learns_nothing_of_others(
    store: Store, people: People
) -> None:
    places = people.places
    with store.writing() as session:
        foreign = factories.enterprise(session, places.project_id, places.sibling_id, name="秘密厂")
    table = csv_table(
        "企业名称,统一社会信用代码,所属区域",
        f"抄来的厂,{foreign.uscc},First village",
        "外面的厂,,Second township",
        "自己的厂,,First village",
    )

    scope = Scope(places.project_id, frozenset({places.township_id}))
    _, made = previewed(store, scope, people.township_office.id, table)

    faults = {one["row"]: one["fault"] for one in made.content["problems"]}
    assert faults == {2: "taken_elsewhere", 3: "unknown_area"}
    assert len(made.content["newRows"]) == 1
    assert "秘密厂" not in str(made.content)
    assert "Second township" not in str({**made.content, "problems": []})


def test_a_right_lost_between_preview_and_confirmation_ends_the_import(
    store: Store, people: People
) -> None:
    places, user_id = people.places, people.county_office.id
    table = csv_table("企业名称,所属区域", "甲厂,First village")
    preview_id, _ = previewed(store, Scope(places.project_id), user_id, table)

    with pytest.raises(NotFound):
        confirmed(
            store,
            Scope(places.project_id, frozenset({places.sibling_id})),
            user_id,
            preview_id,
        )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("header", ["企业名称,所属区域,职工人数", "name,area,headcount"])
def test_chinese_and_english_titles_in_every_usual_encoding_are_read(
    encoding: str, header: str, store: Store, people: People
) -> None:
    table = read_register_file(f"{header}\n甲厂,First village,１２０人".encode(encoding))

    _, made = previewed(store, Scope(people.places.project_id), people.county_office.id, table)

    (new,) = made.content["newRows"]
    assert new["values"]["name"] == "甲厂"
    assert new["values"]["headcount"] == 120


def test_an_unknown_park_is_named_and_a_known_one_taken(store: Store, people: People) -> None:
    places = people.places
    with store.writing() as session:
        factories.park(session, places.project_id, "高新园")
    table = csv_table(
        "企业名称,所属区域,园区", "甲厂,First village,高新园", "乙厂,First village,没有的园"
    )

    _, made = previewed(store, Scope(places.project_id), people.county_office.id, table)

    assert [one["values"]["park"] for one in made.content["newRows"]] == ["高新园"]
    assert [(one["address"], one["fault"]) for one in made.content["problems"]] == [
        ("C3", "unknown_park")
    ]


def test_a_file_that_is_no_table_says_what_to_do() -> None:
    with pytest.raises(UnreadableSpreadsheet) as caught:
        read_register_file(b"\xd0\xcf\x11\xe0" + b"\0" * 100)

    assert ".xlsx" in caught.value.reason


def test_no_rows_are_no_writing(store: Store, people: People) -> None:
    with store.writing() as session:
        assert write_enterprises(session, factories.by(), people.places.project_id, []) == ()
