"""Our columns and setting reach the XForm, and faults in them are told by row and column."""

from decimal import Decimal

import pytest

from tests.xlsform_md import SETTINGS, compile_here, problems_of
from xlsforms.problem_codes import ProblemCode
from xlsforms.read_xform import read_xform

CHOICES = """
| choices | | | |
|         | list_name | name | label |
|         | five      | 5    | good  |
|         | five      | 1    | bad   |
"""


def _form(row: str, settings: str = SETTINGS, header: str = "measure | score | pii") -> str:
    return f"""
| survey | | | | | | |
|        | type            | name | label | {header} |
|        | select_one five | pay  | Pay   | {row} |
{CHOICES}
{settings}"""


def test_measure_score_and_pii_travel_in_the_xform() -> None:
    form = compile_here(_form("satisfaction.pay | 1=0 5=100 | 是"))

    (field,) = form.fields_with_measure("satisfaction.pay")
    assert field.score == (("5", Decimal(100)), ("1", Decimal(0)))
    assert field.pii
    assert form.measures == ("satisfaction.pay",)
    assert b'concord:measure="satisfaction.pay"' in form.xform
    assert read_xform(form.xform) == form


def test_a_form_without_our_columns_names_no_namespace_of_ours() -> None:
    form = compile_here(f"""
| survey | | | |
|        | type | name | label |
|        | text | note | Note  |
{SETTINGS}""")

    assert b"concord" not in form.xform
    assert form.measures == ()


def test_columns_in_other_case_and_bind_columns_count_too() -> None:
    form = compile_here(_form("a.b | | no", header="Measure | SCORE | PII"))
    assert form.measures == ("a.b",)

    form = compile_here(_form("a.b | | ", header="bind::concord:measure | x | y"))
    assert form.measures == ("a.b",)


def test_a_workbook_with_single_colons_keeps_its_languages() -> None:
    form = compile_here(f"""
| survey | | | | | |
|        | type | name | label:English (en) | measure | bind:jr:constraintMsg | constraint |
|        | text | note | Note               | a.b     | No!                   | . != 'x'   |
{SETTINGS}""")

    (field,) = form.fields_with_measure("a.b")
    assert field.labels["English (en)"] == "Note"
    assert "No!" in field.constraint_messages.values()


@pytest.mark.parametrize(
    ("row", "column", "code", "value"),
    [
        ("Pay | | ", "measure", ProblemCode.BAD_MEASURE, "Pay"),
        ("a.b | 5 | ", "score", ProblemCode.BAD_SCORE, "5"),
        ("a.b | 5=1 5=2 | ", "score", ProblemCode.SCORE_TWICE, "5"),
        ("a.b | 7=1 | ", "score", ProblemCode.SCORE_NO_CHOICE, "7"),
        ("a.b | | maybe", "pii", ProblemCode.BAD_PII, "maybe"),
    ],
)
def test_a_fault_in_our_columns_is_told_by_its_cell(
    row: str, column: str, code: ProblemCode, value: str
) -> None:
    (found,) = problems_of(_form(row))

    assert (found.sheet, found.row, found.column) == ("survey", 2, column)
    assert found.code is code
    assert found.details["value"] == value
    assert value in found.what
    assert found.advice


def test_all_faults_are_told_at_once() -> None:
    found = problems_of(_form("Pay | 7=1 8=2 | maybe"))

    assert [one.column for one in found] == ["measure", "pii", "score", "score"]


def test_a_score_belongs_to_a_select_and_a_measure_to_a_question() -> None:
    found = problems_of(f"""
| survey | | | | | |
|        | type        | name | label | measure | score |
|        | begin group | g    | G     | a.b     |       |
|        | text        | t    | T     | a.c     | 5=1   |
|        | end group   |      |       |         |       |
{SETTINGS}""")

    assert [(one.row, one.column, one.code) for one in found] == [
        (2, "measure", ProblemCode.MEASURE_ON_GROUP),
        (3, "score", ProblemCode.SCORE_NOT_SELECT),
    ]


def test_a_measure_of_a_visit_never_has_a_score() -> None:
    (found,) = problems_of(f"""
| survey | | | | | |
|        | type           | name | label | measure      | score |
|        | select_one pay | t    | T     | visit.result | 5=1   |
| choices | | | |
|         | list_name | name | label |
|         | pay       | 5    | V     |
{SETTINGS}""")

    assert (found.row, found.column, found.code) == (2, "score", ProblemCode.SCORE_ON_VISIT)


def test_a_score_over_choices_of_a_file_is_taken_as_written() -> None:
    form = compile_here(f"""
| survey | | | | | |
|        | type                         | name | label | measure | score |
|        | select_one_from_file many.csv | t    | T     | a.c     | 5=1   |
{SETTINGS}""")

    assert form.fields[0].score == (("5", Decimal(1)),)
    assert form.fields[0].attachment == "many.csv"


def test_pii_of_a_group_covers_what_is_in_it() -> None:
    form = compile_here(f"""
| survey | | | | |
|        | type        | name | label | pii |
|        | begin group | g    | G     | yes |
|        | text        | t    | T     |     |
|        | end group   |      |       |     |
|        | text        | u    | U     |     |
{SETTINGS}""")

    assert [field.path for field in form.fields if field.pii] == ["/g", "/g/t"]


def _anonymous(value: str) -> str:
    return f"""
| settings | | | |
|          | form_id | form_title | anonymous |
|          | visit   | Visit      | {value}   |
"""


@pytest.mark.parametrize(
    ("value", "expected"), [("yes", True), ("是", True), ("1", True), ("no", False), ("", False)]
)
def test_the_anonymous_setting_survives_in_the_xform(value: str, expected: bool) -> None:
    form = compile_here(_form("a.b | | ", settings=_anonymous(value)))

    assert form.is_anonymous is expected
    assert read_xform(form.xform).is_anonymous is expected


def test_an_unclear_anonymous_setting_is_refused() -> None:
    (found,) = problems_of(_form("a.b | | ", settings=_anonymous("perhaps")))

    assert (found.sheet, found.row, found.column) == ("settings", 2, "anonymous")
    assert found.code is ProblemCode.BAD_ANONYMOUS


def test_the_prefix_declared_for_something_else_is_refused() -> None:
    settings = """
| settings | | | |
|          | form_id | form_title | namespaces                    |
|          | visit   | Visit      | concord="http://example.com/" |
"""
    (found,) = problems_of(_form("a.b | | ", settings=settings))

    assert (found.sheet, found.row, found.column) == ("settings", 2, "namespaces")


def test_the_prefix_declared_as_ours_is_not_declared_twice() -> None:
    ours, other = 'concord="http://concord.example.org/xforms/1"', 'x="http://example.com/x"'
    settings = f"""
| settings | | | |
|          | form_id | form_title | namespaces     |
|          | visit   | Visit      | {ours} {other} |
"""
    form = compile_here(_form("a.b | | ", settings=settings))

    assert form.xform.count(b"xmlns:concord=") == 1
    assert b'xmlns:x="http://example.com/x"' in form.xform


def test_a_workbook_without_settings_sheet_takes_the_fallback_id() -> None:
    form = compile_here(_form("a.b | | ", settings=""), fallback="my_form")

    assert form.form_id == "my_form"
    assert form.measures == ("a.b",)
