"""Files of a form: carried forward by name from version to version, tied to entity lists."""

import pytest

from server.operations.create_form import create_form
from server.operations.publish_form import publish_form
from server.operations.read_form_upload import read_form_upload
from server.operations.upload_draft import upload_draft
from server.operations.upload_form_attachment import (
    CheckedFile,
    clear_form_attachment,
    upload_form_attachment,
)
from server.problems import NotFound
from server.store.blobs import BlobStore
from server.store.queries import entities, forms
from server.store.queries.audits import By
from server.store.transaction import Store
from tests import factories
from tests.people import People
from tests.xforms import xform


@pytest.fixture
def by(people: People) -> By:
    return factories.by(people.county_office.id)


def test_files_are_carried_forward_by_name(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form = create_form(
            session,
            by,
            project_id=people.places.project_id,
            upload=read_form_upload(xform(files=("a.png", "b.csv")), blobs),
        )
        upload_form_attachment(
            session,
            by,
            form,
            name="a.png",
            file=CheckedFile(blobs.put(b"A"), ()),
            content_type="image/png",
        )
        with pytest.raises(NotFound):
            upload_form_attachment(
                session,
                by,
                form,
                name="z.png",
                file=CheckedFile(blobs.put(b"Z"), ()),
                content_type="image/png",
            )
        publish_form(session, by, form)
        upload_draft(
            session,
            by,
            form,
            read_form_upload(xform("visit", "2", files=("a.png", "c.csv")), blobs),
        )
        slots = {one.name: one for one in forms.list_slots(session, form.draft_version_id)}
        clear_form_attachment(session, by, form, name="a.png")
        kept = {one.name: one for one in forms.list_slots(session, form.current_version_id)}

    assert set(slots) == {"a.png", "c.csv"}
    assert kept["a.png"].blob_sha256 is not None
    assert slots["a.png"].blob_sha256 is None
    assert slots["c.csv"].blob_sha256 is None


def test_a_slot_is_tied_to_the_entity_list_of_its_name(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        upload = read_form_upload(xform(files=("enterprises.csv",)), blobs)
        form = create_form(session, by, project_id=people.places.project_id, upload=upload)
        slot = forms.list_slots(session, form.draft_version_id)[0]
        found = entities.get_list(session, people.places.project_id, "enterprises")

    assert slot.entity_list_id == found.id
