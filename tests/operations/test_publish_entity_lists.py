"""Publishing a form makes the entity lists and properties that it writes to."""

import pytest

from server import clock
from server.operations.create_form import create_form
from server.operations.publish_form import publish_form
from server.operations.read_form_upload import FormUpload, read_form_upload
from server.problems import EntityListNameDiffers, EntityPropertyNameDiffers
from server.store.blobs import BlobStore
from server.store.queries import entities, forms
from server.store.queries.audits import By
from server.store.transaction import Store
from tests.people import People
from tests.xforms import xform
from tests.xlsform_md import workbook_bytes


def _upload(blobs: BlobStore, *, form_id: str, list_name: str, save_to: str) -> FormUpload:
    data = workbook_bytes(
        "| survey | | | | |\n"
        "| | type | name | label | save_to |\n"
        f"| | text | trade | Trade | {save_to} |\n"
        "| | text | note | Note | |\n"
        f"| entities | | |\n| | list_name | label |\n| | {list_name} | ${{trade}} |\n"
        f"| settings | | |\n| | form_id | form_title | version |\n| | {form_id} | T | 1 |"
    )
    return read_form_upload(data, blobs, file_name="form.xlsx")


def test_a_list_and_its_properties_are_made_and_slots_tied(
    store: Store, blobs: BlobStore, people: People
) -> None:
    by, project_id = By(people.county_office.id, clock.now()), people.places.project_id
    upload = _upload(blobs, form_id="reg", list_name="sites", save_to="trade")
    with store.writing() as session:
        waiting = create_form(
            session,
            by,
            project_id=project_id,
            upload=read_form_upload(xform("uses", files=["sites.csv"]), blobs),
        )
        form = create_form(session, by, project_id=project_id, upload=upload)
        assert entities.find_list(session, project_id, "sites") is None
        publish_form(session, by, form)
        publish_form(session, by, waiting)
        found = entities.get_list(session, project_id, "sites")
        slot = forms.list_slots(session, waiting.current_version_id)[0]

    assert found.properties == ["trade"]
    assert slot.entity_list_id == found.id


@pytest.mark.parametrize(
    ("list_name", "save_to", "problem"),
    [
        ("Sites", "trade", EntityListNameDiffers),
        ("sites", "Trade", EntityPropertyNameDiffers),
    ],
)
def test_names_that_differ_in_letter_case_alone_are_refused(
    store: Store,
    blobs: BlobStore,
    people: People,
    list_name: str,
    save_to: str,
    problem: type[Exception],
) -> None:
    by, project_id = By(people.county_office.id, clock.now()), people.places.project_id
    first = _upload(blobs, form_id="one", list_name="sites", save_to="trade")
    second = _upload(blobs, form_id="two", list_name=list_name, save_to=save_to)
    with store.writing() as session:
        publish_form(session, by, create_form(session, by, project_id=project_id, upload=first))
        form = create_form(session, by, project_id=project_id, upload=second)
        with pytest.raises(problem):
            publish_form(session, by, form)
