"""Texts of a form: in the reader's language, and as heads of columns."""

from server.domain.form_texts import heading_in, language_for, text_in
from tests.xlsform_md import compile_here

FORM = compile_here(
    """
    | survey | | | | |
    | | type | name | label::中文 (zh) | label::English (en) |
    | | integer | number | 第几份 | Which |
    | | text | who | 第 ${number} 份：签名 | Contract ${number}: signed |
    | settings | | | | |
    | | form_title | form_id | version | default_language |
    | | t | t | 1 | 中文 (zh) |
    """
)


def test_the_locale_chooses_the_language_of_the_workbook() -> None:
    assert language_for(FORM, "zh_CN") == "中文 (zh)"
    assert language_for(FORM, "en") == "English (en)"
    assert language_for(FORM, "fr") == "中文 (zh)"


def test_the_head_of_a_column_stands_for_every_answer_that_it_quotes() -> None:
    field = FORM.field("/who")
    assert field is not None

    assert "${" in text_in(field.labels, "English (en)", FORM)
    assert heading_in(field.labels, "English (en)", FORM) == "Contract …: signed"
    assert heading_in(field.labels, "中文 (zh)", FORM) == "第 … 份：签名"
