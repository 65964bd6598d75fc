"""What edits of a submission, and answers that come after them, make of its entities."""

import pytest

from server.operations.job_context import JobContext
from server.store.queries.entities import ISSUES
from tests.entity_forms import Field, answers, block, created, new_uuid, site_form, stop, stops_form
from tests.people import People


@pytest.fixture
def field(context: JobContext, people: People) -> Field:
    """Give a project with the form of sites published."""
    made = Field(context, people)
    made.publish(site_form())
    return made


@pytest.mark.parametrize(("name", "faults"), [("sites", ["deleted"]), (ISSUES, [])])
def test_an_answer_to_what_an_edit_has_settled_is_kept(
    field: Field, name: str, faults: list[str]
) -> None:
    form = site_form("answers", name)
    field.publish(form)
    one = new_uuid()
    field.send(form, answers(trade="a") + block(name, "A", id=one, create="1"))
    field.delete(one)

    text = answers(trade="Mended") + block(name, "A", id=one, update="1", baseVersion="1")
    answer = field.send(form, text)

    assert field.faults(answer) == faults
    made = field.entity(one, name)
    assert made is not None
    assert made.deleted_at is not None
    assert made.data["trade"] == ("a" if faults else "Mended")


def test_an_edit_adds_the_rows_that_are_new_in_it_and_leaves_the_others(field: Field) -> None:
    field.publish(stops_form())
    first, second, third = new_uuid(), new_uuid(), new_uuid()
    sent = field.send(stops_form(), stop(first) + stop(second))
    field.delete(second)

    edit = field.edit(stops_form(), sent, stop(first, "Moved") + stop(second) + stop(third))
    again = field.edit(stops_form(), edit, stop(first, "Moved") + stop(third, "Moved"))

    found = {one: field.entity(one) for one in (first, second, third)}
    assert [one.label for one in found.values() if one] == ["Stop"] * 3
    assert [one.current_version for one in found.values() if one and not one.deleted_at] == [1, 1]
    assert [field.faults(one) for one in (sent, edit, again)] == [[], [], []]
    (version,) = field.versions(third)
    assert version.submission_version_id == edit


def test_an_edit_that_names_another_id_for_its_one_entity_makes_no_second(field: Field) -> None:
    one, other = new_uuid(), new_uuid()
    sent = field.send(site_form(), created(one))

    edit = field.edit(site_form(), sent, created(other))

    assert field.entity(other) is None
    assert field.faults(edit) == []
