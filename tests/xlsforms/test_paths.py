"""Paths, predicates and searches inside XPath expressions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsforms.xform_choices import predicate_of, searched_file
from xlsforms.xform_texts import resolve_path


@pytest.mark.parametrize(
    ("expression", "context", "path"),
    [
        (" /data/a/b ", "/data/x", "/data/a/b"),
        ("../b", "/data/r/a", "/data/r/b"),
        (" current()/../b ", "/data/r/a", "/data/r/b"),
        ("./b", "/data/r", "/data/r/b"),
        (".", "/data/r", "/data/r"),
        ("a:b/c:d", "/data", "/data/b/d"),
        ("count(/data/a)", "/data/x", None),
        ("/data/a[1]", "/data/x", None),
        ("/data/a + 1", "/data/x", None),
        ("", "/data/x", None),
    ],
)
def test_a_path_is_resolved_as_seen_from_its_question(
    expression: str, context: str, path: str | None
) -> None:
    assert resolve_path(expression, context) == path


@given(st.text(alphabet="ab[]'\" ", max_size=30))
def test_a_predicate_has_as_many_opening_as_closing_brackets(text: str) -> None:
    predicate = predicate_of(f"instance('x')/root/item[{text}]")

    if predicate is not None and "'" not in text and '"' not in text:
        assert predicate.count("[") == predicate.count("]")


def test_what_is_no_predicate_or_search_is_none() -> None:
    assert predicate_of("instance('x')/root/item") is None
    assert predicate_of("item[a = '") is None
    assert searched_file("minimal") is None
    assert searched_file("minimal search('a.csv', 'contains')") == "a.csv"
