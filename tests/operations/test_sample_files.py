"""The sample files of the documentation: what is wrong in them, and that the rest goes in."""

import datetime as dt

import pytest
from openpyxl import load_workbook

from server.keys import TokenBox
from server.operations.confirm_register_import import ImportDone
from server.operations.import_areas import preview_areas, read_areas_file
from server.operations.preview_register_import import read_register_file
from server.store.queries import areas
from server.store.queries.scope import Scope
from server.store.transaction import Store
from tests.data import make_samples
from tests.importing import (
    SAMPLES,
    confirmed,
    enterprise_count,
    previewed,
    sample_county,
)
from tests.people import People, make_people


@pytest.fixture
def people(store: Store) -> People:
    return make_people(store, TokenBox("x" * 40))


def test_the_samples_are_what_their_script_makes() -> None:
    committed = load_workbook(SAMPLES / "register-sample.xlsx").worksheets[0]
    made = make_samples.register_workbook().worksheets[0]

    def cells(sheet: object) -> list[tuple[object, ...]]:
        rows = sheet.iter_rows(values_only=True)
        return [
            tuple(one.date() if isinstance(one, dt.datetime) else one for one in row)
            for row in rows
        ]

    assert cells(committed) == cells(made)
    assert (SAMPLES / "areas-sample.csv").read_bytes() == make_samples.areas_csv()


def test_the_sample_register_has_twelve_wrong_rows_and_each_says_why(
    store: Store, people: People
) -> None:
    user_id = people.county_office.id
    with store.writing() as session:
        project_id = sample_county(session, user_id)
    table = read_register_file((SAMPLES / "register-sample.xlsx").read_bytes())

    preview_id, made = previewed(store, Scope(project_id), user_id, table)
    nothing_yet = enterprise_count(store)
    done = confirmed(store, Scope(project_id), user_id, preview_id)

    expected = {row: wrong.fault.value for row, wrong in make_samples.WRONG.items()}
    assert {one["row"]: one["fault"] for one in made.content["problems"]} == expected
    assert made.content["wrongRowCount"] == 12
    assert nothing_yet == 0
    assert done == ImportDone(created_count=288, changed_count=0)
    assert enterprise_count(store) == 288


def test_a_second_import_of_the_same_file_finds_everything_unchanged(
    store: Store, people: People
) -> None:
    user_id = people.county_office.id
    with store.writing() as session:
        project_id = sample_county(session, user_id)
    table = read_register_file((SAMPLES / "register-sample.xlsx").read_bytes())
    preview_id, _ = previewed(store, Scope(project_id), user_id, table)
    confirmed(store, Scope(project_id), user_id, preview_id)

    _, made = previewed(store, Scope(project_id), user_id, table)

    assert made.content["newRows"] == []
    assert made.content["changedRows"] == []
    assert made.content["unchangedCount"] == 288


def test_areas_are_imported_with_their_closure_and_only_once(store: Store, people: People) -> None:
    with store.writing() as session:
        project_id = sample_county(session, people.county_office.id)
        tree = areas.list_areas(session, project_id)
        village = next(one for one in tree if one.name == "渡口村")
        names = areas.path_names(session, [village.id or 0])
        table = read_areas_file((SAMPLES / "areas-sample.csv").read_bytes())
        again = preview_areas(session, project_id, table)

    assert len(tree) == 15
    assert names[village.id or 0] == ("临江县", "白沙镇", "渡口村")
    assert again.content["newRows"] == []
    assert again.content["unchangedCount"] == 15
