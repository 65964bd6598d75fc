"""Pages of entity lists: what is in them, what is in conflict, what could not be written."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import state_of
from server.operations.job_context import JobContext
from server.store.blobs import BlobStore
from server.store.tables.submissions import SubmissionVersion
from tests.entity_forms import Field, created, new_uuid, site_form, updated
from tests.evaluated import work
from tests.people import People, make_people
from tests.web.office_browser import browser


@pytest.fixture
def field(app: Flask) -> Field:
    """Give a project with the form of sites published."""
    found = state_of(app)
    people = make_people(found.store, found.tokens)
    context = JobContext(found.store, BlobStore(found.settings.blob_dir), found.settings)
    made = Field(context, people)
    made.publish(site_form())
    return made


def _office(app: Flask, people: People) -> FlaskClient:
    return browser(app, people.county_office)


def _base(field: Field) -> str:
    return f"/office/{field.people.places.project_id}"


def test_a_list_shows_its_entities_and_an_entity_its_versions(app: Flask, field: Field) -> None:
    one = new_uuid()
    field.send(site_form(), created(one, trade="paper"))
    field.send(site_form(), updated(one, 1, trade="glass"))
    page = _office(app, field.people)

    lists = page.get(f"{_base(field)}/entity-lists").text
    found = page.get(f"{_base(field)}/entity-lists/sites?q=mill").text
    nothing = page.get(f"{_base(field)}/entity-lists/sites?q=none").text
    entity = page.get(f"{_base(field)}/entity-lists/sites/{one}").text

    assert "/entity-lists/sites" in lists
    assert f"/entity-lists/sites/{one}" in found
    assert one not in nothing
    assert "paper → glass" in " ".join(entity.split())
    assert "/submissions/" in entity


def test_a_conflict_is_shown_and_settled_once(app: Flask, field: Field) -> None:
    one = new_uuid()
    field.send(site_form(), created(one, trade="paper"))
    field.send(site_form(), updated(one, 1, trade="glass"))
    field.send(site_form(), updated(one, 1, trade="steel"))
    page, address = _office(app, field.people), f"{_base(field)}/entity-lists/sites"

    only = page.get(f"{address}?conflict=yes").text
    first = page.post(f"{address}/{one}/resolve")
    again = page.post(f"{address}/{one}/resolve")

    assert one in only
    assert (first.status_code, again.status_code) == (303, 303)
    made = field.entity(one)
    assert made is not None
    assert made.conflict is None
    assert one not in page.get(f"{address}?conflict=yes").text


def test_what_was_not_written_is_shown_and_can_be_tried_again(app: Flask, field: Field) -> None:
    one = new_uuid()
    version_id = field.send(site_form(), updated(one, 1, trade="glass"))
    with field.store.reading() as session:
        key = session.get_one(SubmissionVersion, version_id).submission_id
    page, submission = _office(app, field.people), f"{_base(field)}/submissions/{key}"

    listed = page.get(f"{_base(field)}/entity-errors").text
    shown = page.get(submission).text
    field.send(site_form(), created(one))
    tried = page.post(f"{submission}/entities")
    work(field.context)
    after = page.get(submission).text

    assert f"/submissions/{key}" in listed
    assert f"/submissions/{key}/entities" in shown
    assert tried.status_code == 303
    assert f"/submissions/{key}/entities" not in after
    assert f"/entity-lists/sites/{one}" in after


def test_what_waits_for_an_earlier_change_says_so(app: Flask, field: Field) -> None:
    version_id = field.send(site_form(), updated(new_uuid(), 2, branch=new_uuid(), trade="x"))
    with field.store.reading() as session:
        key = session.get_one(SubmissionVersion, version_id).submission_id

    shown = _office(app, field.people).get(f"{_base(field)}/submissions/{key}?lang=en").text

    assert "notice-info" in shown


def test_a_list_can_be_told_to_wait_for_approval(app: Flask, field: Field) -> None:
    page, address = _office(app, field.people), f"{_base(field)}/entity-lists/sites"

    saved = page.post(f"{address}/approval", data={"approval": "1"})
    one = new_uuid()
    version_id = field.send(site_form(), created(one))

    assert saved.status_code == 303
    assert field.faults(version_id) == ["waits_for_approval"]


def test_a_township_sees_its_entities_alone(app: Flask, field: Field) -> None:
    here, elsewhere = new_uuid(), new_uuid()
    field.send(site_form(), created(here), sender_id=field.people.app_user.id)
    field.send(site_form(), created(elsewhere))
    page = browser(app, field.people.township_office)
    address = f"{_base(field)}/entity-lists/sites"

    listed = page.get(address).text

    assert here in listed
    assert elsewhere not in listed
    assert page.get(f"{address}/{elsewhere}").status_code == 404
    assert page.post(f"{address}/{elsewhere}/resolve").status_code == 404
