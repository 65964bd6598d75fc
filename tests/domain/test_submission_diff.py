"""Two versions of a submission, field by field."""

from server.domain.answers import Answers
from server.domain.submission_diff import Change, changes_between, single_answers

OLD: Answers = {
    "name": "Jon",
    "empty": None,
    "group": {"a": "1", "b": "2"},
    "child": [{"name": "Ann"}, {"name": "Ben", "toy": [{"kind": "ball"}]}],
}


def test_equal_versions_do_not_differ():
    assert changes_between(OLD, OLD) == ()


def test_an_empty_answer_is_as_good_as_none():
    new: Answers = {**OLD, "empty": "", "another": None}

    assert changes_between(OLD, new) == ()


def test_answers_in_groups_and_repeats_are_named_by_their_path():
    new: Answers = {
        **OLD,
        "name": "Jane",
        "group": {"a": "1"},
        "child": [{"name": "Anna"}, {"name": "Ben", "toy": [{"kind": "ball"}]}],
    }

    changes = changes_between(OLD, new)

    assert changes == (
        Change(("name",), "Jon", "Jane"),
        Change(("group", "b"), "2", None),
        Change((("child", 0), "name"), "Ann", "Anna"),
    )
    assert changes[2].field_path == "/child/name"
    assert changes[2].places == (0,)


def test_an_instance_that_one_version_lacks_is_one_change_and_can_be_taken_apart():
    more: Answers = {**OLD, "child": [*list_of_children(), {"name": "Cid", "age": "3"}]}
    fewer: Answers = {**OLD, "child": list_of_children()[:1]}

    assert changes_between(OLD, more) == (
        Change((("child", 2),), None, {"name": "Cid", "age": "3"}),
    )
    removed = changes_between(OLD, fewer)
    assert removed == (Change((("child", 1),), {"name": "Ben", "toy": [{"kind": "ball"}]}, None),)
    assert single_answers(removed) == (
        Change((("child", 1), "name"), "Ben", None),
        Change((("child", 1), ("toy", 0), "kind"), "ball", None),
    )


def test_a_question_that_became_a_group_differs_in_its_answers():
    assert changes_between({"a": "1"}, {"a": {"b": "2"}}) == (Change(("a", "b"), None, "2"),)


def list_of_children() -> list[dict[str, object]]:
    children = OLD["child"]
    assert isinstance(children, list)
    return children
