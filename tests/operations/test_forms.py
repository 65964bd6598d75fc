"""Drafts and published versions: what carries over, what never changes, what is refused."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from server import clock
from server.operations.change_form import delete_draft, delete_form, restore_form
from server.operations.create_form import create_form
from server.operations.publish_form import publish_form
from server.operations.put_form import put_form
from server.operations.read_form_upload import FormUpload, read_form_upload
from server.operations.upload_draft import copy_published, upload_draft
from server.problems import (
    AlreadyExists,
    AnonymityIsFinal,
    FieldTypeConflict,
    FormVersionExists,
    InvalidForm,
    NoPublishedVersion,
    NotFound,
    UnexpectedValue,
)
from server.store.blobs import BlobStore
from server.store.queries import forms
from server.store.queries.audits import By
from server.store.tables.audits import Audit
from server.store.tables.forms import Form, FormVersion
from server.store.transaction import Store
from tests.people import People
from tests.xforms import xform
from xlsforms.read_xform import read_xform

FORMS = Path(__file__).parents[2] / "xlsforms" / "forms"


@pytest.fixture
def by(people: People) -> By:
    return By(people.county_office.id, clock.now())


def _upload(blobs: BlobStore, *args: str, **kwargs: object) -> FormUpload:
    return read_form_upload(xform(*args, **kwargs), blobs)


def _published(
    session: Session, by: By, people: People, upload: FormUpload
) -> tuple[Form, FormVersion]:
    form = create_form(session, by, project_id=people.places.project_id, upload=upload)
    return form, publish_form(session, by, form)


def test_a_workbook_becomes_a_draft_and_its_blob_is_kept(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    data = (FORMS / "satisfaction.xlsx").read_bytes()
    upload = read_form_upload(data, blobs, file_name="satisfaction.xlsx")

    with store.writing() as session:
        form = create_form(session, by, project_id=people.places.project_id, upload=upload)
        draft = forms.get_draft(session, form)

    assert (form.form_id, form.is_anonymous) == ("satisfaction", True)
    assert draft.workbook_sha256 is not None
    assert blobs.read(draft.workbook_sha256) == data
    assert draft.published_at is None
    assert draft.draft_token is not None


def test_a_published_version_holds_the_bytes_of_the_draft(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    upload = _upload(blobs)

    with store.writing() as session:
        form, version = _published(session, by, people, upload)

    assert version.xform == upload.form.xform == xform()
    assert (form.current_version_id, form.draft_version_id) == (version.id, None)


def test_publishing_with_a_version_rewrites_the_xml_and_its_hash(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form = create_form(session, by, project_id=people.places.project_id, upload=_upload(blobs))
        version = publish_form(session, by, form, version='"><evil/>')

    again = read_xform(version.xform)
    assert again.version == version.version == '"><evil/>'
    assert (again.md5, again.sha256) == (version.md5, version.sha256)
    assert b"<evil" not in version.xform


def test_a_version_that_xml_cannot_hold_is_refused(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form = create_form(session, by, project_id=people.places.project_id, upload=_upload(blobs))
        with pytest.raises(InvalidForm):
            publish_form(session, by, form, version="1\x00")


def test_a_version_is_published_once(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form, _ = _published(session, by, people, _upload(blobs))
        copy_published(session, by, form)

    with pytest.raises(FormVersionExists), store.writing() as session:
        publish_form(session, by, forms.get_form(session, form.project_id, "visit"))


def test_without_a_draft_nothing_is_published(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form, _ = _published(session, by, people, _upload(blobs))
        with pytest.raises(NotFound):
            publish_form(session, by, form)


def test_a_published_form_stays_anonymous_or_not(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    open_form = {"form_id": "named"}
    hidden = {"form_id": "hidden", "is_anonymous": True}
    with store.writing() as session:
        named, _ = _published(session, by, people, _upload(blobs, **open_form))
        secret, _ = _published(session, by, people, _upload(blobs, **hidden))
        assert (named.is_anonymous, secret.is_anonymous) == (False, True)
        with pytest.raises(AnonymityIsFinal):
            upload_draft(session, by, named, _upload(blobs, "named", "2", is_anonymous=True))
        with pytest.raises(AnonymityIsFinal):
            upload_draft(session, by, secret, _upload(blobs, "hidden", "2"))


def test_a_draft_may_still_become_anonymous(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form = create_form(session, by, project_id=people.places.project_id, upload=_upload(blobs))
        upload_draft(session, by, form, _upload(blobs, is_anonymous=True))
        publish_form(session, by, form)

    assert form.is_anonymous


def test_a_form_id_is_taken_once_and_free_again_after_deletion(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    project_id = people.places.project_id
    with store.writing() as session:
        form = create_form(session, by, project_id=project_id, upload=_upload(blobs))

    with pytest.raises(AlreadyExists) as caught, store.writing() as session:
        create_form(session, by, project_id=project_id, upload=_upload(blobs))
    assert caught.value.fields == ["projectId", "xmlFormId"]

    with store.writing() as session:
        delete_form(session, by, session.merge(form))
        create_form(session, by, project_id=project_id, upload=_upload(blobs))
    with pytest.raises(AlreadyExists), store.writing() as session:
        restore_form(session, by, forms.get_deleted_form(session, project_id, form.id or 0))


def test_another_form_id_or_field_type_is_refused(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form, _ = _published(session, by, people, _upload(blobs))
        with pytest.raises(UnexpectedValue):
            upload_draft(session, by, form, _upload(blobs, "other"))
        with pytest.raises(FieldTypeConflict) as caught:
            upload_draft(session, by, form, _upload(blobs, "visit", "2", fields={"age": "string"}))

    assert (caught.value.path, caught.value.type) == ("/age", "int")


def test_a_draft_is_removed_only_when_something_is_published(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form = create_form(session, by, project_id=people.places.project_id, upload=_upload(blobs))
        with pytest.raises(NoPublishedVersion):
            delete_draft(session, by, form)
        publish_form(session, by, form)
        with pytest.raises(NotFound):
            delete_draft(session, by, form)
        copy_published(session, by, form)
        delete_draft(session, by, form)
        versions = session.exec(select(FormVersion.id)).all()

    assert list(versions) == [form.current_version_id]


def test_putting_the_same_form_twice_changes_nothing(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    project_id = people.places.project_id
    with store.writing() as session:
        first = put_form(
            session, by, project_id=project_id, upload=_upload(blobs), is_published=True
        )
        second = put_form(
            session, by, project_id=project_id, upload=_upload(blobs), is_published=True
        )
        third = put_form(session, by, project_id=project_id, upload=_upload(blobs, "visit", "2"))

    assert first.id == second.id
    assert third.published_at is None


def test_what_happens_is_noted_in_centrals_words(
    store: Store, blobs: BlobStore, people: People, by: By
) -> None:
    with store.writing() as session:
        form, _ = _published(session, by, people, _upload(blobs))
        copy_published(session, by, form)
        actions = session.exec(
            select(Audit.action).where(Audit.actee_type == "form").order_by("id")
        ).all()

    assert list(actions) == ["form.create", "form.update.publish", "form.update.draft.set"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<data/>",
        b'<!DOCTYPE a [<!ENTITY e "x">]><a/>',
        xform(model='<submission action="https://example.com/x"/>'),
        xform("x.xml"),
        xform(is_anonymous=True, fields={"photo": "binary"}),
    ],
)
def test_a_form_that_breaks_a_rule_is_refused_with_its_places(
    blobs: BlobStore, data: bytes
) -> None:
    with pytest.raises(InvalidForm) as caught:
        read_form_upload(data, blobs)

    assert caught.value.problems
    assert {"sheet", "row", "column", "what", "advice"} < set(caught.value.problems[0])
