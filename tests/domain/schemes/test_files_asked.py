"""Files that a row asks for have a name in each language."""

from server.domain.schemes.described.files_asked import files_asked
from server.domain.schemes.exact.values import Text


def test_names_of_both_languages_go_together_in_their_order() -> None:
    asked = files_asked(Text("名册； 工资表", "Register;payroll"))

    assert asked == (Text("名册", "Register"), Text("工资表", "payroll"))


def test_a_name_in_one_language_stands_for_both() -> None:
    assert files_asked(Text("名册；工资表", "")) == (Text("名册", "名册"), Text("工资表", "工资表"))


def test_nothing_is_asked_where_nothing_is_named() -> None:
    assert files_asked(Text(" ；", "")) == ()
