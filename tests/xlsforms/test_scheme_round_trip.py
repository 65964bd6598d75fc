"""Reading a scheme after writing it gives the same scheme, and writing it gives the same bytes."""

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.scheme_books import read_here
from xlsforms.read_scheme import read_scheme
from xlsforms.scheme import Scheme, SchemeRow
from xlsforms.scheme_guide import GuideColumn, GuideKind, SchemeGuide
from xlsforms.write_scheme import write_scheme

GUIDE = SchemeGuide(
    columns={
        "indicators": (
            GuideColumn("code", "代码", "The code.", is_text=True),
            GuideColumn("kind", "类型", "The kind.", choices=("group", "manual_range")),
            GuideColumn("max", "最高", "The most.", is_common=False),
        )
    },
    settings=(
        GuideColumn("scheme", "名称", "Its name.", is_text=True),
        GuideColumn("rounding", "取舍", "How it rounds.", choices=("half_up", "down")),
    ),
    kinds=(GuideKind("indicators", "group", "合计", "A sum", ("floor",), ("points",)),),
)

_TEXT = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12)
    .map(str.strip)
    .filter(lambda text: text and "_x" not in text and "x005F_" not in text)
)
_NUMBER = st.decimals(-1000, 1000, places=3).map(lambda one: format(one.normalize(), "f"))
_CELL = st.one_of(_TEXT, _NUMBER, st.sampled_from(["=1+1", "+86", "-", "@x", "0.1", "2.50", "007"]))
_CODE = st.from_regex(r"[1-9A-Z](\.?[0-9]{1,2}){0,3}", fullmatch=True)
_NAME = st.sampled_from(["name_zh", "points", "min", "max", "limit", "note", "at_least"])
_COLUMN = _NAME.filter(lambda name: name != "note")


@st.composite
def _rows(draw: st.DrawFn) -> tuple[SchemeRow, ...]:
    codes = draw(st.lists(_CODE, max_size=4, unique=True))
    return tuple(
        SchemeRow({"code": code, **draw(st.dictionaries(_NAME, _CELL, max_size=4))})
        for code in codes
    )


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    named = draw(st.dictionaries(st.sampled_from(["scheme", "version", "note_zh"]), _CELL))
    lists = st.lists(st.dictionaries(_COLUMN, _CELL, min_size=1, max_size=3), max_size=3)
    parameters = draw(st.dictionaries(_CODE, lists.filter(bool), max_size=3))
    return Scheme(
        settings={key: SchemeRow({"setting": key, "value": one}) for key, one in named.items()},
        indicators=draw(_rows()),
        parameters={
            code: tuple(SchemeRow(one) for one in many) for code, many in parameters.items()
        },
        vetoes=draw(_rows()),
        grades=draw(_rows()),
        stages=draw(_rows()),
        records=draw(_rows()),
        targets=draw(_rows()),
    )


@given(schemes(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_reading_after_writing_is_the_identity(scheme: Scheme, all_columns: bool) -> None:
    found = read_here(write_scheme(scheme, GUIDE, all_columns=all_columns))

    assert [str(one) for one in found.problems if one.code.value != "no_sheet"] == []
    assert found.scheme == scheme


def _example() -> Scheme:
    return Scheme(
        settings={"scheme": SchemeRow({"setting": "scheme", "value": "demo"})},
        indicators=(
            SchemeRow({"code": "1.10", "kind": "manual_range", "max": "0.1", "name_zh": "=合同"}),
        ),
        parameters={"1.10": (SchemeRow({"at_least": "80", "points": "2.50"}),)},
    )


def test_the_guarded_child_reads_what_was_written() -> None:
    assert read_scheme(write_scheme(_example(), GUIDE)) == _example()


def test_the_same_scheme_gives_the_same_bytes() -> None:
    assert write_scheme(_example(), GUIDE) == write_scheme(_example(), GUIDE)


def test_a_written_workbook_helps_its_author() -> None:
    book = load_workbook(BytesIO(write_scheme(_example(), GUIDE)))
    sheet = book["indicators"]

    assert book.sheetnames[:3] == ["settings", "indicators", "parameters"]
    assert (book["lists"].sheet_state, sheet.freeze_panes) == ("hidden", "B3")
    assert [cell.value for cell in sheet[1]] == ["code", "kind", "max", "name_zh"]
    assert sheet["A2"].value == "# 代码\nThe code."
    assert sheet["A3"].number_format == "@"
    assert (sheet["C3"].value, sheet["C3"].data_type) == (0.1, "n")
    assert (sheet["D3"].value, sheet["D3"].data_type, sheet["D3"].quotePrefix) == (
        "=合同",
        "s",
        True,
    )
    assert {one.formula1 for one in sheet.data_validations.dataValidation} == {"lists!$A$1:$A$2"}
    assert [row[0].value for row in book["settings"].iter_rows(min_row=3)] == ["scheme", "rounding"]


def test_a_template_has_all_columns() -> None:
    empty = Scheme({}, (), {})
    book = load_workbook(BytesIO(write_scheme(empty, GUIDE, all_columns=True)))

    assert [cell.value for cell in book["indicators"][1]] == ["code", "kind", "max"]
    assert book["kinds"]["B2"].value == "group"
