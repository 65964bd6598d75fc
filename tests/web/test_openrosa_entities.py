"""Entity lists as phones get them: cut to areas, with hashes that change when they must."""

import csv
import gzip
import io
from dataclasses import dataclass

import pytest
from flask import Flask
from lxml import etree
from sqlmodel import delete, select

from server.store.queries import entities
from server.store.tables.app_users import AppUserArea
from server.store.tables.entities import Entity
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone

PATH = "/forms/site_check/versions/1"


@dataclass
class Listed:
    """A phone in a township, and entities in its village, the sibling township and nowhere."""

    phone: Phone
    list_id: int
    in_village: str
    in_sibling: str
    nowhere: str

    def rows(self) -> list[dict[str, str]]:
        answer = self.phone.get(f"{PATH}/attachments/enterprises.csv")
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.data.decode())))

    def hash(self, form_id: str = "site_check") -> str:
        (item,) = self.items(form_id)
        found = item.findtext("{*}hash")
        assert found is not None
        return found

    def items(self, form_id: str = "site_check") -> list[etree._Element]:
        answer = self.phone.get(f"/forms/{form_id}/versions/1/manifest")
        return list(etree.fromstring(answer.data).iter("{*}mediaFile"))

    def deleted(self, *uuids: str) -> dict[str, str]:
        answer = self.phone.get(f"/datasets/enterprises/integrity?id={'%2C'.join(uuids)}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        root = etree.fromstring(answer.data)
        assert root.tag == "data"
        return {one.get("id") or "": one.findtext("deleted") or "" for one in root.iter("entity")}


@pytest.fixture
def listed(app: Flask) -> Listed:
    phone = make_phone(app)
    places = phone.people.places
    with phone.state.store.writing() as session:
        list_id = data.make_list(session, places.project_id)
        data.attach_list(session, phone.form, list_id, "enterprises.csv")
        return Listed(
            phone,
            list_id,
            in_village=data.add_entity(session, list_id, "村办厂", places.village_id),
            in_sibling=data.add_entity(session, list_id, "Sibling Ltd", places.sibling_id),
            nowhere=data.add_entity(session, list_id, "Nowhere", None),
        )


def _add(listed: Listed, label: str, area_id: int | None) -> str:
    with listed.phone.state.store.writing() as session:
        return data.add_entity(session, listed.list_id, label, area_id)


def _give_whole_project(listed: Listed) -> None:
    with listed.phone.state.store.writing() as session:
        session.exec(delete(AppUserArea))


def test_the_csv_has_the_rows_of_the_phones_areas_and_exactly_the_columns_collect_reads(
    listed: Listed,
) -> None:
    answer = listed.phone.get(f"{PATH}/attachments/enterprises.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.data.split(b"\r\n")[0] == b"name,label,__version,uscc"
    assert listed.rows() == [
        {
            "name": listed.in_village,
            "label": "村办厂",
            "__version": "1",
            "uscc": "code of 村办厂",
        }
    ]


def test_a_phone_without_areas_gets_the_whole_project_in_the_order_of_making(
    listed: Listed,
) -> None:
    _give_whole_project(listed)

    names = [row["name"] for row in listed.rows()]

    assert names == [listed.in_village, listed.in_sibling, listed.nowhere]


def test_the_manifest_says_entity_list_with_an_integrity_address(listed: Listed) -> None:
    (item,) = listed.items()

    assert item.get("type") == "entityList"
    assert item.findtext("{*}filename") == "enterprises.csv"
    url = item.findtext("{*}downloadUrl") or ""
    served = listed.phone.get(url)
    assert served.status_code == 200
    assert served.headers["ETag"] == f'"{(item.findtext("{*}hash") or "").removeprefix("md5:")}"'
    integrity = item.findtext("{*}integrityUrl") or ""
    assert listed.phone.get(f"{integrity}?id=x").status_code == 200


def test_the_hash_changes_with_the_rows_of_the_phones_areas_and_with_no_others(
    listed: Listed,
) -> None:
    places = listed.phone.people.places
    first = listed.hash()
    assert listed.hash() == first

    _add(listed, "in the sibling", places.sibling_id)
    _add(listed, "nowhere", None)
    assert listed.hash() == first

    _add(listed, "in the village", places.village_id)
    second = listed.hash()
    assert second != first
    with listed.phone.state.store.writing() as session:
        entities.ensure_list(
            session,
            places.project_id,
            "enterprises",
            properties=("uscc", "phone"),
            now=data.clock.now(),
        )
    assert listed.hash() not in {first, second}


def test_the_hash_is_the_same_in_all_forms_of_a_phone_and_differs_between_areas(
    listed: Listed,
) -> None:
    people = listed.phone.people
    with listed.phone.state.store.writing() as session:
        form = data.make_form(
            session, people.places.project_id, "second", assigned_to=people.app_user.id
        )
        data.attach_list(session, form, listed.list_id, "enterprises.csv")

    of_township = listed.hash()

    assert listed.hash("second") == of_township
    _give_whole_project(listed)
    assert listed.hash() != of_township


def test_a_phone_that_has_the_list_is_told_so_and_compressed_it_is_the_same(
    listed: Listed,
) -> None:
    path = f"{PATH}/attachments/enterprises.csv"
    plain = listed.phone.get(path)
    packed = listed.phone.get(path, {"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert gzip.decompress(packed.data) == plain.data
    assert int(plain.headers["Content-Length"]) == len(plain.data)
    for tag in (plain.headers["ETag"], packed.headers["ETag"]):
        again = listed.phone.get(path, {"If-None-Match": tag, "Accept-Encoding": "gzip"})
        assert again.status_code == 304


def test_values_of_any_text_keep_the_width_of_their_row(listed: Listed) -> None:
    village = listed.phone.people.places.village_id
    labels = ['a "quote", comma', "line\nbreak", "lone\rreturn", "=1+1", "；;", ""]
    for label in labels:
        _add(listed, label, village)

    assert [row["label"] for row in listed.rows()[1:]] == labels
    assert all(len(row) == 4 and None not in row.values() for row in listed.rows())


def test_a_deleted_entity_leaves_the_csv_and_integrity_says_so(listed: Listed) -> None:
    with listed.phone.state.store.writing() as session:
        row = session.exec(select(Entity).where(Entity.uuid == listed.in_village)).one()
        row.deleted_at = data.clock.now()

    assert listed.rows() == []
    assert listed.deleted(listed.in_village) == {listed.in_village: "true"}


def test_integrity_leaves_out_unknown_ids_and_has_foreign_ones_forgotten(listed: Listed) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"

    found = listed.deleted(listed.in_village.upper(), listed.in_sibling, unknown, "x'--")

    assert found == {listed.in_village: "false", listed.in_sibling: "true"}
    assert listed.deleted("%00", unknown) == {}
    assert listed.deleted() == {}


def test_integrity_of_fifteen_hundred_ids_is_answered(listed: Listed) -> None:
    ids = [f"00000000-0000-4000-8000-{number:012d}" for number in range(1500)]

    assert listed.deleted(*ids, listed.in_village) == {listed.in_village: "false"}


def test_a_phone_without_a_form_that_uses_the_list_may_not_ask(listed: Listed) -> None:
    people = listed.phone.people
    with listed.phone.state.store.writing() as session:
        list_id = data.make_list(session, people.places.project_id, "secret")
        form = data.make_form(session, people.places.project_id, "unassigned")
        data.attach_list(session, form, list_id, "secret.csv")

    assert listed.phone.get("/datasets/secret/integrity?id=x").status_code == 403
    assert listed.phone.get("/datasets/none/integrity?id=x").status_code == 404


def test_a_web_user_of_a_township_gets_its_part_alone(listed: Listed) -> None:
    people = listed.phone.people
    base = f"/v1/projects/{people.places.project_id}{PATH}/attachments/enterprises.csv"

    def count(headers: dict[str, str]) -> int:
        answer = listed.phone.app.test_client().get(base, headers=headers, buffered=True)
        return answer.text.count("\n") - 1

    assert count(people.township_office.headers) == 1
    assert count(people.viewer.headers) == 3
