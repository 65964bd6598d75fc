"""A day of an inspector: sync, ten inspections with photos, lost answers, once each in the end."""

import hashlib
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import select

from bench.server_process import ServerProcess
from server.keys import TokenBox
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.tables.app_users import Assignment
from server.store.tables.submissions import (
    Submission,
    SubmissionAttachment,
    SubmissionVersion,
    SubmissionXml,
)
from server.store.transaction import Store
from tests.collect_client import CollectPhone, Instance, LostAnswer, ProtocolError
from tests.people import People, make_people
from tests.system.servers import server_of
from tests.web import openrosa_data as data


@dataclass
class Site:
    """A running server and what is on it."""

    server: ServerProcess
    store: Store
    blobs: BlobStore
    people: People
    form: data.MadeForm
    list_id: int

    def phone(self, token: str | None = None) -> CollectPhone:
        key = token or self.people.app_user.token
        project = self.people.places.project_id
        return CollectPhone(f"{self.server.address}/v1/key/{key}/projects/{project}")


@pytest.fixture
def site(settings: Settings, store: Store, blobs: BlobStore) -> Iterator[Site]:
    people = make_people(store, TokenBox(settings.secret_key))
    project_id, village = people.places.project_id, people.places.village_id
    with store.writing() as session:
        form = data.make_form(session, project_id, assigned_to=people.app_user.id)
        data.attach_file(session, form, "图示.jpg", blobs.put(b"a picture of a helmet"))
        list_id = data.make_list(session, project_id)
        data.attach_list(session, form, list_id, "enterprises.csv")
        data.add_entity(session, list_id, "村办厂", village)
        data.add_entity(session, list_id, "elsewhere", people.places.sibling_id)
    with server_of(settings, {"ACCEPT_CONTENT_LENGTH": "100000"}) as server:
        yield Site(server, store, blobs, people, form, list_id)


def _inspection(random_bytes: random.Random, number: int) -> Instance:
    photos = {f"{number}_{n}.jpg": random_bytes.randbytes(40_000) for n in range(5)}
    photos["现场 照片.jpg"] = random_bytes.randbytes(150_000)
    xml = data.submission_xml(instance_id=f"uuid:{uuid.UUID(int=number)}", photo=next(iter(photos)))
    return Instance(f"现场检查_{number}.xml", xml, photos)


def _assert_stored_once(site: Site, instances: list[Instance]) -> None:
    """Check that the server holds each instance once, byte for byte, with all of its files."""
    with site.store.reading() as session:
        xmls = session.exec(select(SubmissionXml.submission_version_id, SubmissionXml.xml)).all()
        files: dict[int, dict[str, str | None]] = {}
        for row in session.exec(select(SubmissionAttachment)):
            files.setdefault(row.submission_version_id, {})[row.name] = row.blob_sha256
        assert len(session.exec(select(Submission)).all()) == len(instances)
        assert len(session.exec(select(SubmissionVersion)).all()) == len(instances)
    by_xml = {xml: files.get(version_id, {}) for version_id, xml in xmls}
    assert set(by_xml) == {instance.xml for instance in instances}
    for instance in instances:
        stored = {n: site.blobs.read(sha or "") for n, sha in by_xml[instance.xml].items()}
        assert stored == instance.files


def test_a_day_of_an_inspector_ends_with_every_inspection_on_the_server_once(site: Site) -> None:
    phone = site.phone()
    chance = random.Random(7)

    first = phone.sync()
    instances = [_inspection(chance, number) for number in range(10)]
    posts = []
    for number, instance in enumerate(instances):
        if number in {2, 5}:
            with pytest.raises(LostAnswer):
                phone.send(instance, lose_answer_of_post=number % 2)
        posts.append(phone.send(instance))
    phone.send(instances[9])

    assert first.new == ["site_check"]
    assert phone.forms["site_check"].xml == site.form.xform
    assert phone.forms["site_check"].media == {"图示.jpg": b"a picture of a helmet"}
    assert [row.label for row in phone.entities["enterprises"].rows.values()] == ["村办厂"]
    assert posts == [4] * 10
    _assert_stored_once(site, instances)


def test_a_sync_without_news_asks_little_and_changes_nothing(site: Site) -> None:
    phone = site.phone()
    phone.sync()
    before = hashlib.sha256(phone.forms["site_check"].xml).digest()

    again = phone.sync()

    # Collect takes a form with an entity list for updated at every sync; nothing is sent for it.
    assert (again.new, again.deleted, again.updated) == ([], [], ["site_check"])
    assert again.unchanged_count == again.request_count == 2
    assert hashlib.sha256(phone.forms["site_check"].xml).digest() == before


def test_a_changed_register_reaches_the_phone_and_a_withdrawn_form_leaves_it(site: Site) -> None:
    phone = site.phone()
    phone.sync()
    with site.store.writing() as session:
        data.add_entity(session, site.list_id, "新厂", site.people.places.village_id)
    phone.sync()
    labels = [row.label for row in phone.entities["enterprises"].rows.values()]
    known = list(phone.entities["enterprises"].rows)
    states = phone.deleted_entities(phone.integrity_url("site_check"), [*known, str(uuid.uuid4())])
    with site.store.writing() as session:
        session.delete(session.exec(select(Assignment)).one())

    assert labels == ["村办厂", "新厂"]
    assert states == dict.fromkeys(known, False)
    assert phone.sync().deleted == ["site_check"]


def test_a_phone_whose_token_is_wrong_is_told_so_and_loses_nothing(site: Site) -> None:
    phone = site.phone()
    phone.sync()
    stranger = site.phone("x" * 64)

    with pytest.raises(ProtocolError, match="403"):
        stranger.sync()
    with pytest.raises(ProtocolError, match="403"):
        stranger.send(_inspection(random.Random(1), 1))
    _assert_stored_once(site, [])


def test_an_offline_list_of_five_hundred_new_enterprises_can_be_asked_for(site: Site) -> None:
    phone = site.phone()
    phone.sync()

    states = phone.deleted_entities(
        phone.integrity_url("site_check"), [str(uuid.uuid4()) for _ in range(500)]
    )

    assert states == {}
