"""Importing the register: a preview that writes nothing, and its confirmation by one user, once."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, func, select

from server.domain.import_table import ImportTable
from server.keys import TokenBox
from server.operations.change_area import rename_area
from server.operations.confirm_register_import import ImportDone, confirm_register_import
from server.operations.import_areas import (
    AREAS,
    confirm_areas_import,
    preview_areas,
    read_areas_file,
)
from server.operations.preview_register_import import (
    REGISTER,
    PreviewContent,
    load_register,
    preview_register,
    read_register_file,
    save_preview,
)
from server.operations.write_enterprise import write_enterprises
from server.problems import ChangedMeanwhile, NotFound, NotPossibleNow, UnreadableSpreadsheet
from server.store.queries import areas
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import EntityVersion
from server.store.transaction import Store
from tests import factories
from tests.data import make_samples
from tests.people import People, make_people

TODAY = dt.date(2026, 11, 21)
SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"


@pytest.fixture
def people(store: Store) -> People:
    return make_people(store, TokenBox("x" * 40))


def _by(user_id: int) -> By:
    return factories.by(user_id)


def _csv(*lines: str) -> ImportTable:
    return read_register_file("\n".join(lines).encode())


def _preview(
    store: Store, scope: Scope, user_id: int, table: ImportTable
) -> tuple[int, PreviewContent]:
    with store.reading() as session:
        state = load_register(session, scope)
    made = preview_register(table, state, today=TODAY)
    with store.writing() as session:
        saved = save_preview(
            session, _by(user_id), scope.project_id, made, kind=REGISTER, file_name="名录.xlsx"
        )
        assert saved.id is not None
        return saved.id, made


def _confirm(store: Store, scope: Scope, user_id: int, preview_id: int) -> ImportDone:
    with store.writing() as session:
        return confirm_register_import(session, _by(user_id), scope, preview_id)


def _count(store: Store) -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(Enterprise)).one()


def _sample_county(session: Session, user_id: int) -> int:
    project_id = factories.project(session)
    table = read_areas_file((SAMPLES / "areas-sample.csv").read_bytes())
    made = preview_areas(session, project_id, table)
    saved = save_preview(
        session, _by(user_id), project_id, made, kind=AREAS, file_name="areas-sample.csv"
    )
    assert saved.id is not None
    confirm_areas_import(session, _by(user_id), project_id, saved.id)
    factories.park(session, project_id)
    return project_id


def test_the_samples_are_what_their_script_makes() -> None:
    committed = load_workbook(SAMPLES / "register-sample.xlsx").worksheets[0]
    made = make_samples.register_workbook().worksheets[0]

    def cells(sheet: object) -> list[tuple[object, ...]]:
        rows = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]
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
        project_id = _sample_county(session, user_id)
    table = read_register_file((SAMPLES / "register-sample.xlsx").read_bytes())

    preview_id, made = _preview(store, Scope(project_id), user_id, table)
    nothing_yet = _count(store)
    done = _confirm(store, Scope(project_id), user_id, preview_id)

    expected = {row: wrong.fault.value for row, wrong in make_samples.WRONG.items()}
    assert {one["row"]: one["fault"] for one in made.content["problems"]} == expected
    assert made.content["wrongRowCount"] == 12
    assert nothing_yet == 0
    assert done == ImportDone(created_count=288, changed_count=0)
    assert _count(store) == 288


def test_a_second_import_of_the_same_file_finds_everything_unchanged(
    store: Store, people: People
) -> None:
    user_id = people.county_office.id
    with store.writing() as session:
        project_id = _sample_county(session, user_id)
    table = read_register_file((SAMPLES / "register-sample.xlsx").read_bytes())
    preview_id, _ = _preview(store, Scope(project_id), user_id, table)
    _confirm(store, Scope(project_id), user_id, preview_id)

    _, made = _preview(store, Scope(project_id), user_id, table)

    assert made.content["newRows"] == []
    assert made.content["changedRows"] == []
    assert made.content["unchangedCount"] == 288


def test_a_changed_row_says_what_was_and_what_will_be_and_makes_one_version(
    store: Store, people: People
) -> None:
    places, user_id = people.places, people.county_office.id
    scope = Scope(places.project_id)
    with store.writing() as session:
        known = factories.enterprise(session, places.project_id, places.village_id, name="甲厂")
    table = _csv(
        "企业名称,统一社会信用代码,所属区域,职工人数", f"甲厂,{known.uscc},First village,150"
    )

    preview_id, made = _preview(store, scope, user_id, table)
    _confirm(store, scope, user_id, preview_id)

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
    table = _csv("企业名称,所属区域", "甲厂,First village")
    preview_id, _ = _preview(store, Scope(places.project_id), user_id, table)
    with store.writing() as session:
        factories.enterprise(session, places.project_id, places.sibling_id)

    with pytest.raises(ChangedMeanwhile):
        _confirm(store, Scope(places.project_id), user_id, preview_id)

    assert _count(store) == 1


def test_a_preview_confirmed_after_an_area_was_renamed_is_refused(
    store: Store, people: People
) -> None:
    places, user_id = people.places, people.county_office.id
    table = _csv("企业名称,所属区域", "甲厂,First village")
    preview_id, _ = _preview(store, Scope(places.project_id), user_id, table)
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
        _confirm(store, Scope(places.project_id), user_id, preview_id)


def test_a_preview_of_another_user_or_another_project_is_missing(
    store: Store, people: People
) -> None:
    places = people.places
    table = _csv("企业名称,所属区域", "甲厂,First village")
    scope = Scope(places.project_id)
    preview_id, _ = _preview(store, scope, people.county_office.id, table)

    with pytest.raises(NotFound):
        _confirm(store, scope, people.data_steward.id, preview_id)
    with pytest.raises(NotFound):
        _confirm(store, Scope(places.other_project_id), people.county_office.id, preview_id)


def test_a_preview_confirmed_twice_is_written_once(store: Store, people: People) -> None:
    scope, user_id = Scope(people.places.project_id), people.county_office.id
    table = _csv("企业名称,所属区域", "甲厂,First village")
    preview_id, _ = _preview(store, scope, user_id, table)
    _confirm(store, scope, user_id, preview_id)

    with pytest.raises(NotPossibleNow):
        _confirm(store, scope, user_id, preview_id)

    assert _count(store) == 1


def test_a_township_imports_into_its_own_areas_and_learns_nothing_of_others(
    store: Store, people: People
) -> None:
    places = people.places
    with store.writing() as session:
        foreign = factories.enterprise(session, places.project_id, places.sibling_id, name="秘密厂")
    table = _csv(
        "企业名称,统一社会信用代码,所属区域",
        f"抄来的厂,{foreign.uscc},First village",
        "外面的厂,,Second township",
        "自己的厂,,First village",
    )

    scope = Scope(places.project_id, frozenset({places.township_id}))
    _, made = _preview(store, scope, people.township_office.id, table)

    faults = {one["row"]: one["fault"] for one in made.content["problems"]}
    assert faults == {2: "taken_elsewhere", 3: "unknown_area"}
    assert len(made.content["newRows"]) == 1
    assert "秘密厂" not in str(made.content)
    assert "Second township" not in str({**made.content, "problems": []})


def test_a_right_lost_between_preview_and_confirmation_ends_the_import(
    store: Store, people: People
) -> None:
    places, user_id = people.places, people.county_office.id
    table = _csv("企业名称,所属区域", "甲厂,First village")
    preview_id, _ = _preview(store, Scope(places.project_id), user_id, table)

    with pytest.raises(NotFound):
        _confirm(
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

    _, made = _preview(store, Scope(people.places.project_id), people.county_office.id, table)

    (new,) = made.content["newRows"]
    assert new["values"]["name"] == "甲厂"
    assert new["values"]["headcount"] == 120


def test_an_unknown_park_is_named_and_a_known_one_taken(store: Store, people: People) -> None:
    places = people.places
    with store.writing() as session:
        factories.park(session, places.project_id, "高新园")
    table = _csv(
        "企业名称,所属区域,园区", "甲厂,First village,高新园", "乙厂,First village,没有的园"
    )

    _, made = _preview(store, Scope(places.project_id), people.county_office.id, table)

    assert [one["values"]["park"] for one in made.content["newRows"]] == ["高新园"]
    assert [(one["address"], one["fault"]) for one in made.content["problems"]] == [
        ("C3", "unknown_park")
    ]


def test_a_file_that_is_no_table_says_what_to_do() -> None:
    with pytest.raises(UnreadableSpreadsheet) as caught:
        read_register_file(b"\xd0\xcf\x11\xe0" + b"\0" * 100)

    assert ".xlsx" in caught.value.reason


def test_areas_are_imported_with_their_closure_and_only_once(store: Store, people: People) -> None:
    with store.writing() as session:
        project_id = _sample_county(session, people.county_office.id)
        tree = areas.list_areas(session, project_id)
        village = next(one for one in tree if one.name == "渡口村")
        names = areas.path_names(session, [village.id or 0])
        table = read_areas_file((SAMPLES / "areas-sample.csv").read_bytes())
        again = preview_areas(session, project_id, table)

    assert len(tree) == 15
    assert names[village.id or 0] == ("临江县", "白沙镇", "渡口村")
    assert again.content["newRows"] == []
    assert again.content["unchangedCount"] == 15


def test_no_rows_are_no_writing(store: Store, people: People) -> None:
    with store.writing() as session:
        assert write_enterprises(session, factories.by(), people.places.project_id, []) == ()
