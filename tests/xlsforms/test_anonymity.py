"""An anonymous form is refused when it asks for, or records, anything that tells who answered."""

import pytest

from tests.xlsform_md import compile_here, problems_of
from xlsforms.errors import XlsformError
from xlsforms.problem_codes import ProblemCode
from xlsforms.read_xform import read_xform

ANONYMOUS = """
| settings | | | |
|          | form_id | form_title | anonymous |
|          | survey1 | Survey     | yes       |
"""


def _with_row(row: str) -> str:
    return f"""
| survey | | | | | | |
|        | type | name | label | calculation | default | pii |
|        | text | wish | Wish  |             |         |     |
|        | {row} |
{ANONYMOUS}"""


@pytest.mark.parametrize(
    "kind",
    [
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "audit",
        "geopoint",
        "geotrace",
        "geoshape",
        "barcode",
        "image",
        "audio",
        "video",
        "file",
        "background-audio",
        "start-geopoint",
    ],
)
def test_a_type_that_identifies_is_refused_at_its_row(kind: str) -> None:
    name = "audit" if kind == "audit" else "question"

    found = problems_of(_with_row(f"{kind} | {name} | Question | | |"))

    assert {(one.sheet, one.row, one.column) for one in found} == {("survey", 3, "type")}
    assert found[0].details["path"].endswith(name)


def test_personal_data_is_refused_at_its_column() -> None:
    (found,) = problems_of(_with_row("text | q | Question | | | yes"))

    assert (found.row, found.column, found.code) == (3, "pii", ProblemCode.ANONYMOUS_PII)


@pytest.mark.parametrize(
    "expression", ["now()", "format-date(today(), '%Y')", "pulldata('@geopoint', ${wish}, 'x')"]
)
def test_a_stored_time_or_place_is_refused(expression: str) -> None:
    (found,) = problems_of(_with_row(f"calculate | q | | {expression} | |"))

    assert (found.row, found.column, found.code) == (3, "calculation", ProblemCode.ANONYMOUS_CLOCK)


def test_a_time_by_default_is_refused() -> None:
    (found,) = problems_of(_with_row("text | q | Question | | now() |"))

    assert (found.row, found.column) == (3, "default")


def test_a_clock_in_a_constraint_is_allowed() -> None:
    form = compile_here(f"""
| survey | | | | |
|        | type | name | label | constraint   |
|        | date | day  | Day   | . <= today() |
{ANONYMOUS}""")

    assert form.is_anonymous


def test_writing_to_an_entity_list_is_refused() -> None:
    (found,) = problems_of(f"""
| survey   | | | |
|          | type | name | label |
|          | text | wish | Wish  |
| entities | | |
|          | list_name   | label     |
|          | enterprises | Something |
{ANONYMOUS}""")

    assert found.code is ProblemCode.ANONYMOUS_ENTITY


def test_the_same_rule_holds_for_uploaded_xml() -> None:
    named = compile_here(f"""
| survey | | | |
|        | type     | name | label |
|        | deviceid | dev  |       |
|        | text     | wish | Wish  |
{ANONYMOUS.replace("yes", "no")}
""")
    root = b'<data id="survey1"'
    assert root in named.xform
    xml = named.xform.replace(
        root, b'<data xmlns:c="http://concord.example.org/xforms/1" c:anonymous="1" id="survey1"'
    )

    with pytest.raises(XlsformError, match="must not record deviceid"):
        read_xform(xml)


def test_nothing_of_this_concerns_forms_that_are_not_anonymous() -> None:
    survey = _with_row("image | photo | Photo | | | yes")

    form = compile_here(survey.replace("| yes       |", "| no |"))

    assert not form.is_anonymous
