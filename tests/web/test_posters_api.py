"""Campaigns, posters and jobs over /v1."""

import io

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient

from qr.poster import PosterTexts
from qr.poster_code import poster_qr_text
from server import clock
from server.app import state_of
from server.jobs import HANDLERS
from server.operations.job_context import JobContext
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.transaction import Store
from server.web.central.paging import TOTAL
from tests import factories
from tests.people import People, make_people

TODAY = clock.day_in(factories.ZONE).isoformat()


@pytest.fixture
def people(app: Flask) -> People:
    made = make_people(state_of(app).store, state_of(app).tokens)
    places = made.places
    with state_of(app).store.writing() as session:
        factories.survey_form(session, places.project_id)
        for name, area_id in (("村厂", places.village_id), ("邻厂", places.sibling_id)):
            factories.enterprise(session, places.project_id, area_id, name=name)
    return made


@pytest.fixture
def base(people: People) -> str:
    return f"/v1/projects/{people.places.project_id}"


def _campaign(client: FlaskClient, people: People, base: str, **given: object) -> int:
    body = {
        "name": "年度评价",
        "surveyFormId": "satisfaction",
        "opensOn": TODAY,
        "closesOn": "2199-12-31",
        "contact": "0000-1234567",
        **given,
    }
    answer = client.post(f"{base}/campaigns", json=body, headers=people.county_office.headers)
    assert answer.status_code == 200, answer.text
    return int(answer.json["id"])


def _posters(client: FlaskClient, people: People, base: str, campaign_id: int) -> None:
    body = {"campaignId": campaign_id, "place": "食堂"}
    answer = client.post(f"{base}/posters", json=body, headers=people.county_office.headers)
    assert answer.json["createdCount"] == 2


def test_a_campaign_is_created_shown_changed_and_closed(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = people.county_office.headers
    address = f"{base}/campaigns/{_campaign(client, people, base)}"

    changed = client.patch(address, json={"name": "新名称", "extra": 1}, headers=headers)
    refused = client.patch(address, json={"opensOn": "2199-01-01"}, headers=headers)
    closed = client.post(f"{address}/close", headers=headers)
    again = client.patch(address, json={"name": "再改"}, headers=headers)
    shown = client.get(address, headers=people.viewer.headers)

    assert (changed.json["name"], changed.json["state"]) == ("新名称", "open")
    assert refused.status_code == 409
    assert closed.json["state"] == "closed"
    assert again.status_code == 409
    assert shown.json["surveyFormId"] == "satisfaction"
    assert shown.json["definitions"]["targetShare"] == "80"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"name": None}, 400),
        ({"name": ""}, 400),
        ({"name": 5}, 400),
        ({"opensOn": "tomorrow"}, 400),
        ({"closesOn": "2001-01-01"}, 400),
        ({"surveyFormId": "none"}, 404),
        ({"areaIds": [999999]}, 404),
        ({"areaIds": [10**30]}, 400),
        ({"definitions": {"threshold": 1}}, 400),
    ],
)
def test_a_campaign_that_makes_no_sense_is_refused(
    given: dict[str, object], status: int, client: FlaskClient, people: People, base: str
) -> None:
    body = {
        "name": "年度评价",
        "surveyFormId": "satisfaction",
        "opensOn": TODAY,
        "closesOn": "2199-12-31",
        **given,
    }

    answer = client.post(f"{base}/campaigns", json=body, headers=people.county_office.headers)

    assert answer.status_code == status


def test_posters_carry_code_and_address_and_are_cut_to_the_callers_areas(
    client: FlaskClient, people: People, base: str
) -> None:
    _posters(client, people, base, _campaign(client, people, base))

    everything = client.get(f"{base}/posters", headers=people.county_office.headers)
    own = client.get(f"{base}/posters?limit=5", headers=people.township_office.headers)

    assert everything.headers[TOTAL] == "2"
    assert [one["enterpriseName"] for one in own.json] == ["村厂"]
    assert own.headers[TOTAL] == "1"
    (poster,) = own.json
    assert poster["url"] == f"http://localhost/q/{poster['code']}"
    assert poster["campaignState"] == "open"
    foreign = next(one for one in everything.json if one["enterpriseName"] == "邻厂")
    for method, rest in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/poster.pdf")):
        answer = client.open(
            f"{base}/posters/{foreign['id']}{rest}",
            method=method,
            json={},
            headers=people.township_office.headers,
        )
        assert answer.status_code == 404, (method, rest)


def test_a_poster_is_pointed_elsewhere_and_revoked(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = people.county_office.headers
    _posters(client, people, base, _campaign(client, people, base))
    first, second = client.get(f"{base}/posters", headers=headers).json

    pointed = client.patch(
        f"{base}/posters/{first['id']}",
        json={"enterpriseId": second["enterpriseId"], "place": "宿舍"},
        headers=headers,
    )
    gone = client.delete(f"{base}/posters/{first['id']}", headers=headers)
    refused = client.patch(f"{base}/posters/{first['id']}", json={"place": "x"}, headers=headers)
    kept = client.get(f"{base}/posters", headers=headers).json
    all_of_them = client.get(f"{base}/posters?revoked=True", headers=headers).json

    assert (pointed.json["code"], pointed.json["place"]) == (first["code"], "宿舍")
    assert gone.json == {"success": True}
    assert refused.status_code == 409
    assert [one["id"] for one in kept] == [second["id"]]
    assert len(all_of_them) == 2


def test_one_poster_is_printed_at_once_and_says_that_its_address_is_a_test(
    client: FlaskClient, people: People, base: str
) -> None:
    headers = people.township_office.headers
    _posters(client, people, base, _campaign(client, people, base))
    (poster,) = client.get(f"{base}/posters", headers=headers).json

    answer = client.get(f"{base}/posters/{poster['id']}/poster.pdf", headers=headers)

    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    words = "".join(document[0].get_textpage().get_text_range().split())
    assert len(document) == 1
    assert code.text == poster_qr_text("http://localhost", poster["code"])
    assert "".join(PosterTexts().warning.split())[:8] in words


def test_a_print_is_a_job_whose_file_only_its_asker_gets(
    client: FlaskClient,
    store: Store,
    blobs: BlobStore,
    settings: Settings,
    people: People,
    base: str,
) -> None:
    campaign_id = _campaign(client, people, base)
    _posters(client, people, base, campaign_id)
    asker = people.township_office.headers

    job = client.post(f"{base}/posters/print", json={"campaignId": campaign_id}, headers=asker)
    address = f"{base}/jobs/{job.json['id']}"
    early = client.get(f"{address}/result", headers=asker)
    HANDLERS["print_posters"](JobContext(store, blobs, settings), {"job_id": job.json["id"]})
    shown = client.get(address, headers=asker)
    fetched = client.get(f"{address}/result", headers=asker)

    assert early.status_code == 404
    assert (shown.json["state"], shown.json["doneCount"]) == ("finished", 1)
    assert shown.json["hasResult"] is True
    assert fetched.data.startswith(b"%PDF")
    assert len(pypdfium2.PdfDocument(io.BytesIO(fetched.data))) == 1
    fetched.close()
    county = people.county_office.headers
    assert client.get(address, headers=county).status_code == 200
    assert client.get(f"{address}/result", headers=county).status_code == 404
    assert [one["id"] for one in client.get(f"{base}/jobs", headers=county).json] == [
        job.json["id"]
    ]


def test_a_colleague_in_an_area_sees_no_job_of_others(
    client: FlaskClient, people: People, base: str
) -> None:
    campaign_id = _campaign(client, people, base)
    _posters(client, people, base, campaign_id)
    body = {"campaignId": campaign_id}
    job = client.post(f"{base}/posters/print", json=body, headers=people.county_office.headers)
    colleague = people.township_office.headers

    listed = client.get(f"{base}/jobs", headers=colleague)
    shown = client.get(f"{base}/jobs/{job.json['id']}", headers=colleague)

    assert listed.json == []
    assert shown.status_code == 404


def test_a_viewer_reads_posters_and_changes_none(
    client: FlaskClient, people: People, base: str
) -> None:
    campaign_id = _campaign(client, people, base)
    _posters(client, people, base, campaign_id)
    headers = people.viewer.headers
    (first, _) = client.get(f"{base}/posters", headers=headers).json

    refused = [
        client.post(f"{base}/posters", json={"campaignId": campaign_id}, headers=headers),
        client.patch(f"{base}/posters/{first['id']}", json={}, headers=headers),
        client.delete(f"{base}/posters/{first['id']}", headers=headers),
        client.post(f"{base}/campaigns/{campaign_id}/close", headers=headers),
        client.post(f"{base}/campaigns", json={}, headers=headers),
    ]

    assert [one.status_code for one in refused] == [403] * 5
