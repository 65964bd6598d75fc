"""Columns no form can have, and choices that no repeat collects, are told at their cell."""

import pytest

from tests.xlsform_md import SETTINGS, compile_here, problems_of
from xlsforms.problem_codes import ProblemCode


def _with_column(header: str, settings: str = SETTINGS) -> str:
    return f"""
| survey | | | | |
|        | type | name | label | {header} |
|        | text | a    | A     | x        |
{settings}"""


def _with_select(kind: str) -> str:
    return f"""
| survey | | | |
|        | type         | name  | label |
|        | text         | alone | Alone |
|        | begin_repeat | r     | R     |
|        | text         | a     | A     |
|        | end_repeat   |       |       |
|        | {kind}       | b     | B     |
{SETTINGS}"""


@pytest.mark.parametrize(
    "header",
    [
        "bind::nodeset",
        "bind::",
        "bind::ab:c",
        "body::ref",
        "body::a b",
        "instance::x y",
        "label::",
        "label::a::b",
        "hint::a::b",
        "media::image::a::b",
    ],
)
def test_a_column_no_form_can_have_is_told_by_its_name(header: str) -> None:
    (found,) = problems_of(_with_column(header))

    assert (found.code, found.sheet, found.row, found.column) == (
        ProblemCode.BAD_COLUMN,
        "survey",
        1,
        header,
    )
    assert header in found.what


@pytest.mark.parametrize(
    "header",
    [
        "bind::jr:constraintMsg",
        "bind::odk:length",
        "body::accuracyThreshold",
        "instance::odk:x",
        "label::中文 (zh)",
        "media::image::中文 (zh)",
        "image::中文 (zh)",
        "remarks::of the author::and more",
    ],
)
def test_columns_that_forms_have_are_taken(header: str) -> None:
    assert compile_here(_with_column(header)).form_id == "visit"


def test_a_prefix_that_the_settings_declare_is_taken() -> None:
    settings = """
| settings | | | | |
|          | form_id | form_title | version | namespaces                |
|          | visit   | Visit      | 1       | ab="http://example.com/a" |
"""
    assert b'ab:c="x"' in compile_here(_with_column("bind::ab:c", settings)).xform


@pytest.mark.parametrize("kind", ["select_one ${a}", "rank ${a}"])
def test_answers_of_a_repeat_are_choices(kind: str) -> None:
    assert compile_here(_with_select(kind)).form_id == "visit"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("select_one ${alone}", "alone"),
        ("select_multiple ${a}", "a"),
        ("select_multiple ${alone}", "alone"),
    ],
)
def test_other_answers_are_no_choices(kind: str, name: str) -> None:
    (found,) = problems_of(_with_select(kind))

    assert (found.code, found.row, found.column) == (
        ProblemCode.CHOICES_FROM_ANSWERS,
        6,
        "type",
    )
    assert name in found.what


def test_a_list_name_with_a_quotation_mark_is_refused() -> None:
    (found,) = problems_of(f"""
| survey | | | |
|        | type            | name | label |
|        | select_one it's | a    | A     |
| choices | | | |
|         | list_name | name | label |
|         | it's      | x    | X     |
{SETTINGS}""")

    assert found.code is ProblemCode.PHONE_EXPRESSION
    assert found.row == 2
