"""What is wrong with a scheme workbook is told at its cell, all of it at once."""

from datetime import date

import pytest

from tests.scheme_books import Rows, book_of, file_of, read_here
from tests.xls_file import xls_bytes
from xlsforms.errors import XlsformError
from xlsforms.problem_codes import ProblemCode
from xlsforms.read_scheme import read_scheme

C = ProblemCode
Place = tuple[ProblemCode, str, int | None, str | None]
HEAD = ("code", "name_zh", "kind", "points")


def _places(sheets: dict[str, Rows]) -> list[Place]:
    found = read_here(file_of(book_of(sheets)))
    return [(one.code, one.sheet, one.row, one.column) for one in found.problems]


@pytest.mark.parametrize(
    ("sheets", "place"),
    [
        (
            {"indicators": (HEAD, (date(2026, 1, 10), "甲", "group", 1))},
            (C.DATE_IN_CELL, "indicators", 2, "code"),
        ),
        (
            {"indicators": (HEAD, ("A", "甲", "group", date(2026, 3, 1)))},
            (C.DATE_IN_CELL, "indicators", 2, "points"),
        ),
        (
            {"indicators": (HEAD, (1.1, "甲", "group", 1), (1.2, "乙", "x"), (1.1, "丙", "x"))},
            (C.LOST_ZERO, "indicators", 4, "code"),
        ),
        (
            {
                "indicators": (HEAD, ("1.1", "甲", "x"), ("1.10", "乙", "x")),
                "parameters": (("code", "parameter", "row", "value"), (1.1, "points", 1, 2)),
            },
            (C.LOST_ZERO, "parameters", 2, "code"),
        ),
        (
            {"indicators": (HEAD, ("A", "甲", "group", "#REF!"))},
            (C.ERROR_VALUE, "indicators", 2, "points"),
        ),
        (
            {"indicators": (HEAD, ("A", "甲", "group", "=1+1"))},
            (C.FORMULA_WITHOUT_VALUE, "indicators", 2, "points"),
        ),
        (
            {"indicators": (HEAD, ("A", "甲_x0007_", "group", 1))},
            (C.CONTROL_CHARACTER, "indicators", 2, "name_zh"),
        ),
        (
            {"indicators": (HEAD, ("A", "甲", "group", 1, "lost"))},
            (C.CELL_WITHOUT_COLUMN, "indicators", 2, "E"),
        ),
        (
            {"indicators": ((*HEAD, " Points "), ("A", "甲", "group", 1))},
            (C.COLUMN_TWICE, "indicators", 1, "points"),
        ),
        ({"indicators": (("name",), ("甲",))}, (C.NO_COLUMN, "indicators", 1, "")),
        ({"indicators": ()}, (C.NO_SHEET, "indicators", None, None)),
        ({"indicator": (HEAD,)}, (C.FOREIGN_SHEET, "indicator", None, None)),
        ({"Vetoes": (HEAD,), "vetoes ": (HEAD,)}, (C.SHEET_TWICE, "vetoes", None, None)),
        (
            {"parameters": (("code", "parameter", "row", "value"), ("A", None, 1, 2))},
            (C.EMPTY_CELL, "parameters", 2, "parameter"),
        ),
        (
            {"parameters": (("code", "parameter", "row", "value"), ("A", "points", "a", 2))},
            (C.BAD_ROW_NUMBER, "parameters", 2, "row"),
        ),
        (
            {
                "parameters": (
                    ("code", "parameter", "row", "value"),
                    ("A", "points", 1, 2),
                    ("A", "Points", 1, 3),
                )
            },
            (C.PARAMETER_TWICE, "parameters", 3, "parameter"),
        ),
        (
            {
                "parameters": (
                    ("code", "parameter", "row", "value"),
                    ("A", "points", 1, 2),
                    ("A", "points", 3, 3),
                )
            },
            (C.LIST_ROW_MISSING, "parameters", 3, "row"),
        ),
        (
            {"settings": (("setting", "value"), ("scheme", "a"), ("Scheme", "b"))},
            (C.SETTING_TWICE, "settings", 3, "setting"),
        ),
        (
            {"settings": (("setting", "value"), (None, "a"))},
            (C.EMPTY_CELL, "settings", 2, "setting"),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(sheets: dict[str, Rows], place: Place) -> None:
    assert _places(sheets) == [place]


def test_merged_cells_are_told_where_they_begin() -> None:
    book = book_of({"indicators": (HEAD, ("A", "甲", "group", 1), ("B", "乙", "group", 1))})
    book["indicators"].merge_cells("D2:D3")

    [one] = read_here(file_of(book)).problems

    assert (one.code, one.row, one.column) == (C.MERGED_CELLS, 2, "points")
    assert "D2:D3" in one.what


def test_all_problems_come_at_once_in_the_order_of_the_sheets() -> None:
    places = _places(
        {
            "indicators": (HEAD, ("A", "甲", "group", "=1+1"), ("B", "乙", "#N/A", 1)),
            "parameters": (("code", "parameter", "row", "value"), ("A", "points", "x", 1)),
        }
    )

    assert [place[1:3] for place in places] == [
        ("indicators", 2),
        ("indicators", 3),
        ("parameters", 2),
    ]


def test_comments_help_and_sheets_of_ones_own_are_skipped() -> None:
    found = read_here(
        file_of(
            book_of(
                {
                    "indicators": (
                        ("Code", "NAME zh", "Kind"),
                        ("# 代码", "名称", "类型"),
                        ("１．１", " 甲 ", "ｇroup"),
                    ),
                    "#notes": (("anything",),),
                    "lists": (("group",),),
                }
            )
        )
    )

    assert found.problems == ()
    assert [row.cells for row in found.scheme.indicators] == [
        {"code": "1.1", "name_zh": "甲", "kind": "group"}
    ]
    assert found.letters["indicators"] == {"code": "A", "name_zh": "B", "kind": "C"}


def test_numbers_become_the_text_that_was_typed() -> None:
    book = book_of({"indicators": (("code", "points", "a", "b", "c"), (5, 0.1, 1 / 3, 0.85, True))})
    book["indicators"]["D2"].number_format = "0%"

    [row] = read_here(file_of(book)).scheme.indicators

    assert row.cells == {
        "code": "5",
        "points": "0.1",
        "a": "0.333333333333333",
        "b": "85%",
        "c": "yes",
    }


def test_a_date_may_stand_where_a_date_is_meant() -> None:
    day = date(2026, 11, 30)
    found = read_here(file_of(book_of({"targets": (("code", "by_date"), ("T", day))})))

    assert found.problems == ()
    assert found.scheme.targets[0]["by_date"] == "2026-11-30"


@pytest.mark.parametrize("data", [b"", b"code,kind\n", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(XlsformError) as caught:
        read_scheme(data)

    assert caught.value.problems[0].code in {C.NOT_XLSX, C.BROKEN_ARCHIVE}


def test_old_workbooks_and_locked_ones_are_told_apart() -> None:
    old = xls_bytes({"indicators": [["code"]]})
    for data, code in (
        (old, C.OLD_WORKBOOK),
        (old + "EncryptedPackage".encode("utf-16-le"), C.LOCKED_WORKBOOK),
    ):
        with pytest.raises(XlsformError) as caught:
            read_scheme(data)

        assert [one.code for one in caught.value.problems] == [code]


def test_problems_come_back_from_the_child_with_their_place() -> None:
    with pytest.raises(XlsformError) as caught:
        read_scheme(file_of(book_of({"indicators": (HEAD, ("A", "甲", "group", "#N/A"))})))

    [one] = caught.value.problems
    assert str(one) == (
        "sheet 'indicators', row 2, column 'points': The cell shows the error #N/A. "
        "Correct the formula, or type the value."
    )


def test_a_far_cell_is_refused_by_the_child() -> None:
    book = book_of({})
    book["indicators"]["XFD9"] = "far"

    with pytest.raises(XlsformError) as caught:
        read_scheme(file_of(book))

    assert caught.value.problems[0].code is C.FAR_CELL
