"""Drafts as phones try them: under a token of their own, apart from all submissions."""

import hashlib
import io

import pytest
import zxingcpp
from flask import Flask
from lxml import etree
from PIL import Image
from werkzeug.test import TestResponse

from qr.collect_settings import read_settings_text
from server import logs
from tests.people import People
from tests.web import openrosa_data as data
from tests.web.central import XML, as_person, form_at
from tests.web.openrosa_phone import Phone
from tests.xforms import xform

PHOTO = b"\x89PNG\r\n\x1a\n a photo"
LIST = "{http://openrosa.org/xforms/xformsList}"


class Draft:
    """The draft of the form `visit`, and a phone that tries it."""

    def __init__(self, app: Flask, people: People, **content: object) -> None:
        self.app, self.people = app, people
        at = f"/v1/projects/{people.places.project_id}/forms"
        self.upload(at, xform("visit", **content))  # type: ignore[arg-type]  # what it takes
        self.at = form_at(people)
        self.token = self.office("GET", f"{self.at}/draft").get_json()["draftToken"]
        self.base = f"/v1/test/{self.token}{self.at.removeprefix('/v1')}/draft"

    def upload(self, at: str, form: bytes) -> None:
        headers = as_person(self.people.county_office, Content_Type=XML)
        assert self.app.test_client().post(at, data=form, headers=headers).status_code == 200

    def office(self, method: str, address: str, **given: object) -> TestResponse:
        headers = self.people.county_office.headers
        client = self.app.test_client()
        return client.open(address, method=method, headers=headers, buffered=True, **given)

    def page(self, path: str = "") -> TestResponse:
        project_id = self.people.places.project_id
        return self.office("GET", f"/office/{project_id}/forms/visit{path}")

    def get(self, path: str) -> TestResponse:
        address = path.removeprefix("http://localhost") if "://" in path else self.base + path
        return self.app.test_client().get(f"{address}?deviceID=collect%3Aabc", buffered=True)

    def send(self, xml: bytes, files: dict[str, bytes] | None = None) -> TestResponse:
        body, kind = data.multipart_body(xml, files)
        client = self.app.test_client()
        return client.post(f"{self.base}/submission", data=body, content_type=kind)

    def items(self) -> list[dict[str, str]]:
        root = etree.fromstring(self.get("/formList").data)
        return [
            {etree.QName(child).localname: child.text or "" for child in item}
            for item in root.iter(f"{LIST}xform")
        ]


@pytest.fixture
def draft(app: Flask, people: People) -> Draft:
    return Draft(app, people, files=["a.png"])


def test_a_phone_gets_the_draft_and_its_files_with_the_hashes_of_their_bytes(draft: Draft) -> None:
    draft.office("POST", f"{draft.at}/draft/attachments/a.png", data=PHOTO)

    (item,) = draft.items()
    manifest = draft.get(item["manifestUrl"])
    served = draft.get(item["downloadUrl"])
    (address,) = etree.fromstring(manifest.data).xpath("//*[local-name()='downloadUrl']/text()")

    assert item["formID"] == "visit"
    assert all(draft.token in item[name] for name in ("downloadUrl", "manifestUrl"))
    assert item["hash"] == f"md5:{hashlib.md5(served.data, usedforsecurity=False).hexdigest()}"
    assert served.data == draft.get(".xml").data == xform("visit", files=["a.png"])
    assert manifest.headers["X-OpenRosa-Version"] == "1.0"
    assert draft.get(address).data == draft.get("/attachments/a.png").data == PHOTO
    assert draft.get("/submission").status_code == 204


def test_what_tries_a_draft_is_shown_on_its_page_and_is_no_submission(draft: Draft) -> None:
    xml = _submission("uuid:one", "张三")

    assert draft.send(xml).status_code == 201
    assert draft.send(xml, {"现场 照片.png": PHOTO}).status_code == 201
    assert draft.send(_submission("uuid:one", "李四")).status_code == 409
    assert draft.send(_submission("uuid:two", "王五", version="an older one")).status_code == 201

    page = draft.page()
    first = draft.page("/draft/tests/1")
    assert "/draft/tests/1" in page.text
    assert "/draft/tests/2" in page.text
    assert "张三" in first.text
    assert "现场 照片.png" in first.text
    assert draft.page("/draft/tests/1/xml").data == xml
    photo = draft.page("/draft/tests/1/files/%E7%8E%B0%E5%9C%BA%20%E7%85%A7%E7%89%87.png")
    assert photo.data == PHOTO
    assert "an older one" in draft.page("/draft/tests/2").text
    assert draft.office("POST", f"{draft.at}/draft/publish").status_code == 200
    assert draft.office("GET", f"{draft.at}/submissions").get_json() == []


@pytest.mark.parametrize("way", ["publish", "exchange", "remove", "by hand"])
def test_tests_go_with_their_draft(draft: Draft, way: str) -> None:
    draft.office("POST", f"{draft.at}/draft/publish?version=0")
    draft.office("POST", f"{draft.at}/draft")
    draft.token = draft.office("GET", f"{draft.at}/draft").get_json()["draftToken"]
    draft.base = f"/v1/test/{draft.token}{draft.at.removeprefix('/v1')}/draft"
    assert draft.send(_submission("uuid:one", "x"), {"a.png": PHOTO}).status_code == 201

    if way == "publish":
        draft.office("POST", f"{draft.at}/draft/publish?version=9")
    elif way == "exchange":
        draft.upload(f"{draft.at}/draft", xform("visit", "5"))
    elif way == "remove":
        draft.office("DELETE", f"{draft.at}/draft")
    else:
        project_id = draft.people.places.project_id
        draft.office("POST", f"/office/{project_id}/forms/visit/draft/tests/delete")

    assert draft.page("/draft/tests/1").status_code == 404
    is_kept = way in {"exchange", "by hand"}
    answer = draft.get("/formList")
    assert answer.status_code == (200 if is_kept else 404)
    assert b"<OpenRosaResponse" in answer.data or is_kept


def test_a_wrong_token_another_form_and_an_anonymous_draft_open_nothing(
    draft: Draft, app: Flask, people: People
) -> None:
    for wrong in ("x" * 64, "-", "", "%00", "%00" * 64, draft.token[:-1]):
        base = draft.base.replace(draft.token, wrong)
        answer = app.test_client().get(f"{base}/formList")
        assert answer.status_code == 404, wrong
    assert draft.send(_submission("uuid:one", "x", form_id="other")).status_code == 404
    assert draft.send(b"<a/>").status_code == 400
    anonymous = draft.office("POST", f"{draft.at}/draft/publish")
    assert anonymous.status_code == 200
    headers = as_person(people.county_office, Content_Type=XML)
    at = f"/v1/projects/{people.places.project_id}/forms"
    survey = xform("survey", is_anonymous=True)
    made = app.test_client().post(at, data=survey, headers=headers).get_json()
    base = f"/v1/test/{made['draftToken']}/projects/{people.places.project_id}/forms/survey/draft"
    assert app.test_client().get(f"{base}/formList").status_code == 403
    assert app.test_client().post(f"{base}/submission").status_code == 403


def test_entity_lists_of_a_draft_come_whole_with_their_integrity(
    app: Flask, people: People
) -> None:
    phone: Phone = make_phone_of(app, people)
    with phone.state.store.writing() as session:
        list_id = data.make_list(session, people.places.project_id)
        uuid = data.add_entity(session, list_id, "企业", people.places.sibling_id)
    draft = Draft(app, people, files=["enterprises.csv"])

    (item,) = draft.items()
    root = etree.fromstring(draft.get(item["manifestUrl"]).data)
    (integrity,) = root.xpath("//*[local-name()='integrityUrl']/text()")

    assert "企业" in draft.get("/attachments/enterprises.csv").get_data(as_text=True)
    path = integrity.removeprefix("http://localhost")
    states = app.test_client().get(f"{path}?id={uuid}")
    assert states.status_code == 200
    assert f'<entity id="{uuid}"><deleted>false</deleted>' in states.text
    assert draft.get("/datasets/none/integrity").status_code == 404


def test_the_code_names_the_draft_and_its_address_and_is_for_those_who_change_forms(
    draft: Draft, app: Flask
) -> None:
    project_id = draft.people.places.project_id
    picture = draft.page("/draft/code.svg")
    viewer = app.test_client().get(
        f"/office/{project_id}/forms/visit/draft/code.svg", headers=draft.people.viewer.headers
    )

    assert picture.status_code == 200
    assert picture.headers["Cache-Control"] == "no-store"
    assert viewer.status_code == 403
    with Image.open(io.BytesIO(draft.page("/draft/code.png").data)) as png:
        (code,) = zxingcpp.read_barcodes(png)
    told = read_settings_text(code.text)
    assert told["project"] == {"name": "[草稿] Title of visit", "icon": "📝"}
    assert told["general"]["server_url"] == f"http://localhost{draft.base}"
    assert told["admin"] == {}
    assert draft.token in draft.page().text


def test_tokens_of_drafts_stand_in_no_log() -> None:
    assert "secret" not in logs.redacted("GET /v1/test/secret/projects/1/forms/a/draft/formList")


def _submission(
    instance_id: str, name: str, *, version: str = "1", form_id: str = "visit"
) -> bytes:
    return (
        f'<data id="{form_id}" version="{version}" xmlns:orx="http://openrosa.org/xforms">'
        f"<name>{name}</name><orx:meta><orx:instanceID>{instance_id}</orx:instanceID></orx:meta>"
        "</data>"
    ).encode()


def make_phone_of(app: Flask, people: People) -> Phone:
    return Phone(app, people, data.MadeForm(0, 0, "none", "1", b""))
