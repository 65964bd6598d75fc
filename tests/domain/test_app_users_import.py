"""A table of app users: areas and forms by every name people write, faults at their cells."""

import pytest

from server.domain.app_users_import import (
    AppUserChoices,
    AppUsersReading,
    CodedArea,
    KnownForm,
    read_app_users,
)
from server.domain.area_paths import KnownArea
from server.domain.areas import AreaLevel
from server.domain.import_table import ImportCell, ImportFault, ImportLine, ImportTable

COUNTY = KnownArea(1, ("临江县",), AreaLevel.COUNTY)
TOWN = KnownArea(2, ("临江县", "和合镇"), AreaLevel.TOWNSHIP)
OTHER = KnownArea(3, ("临江县", "青石镇"), AreaLevel.TOWNSHIP)
EAST = KnownArea(4, ("临江县", "和合镇", "东街社区"), AreaLevel.VILLAGE)
ALSO_EAST = KnownArea(5, ("临江县", "青石镇", "东街社区"), AreaLevel.VILLAGE)
AREAS = (
    CodedArea(COUNTY, "990100"),
    CodedArea(TOWN, "990100001"),
    CodedArea(OTHER),
    CodedArea(EAST, "7"),
    CodedArea(ALSO_EAST, "7"),
)
FORMS = (
    KnownForm("site_check", "现场检查"),
    KnownForm("visit", "指导、走访"),
    KnownForm("visit_2", "同名表"),
    KnownForm("visit_3", "同名表"),
)


def _read(*rows: tuple[str, ...], needs_area: bool = False, header: str = "") -> AppUsersReading:
    titles = tuple((header or "姓名|负责区域|可填表单").split("|"))
    lines = tuple(
        ImportLine(
            number,
            tuple(ImportCell(f"{'ABC'[place]}{number}", text) for place, text in enumerate(row)),
        )
        for number, row in enumerate(rows, start=2)
    )
    choices = AppUserChoices(AREAS, FORMS, {"老王"}, needs_area)
    return read_app_users(ImportTable(titles, 1, lines), choices)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("和合镇", [TOWN]),
        ("临江县/和合镇", [TOWN]),
        ("990100001", [TOWN]),
        ("和合镇；青石镇", [TOWN, OTHER]),
        ("和合镇、青石镇", [TOWN, OTHER]),
        ("和合镇，青石镇", [TOWN, OTHER]),
        ("和合镇\n青石镇; 和合镇", [TOWN, OTHER]),
        ("临江县、和合镇", [TOWN]),
        ("和合镇/东街社区", [EAST]),
        ("", []),
    ],
)
def test_areas_are_found_by_name_path_and_code(text: str, found: list[KnownArea]) -> None:
    (row,) = _read(("张一", text, "")).new

    assert list(row.areas) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("site_check", ["site_check"]),
        ("现场检查", ["site_check"]),
        ("指导、走访；现场检查", ["visit", "site_check"]),
        ("现场检查、visit", ["site_check", "visit"]),
        ("visit, site_check", ["visit", "site_check"]),
        ("", []),
    ],
)
def test_forms_are_found_by_id_and_title(text: str, found: list[str]) -> None:
    (row,) = _read(("张一", "", text)).new

    assert [one.form_id for one in row.forms] == found


@pytest.mark.parametrize(
    ("row", "address", "fault"),
    [
        (("", "和合镇", ""), "A2", ImportFault.MISSING),
        (("x" * 201, "和合镇", ""), "A2", ImportFault.TOO_LONG),
        (("老王", "和合镇", ""), "A2", ImportFault.APP_USER_EXISTS),
        (("张一", "东街社区", ""), "B2", ImportFault.AMBIGUOUS_AREA),
        (("张一", "7", ""), "B2", ImportFault.AMBIGUOUS_AREA),
        (("张一", "无此镇", ""), "B2", ImportFault.UNKNOWN_AREA),
        (("张一", "和合镇；无此镇", ""), "B2", ImportFault.UNKNOWN_AREA),
        (("张一", "和合镇、无此镇", ""), "B2", ImportFault.UNKNOWN_AREA),
        (("张一", "x" * 4_001, ""), "B2", ImportFault.TOO_LONG),
        (("张一", "", "不存在"), "C2", ImportFault.UNKNOWN_FORM),
        (("张一", "", "visit、不存在"), "C2", ImportFault.UNKNOWN_FORM),
        (("张一", "", "同名表"), "C2", ImportFault.AMBIGUOUS_FORM),
    ],
)
def test_faults_stand_at_their_cells(
    row: tuple[str, ...], address: str, fault: ImportFault
) -> None:
    reading = _read(row, ("李二", "青石镇", "visit"))

    assert [(one.address, one.fault) for one in reading.problems] == [(address, fault)]
    assert [one.name for one in reading.new] == ["李二"]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    reading = _read(("", "无此镇", "不存在"))

    assert [one.address for one in reading.problems] == ["A2", "B2", "C2"]


def test_a_name_twice_in_the_file_is_told_at_the_second() -> None:
    reading = _read(("张一", "和合镇", ""), ("张一", "青石镇", ""))

    assert [one.areas for one in reading.new] == [(TOWN,)]
    assert [(one.row, one.fault) for one in reading.problems] == [(3, ImportFault.TWICE_IN_FILE)]


def test_who_has_some_areas_cannot_give_the_whole_project() -> None:
    reading = _read(("张一", "", ""), needs_area=True)

    assert [(one.address, one.fault) for one in reading.problems] == [("B2", ImportFault.MISSING)]


def test_columns_may_lack_be_strange_or_twice() -> None:
    only_names = _read(("张一",), header="name")
    strange = _read(("张一", "x"), header="姓名|电话")
    nameless = _read(("和合镇",), header="区域")
    twice = _read(("a", "b"), header="姓名|name")

    assert [one.name for one in only_names.new] == ["张一"]
    assert strange.unknown_columns == ("电话",)
    assert [one.fault for one in nameless.problems] == [ImportFault.COLUMN_MISSING]
    assert [one.fault for one in twice.problems] == [ImportFault.COLUMN_TWICE]


def test_a_cell_that_the_spreadsheet_itself_spoils_is_told_with_its_reason() -> None:
    cells = (ImportCell("A2", "张一"), ImportCell("B2", None, "formula"))
    table = ImportTable(("姓名", "区域"), 1, (ImportLine(2, cells),))

    (problem,) = read_app_users(table, AppUserChoices(AREAS, FORMS, (), needs_area=False)).problems

    assert (problem.fault, problem.details) == (
        ImportFault.CELL_UNRELIABLE,
        {"reason": "formula"},
    )
