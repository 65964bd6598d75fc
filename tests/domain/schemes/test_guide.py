"""The guide of a scheme workbook: every column, setting and parameter is explained."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from server.domain.schemes.checking.check_scheme import check_scheme
from server.domain.schemes.kinds.bind import row_type, scalar_columns
from server.domain.schemes.reading import guide
from server.domain.schemes.reading.help_parameters import PARAMETER_HELP
from tests.domain.schemes.made import scheme
from tests.scheme_books import read_here
from xlsforms.scheme import GRADES, INDICATORS, SHEETS, VETOES
from xlsforms.write_scheme import write_scheme

GUIDE = guide.scheme_guide(lambda text: f"《{text}》")


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_column_has_help_in_both_languages(sheet: str) -> None:
    columns = GUIDE.columns[sheet]

    assert columns
    assert [one.name for one in columns if not one.help_en or not one.help_zh] == []


def test_every_setting_has_help_in_both_languages() -> None:
    assert [one.name for one in GUIDE.settings if not one.help_en or not one.help_zh] == []


@pytest.mark.parametrize("sheet", [INDICATORS, VETOES, GRADES])
def test_every_parameter_of_every_kind_has_help(sheet: str) -> None:
    named = set()
    for kind in guide.kinds_of(sheet).values():
        named |= set(scalar_columns(kind.parameters))
        of_row = row_type(kind.parameters)
        named |= set() if of_row is None else set(scalar_columns(of_row))

    assert named - set(PARAMETER_HELP) - {one.name for one in GUIDE.columns[sheet]} == set()


def test_drop_downs_offer_what_the_cells_take() -> None:
    choices = {one.name: one for one in GUIDE.columns[INDICATORS]}

    assert choices["kind"].choices == tuple(guide.kinds_of(INDICATORS))
    assert choices["source"].choices[:2] == ("survey", "inspection")
    assert choices["source"].is_open
    assert choices["combine"].choices[:3] == ("newest", "oldest", "mean")
    assert choices["na"].choices == ("full", "excluded", "rescaled", "zero", "refused")
    assert choices["starred"].choices == ("yes", "no")
    assert choices["code"].is_text


def test_every_kind_is_explained() -> None:
    explained = {one.name: one for one in GUIDE.kinds}

    assert set(explained) == {
        name for sheet in (INDICATORS, VETOES, GRADES) for name in guide.kinds_of(sheet)
    }
    assert explained["linear_deduct"].help_zh.startswith("《")
    assert "per_point" in explained["linear_deduct"].columns


def test_the_blank_workbook_says_nothing_and_has_all_columns() -> None:
    data = guide.blank_workbook(str.upper)
    found = read_here(data)
    book = load_workbook(BytesIO(data))

    assert (found.scheme.indicators, found.scheme.settings) == ((), {})
    assert book.sheetnames == [*SHEETS, "kinds", "lists"]
    assert "per_point" in [cell.value for cell in book["indicators"][1]]


def test_a_scheme_written_with_the_guide_is_read_as_it_was_and_is_good() -> None:
    made = scheme(
        [
            {"code": "1", "kind": "group", "points": "15"},
            {
                "code": "1.10",
                "parent": "1",
                "kind": "manual_range",
                "points": "10",
                "source": "self",
            },
            {
                "code": "1.2",
                "parent": "1",
                "kind": "linear_deduct",
                "points": "5",
                "source": "inspection self",
                "target": "95",
                "per_point": "0.5",
            },
        ],
        grades=[{"code": "A", "kind": "grade_bands", "from_points": "12"}],
    )

    found = read_here(write_scheme(made, GUIDE))

    assert found.scheme == made
    assert check_scheme(found.scheme, problems=found.problems).faults == ()
