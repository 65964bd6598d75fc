"""What authors get wrong in workbooks, told by sheet, row and column."""

import pytest

from tests.xlsform_md import SETTINGS, compile_here, problems_of
from xlsforms.converter_messages import problem_of_message
from xlsforms.problem_codes import ProblemCode
from xlsforms.problem_texts import TEXTS
from xlsforms.workbook_rows import Workbook, check_cells


def test_every_code_has_two_sentences() -> None:
    assert set(TEXTS) == set(ProblemCode)
    assert all(what for what, _ in TEXTS.values())


def test_a_name_twice_is_told_with_the_words_of_the_converter() -> None:
    (found,) = problems_of(f"""
| survey | | | |
|        | type | name | label |
|        | text | a    | A     |
|        | text | a    | B     |
{SETTINGS}""")

    assert (found.sheet, found.row, found.column) == ("survey", 3, "name")
    assert found.code is ProblemCode.CONVERTER
    assert "must be unique" in found.what


def test_a_missing_survey_sheet_is_told() -> None:
    (found,) = problems_of(f"""
| surveys | | | |
|         | type | name | label |
|         | text | a    | A     |
{SETTINGS}""")

    assert found.code is ProblemCode.NOT_A_FORM
    assert "survey" in found.what
    assert found.row is None


def test_a_register_uploaded_as_a_form_is_told_in_our_own_words() -> None:
    (found,) = problems_of(f"""
| survey | | |
|        | name | label |
|        | a    | A     |
{SETTINGS}""")

    assert found.code is ProblemCode.NOT_A_FORM


def test_empty_rows_do_not_shift_row_numbers() -> None:
    (found,) = problems_of(f"""
| survey | | | | |
|        | type | name | label | measure |
|        | note | a    | A     |         |
|        | note | b    | B     | x.y     |
|        | note | c    | C     | X       |
{SETTINGS}""")

    assert found.row == 4


@pytest.mark.parametrize(("text", "shown"), [("a\x0bb", "U+000B"), ("a_x000B_b", "U+000B")])
def test_a_control_character_is_told_by_its_cell(text: str, shown: str) -> None:
    book = Workbook({"choices": [{}, {"label::中文 (zh)": text}]}, {})

    (found,) = check_cells(book)

    assert (found.sheet, found.row, found.column) == ("choices", 3, "label::中文 (zh)")
    assert found.details["character"] == shown


def test_an_escaped_control_character_is_found_in_a_real_workbook() -> None:
    (found,) = problems_of(f"""
| survey | | | |
|        | type | name | label        |
|        | text | a    | one_x000B_two |
{SETTINGS}""")

    assert (found.sheet, found.row, found.column) == ("survey", 2, "label")


def test_an_old_line_break_is_dropped() -> None:
    form = compile_here(f"""
| survey | | | |
|        | type | name | label         |
|        | text | a    | one_x000D_two |
{SETTINGS}""")

    assert form.fields[0].labels == {"default": "onetwo"}


def test_a_label_of_more_than_8_kilobytes_is_told_by_its_cell() -> None:
    (found,) = problems_of(f"""
| survey | | | | |
|        | type | name | label | hint::中文 (zh) |
|        | text | a    | A     | {"长" * 3000}   |
{SETTINGS}""")

    assert (found.row, found.column) == (2, "hint::中文 (zh)")
    assert found.code is ProblemCode.LABEL_TOO_LONG


def test_a_thousand_nested_groups_are_refused_at_the_row_that_is_too_deep() -> None:
    rows = "\n".join(f"| | begin group | g{n} | G |" for n in range(1000))
    ends = "\n".join("| | end group | | |" for _ in range(1000))

    (found,) = problems_of(f"""
| survey | | | |
|        | type | name | label |
{rows}
|        | text | a | A |
{ends}
{SETTINGS}""")

    assert (found.sheet, found.row, found.column) == ("survey", 66, "type")
    assert found.code is ProblemCode.TOO_DEEP


def test_sixty_nested_repeats_still_compile_and_parse() -> None:
    rows = "\n".join(f"| | begin repeat | g{n} | G |" for n in range(60))
    ends = "\n".join("| | end repeat | | |" for _ in range(60))

    form = compile_here(f"""
| survey | | | |
|        | type | name | label |
{rows}
|        | text | a | A |
{ends}
{SETTINGS}""")

    assert len(form.fields) == 60 + 1 + 2


def test_a_submission_address_is_refused_at_the_settings_sheet() -> None:
    (found,) = problems_of("""
| survey | | | |
|        | type | name | label |
|        | text | a    | A     |
| settings | | | |
|          | form_id | form_title | submission_url            |
|          | visit   | Visit      | https://example.com/other |
""")

    assert (found.sheet, found.row, found.column) == ("settings", 2, "submission_url")


@pytest.mark.parametrize(
    ("form_id", "title", "column"),
    [("visit.xlsx", "Visit", "form_id"), ("visit", "———", "form_title")],
)
def test_unusable_names_are_refused_at_the_settings_sheet(
    form_id: str, title: str, column: str
) -> None:
    (found,) = problems_of(f"""
| survey | | | |
|        | type | name | label |
|        | text | a    | A     |
| settings | | |
|          | form_id   | form_title |
|          | {form_id} | {title}    |
""")

    assert (found.sheet, found.row, found.column) == ("settings", 2, column)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[row : 7] Unmatched 'end_group'.", ("survey", 7, None)),
        (
            "[row : 3] On the 'choices' sheet, the 'label' value is invalid. X",
            ("choices", 3, "label"),
        ),
        ("Invalid headers provided for sheet: 'survey'. X", ("survey", None, None)),
        ("The survey sheet is either empty or missing", ("survey", None, None)),
        ("Something else", ("", None, None)),
    ],
)
def test_the_place_in_a_message_of_the_converter_is_found(
    text: str, place: tuple[str, int | None, str | None]
) -> None:
    found = problem_of_message(text, Workbook({}, {}))

    assert (found.sheet, found.row, found.column) == place
    assert not found.what.startswith("[row")


def test_a_message_about_a_name_is_placed_where_the_name_stands() -> None:
    book = Workbook(
        {"survey": [{"type": "text", "name": "a"}], "settings": [{}, {"instance_name": "${b}"}]},
        {},
    )

    known = problem_of_message("The survey element named 'a' has no label or hint.", book)
    referred = problem_of_message("There is no survey element named 'b'.", book)
    unknown = problem_of_message("There is no survey element named 'c'.", book)

    assert (known.sheet, known.row, known.column) == ("survey", 2, None)
    assert (referred.sheet, referred.row, referred.column) == ("settings", 3, "instance_name")
    assert (unknown.sheet, unknown.row) == ("", None)


def test_a_reference_to_a_question_that_is_not_there_is_told_by_its_cell() -> None:
    (found,) = problems_of(f"""
| survey | | | | |
|        | type | name | label | relevant        |
|        | text | a    | A     | ${{nobody}} = 1 |
{SETTINGS}""")

    assert (found.sheet, found.row, found.column) == ("survey", 2, "relevant")


def test_a_problem_reads_as_one_line() -> None:
    (found,) = problems_of(f"""
| survey | | | | |
|        | type | name | label | measure |
|        | text | a    | A     | Pay     |
{SETTINGS}""")

    assert str(found) == (
        "sheet 'survey', row 2, column 'measure': “Pay” is not the name of a measure. "
        "Use lower-case words joined by dots, such as contracts.signing_rate."
    )


def test_warnings_of_the_converter_are_kept() -> None:
    form = compile_here(f"""
| survey | | | |
|        | type  | name | label |
|        | image | a    | A     |
{SETTINGS}""")

    assert any("max-pixels" in text for text in form.warnings)


def test_external_choices_become_itemsets() -> None:
    form = compile_here(f"""
| survey | | | | |
|        | type                     | name  | label | choice_filter     |
|        | text                     | state | State |                   |
|        | select_one_external city | city  | City  | state=${{state}}  |
| external_choices | | | | |
|                  | list_name | name | label | state |
|                  | city      | c1   | One   | s1    |
{SETTINGS}""")

    field = form.field("/city")
    assert field is not None
    assert field.attachment == "itemsets.csv"
    assert field.choice_filter == "state= /data/state"
    assert form.itemsets is not None
    assert b'"c1"' in form.itemsets
    assert [one.name for one in form.attachments] == ["itemsets.csv"]


@pytest.mark.parametrize(
    ("name", "column", "text", "code"),
    [
        ("现场", "hint", "h", ProblemCode.PHONE_NAME),
        ("x", "constraint", "(((", ProblemCode.PHONE_EXPRESSION),
        ("x", "relevant", "${q} =", ProblemCode.PHONE_EXPRESSION),
        ("x", "calculation", "instance('no')/root/item/label", ProblemCode.PHONE_LIST),
        ("x", "calculation", "count(//q)", ProblemCode.PHONE_EXPRESSION),
        ("x", "relevant", ". = 1", ProblemCode.PHONE_CIRCLE),
        ("a:x", "hint", "h", ProblemCode.PHONE_COLON),
        ("x", "relevant", "${q} = $v", ProblemCode.PHONE_EXPRESSION),
        ("x", "constraint", "if(${q}, 2)", ProblemCode.PHONE_FUNCTION),
        ("x", "default", "nosuch(1) + 1", ProblemCode.PHONE_FUNCTION),
    ],
)
def test_what_no_phone_can_open_is_refused_at_its_cell(
    name: str, column: str, text: str, code: ProblemCode
) -> None:
    (found,) = problems_of(f"""
| survey | | | | |
|        | type | name | label | {column} |
|        | text | q    | Q     | |
|        | text | {name} | X   | {text} |
{SETTINGS}""")

    assert found.code is code
    assert (found.sheet, found.row) == ("survey", 3)
    assert found.column == ("name" if column == "hint" else column)
