"""The form list, manifests and downloads, as a phone walks through them."""

import hashlib

import pytest
from flask import Flask
from lxml import etree

from server import clock
from server.domain.lifecycle import FormState
from server.store.tables.forms import Form
from server.store.tables.projects import Project
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


def _add_form(phone: Phone, form_id: str, **values: object) -> data.MadeForm:
    project_id, app_user = phone.people.places.project_id, phone.people.app_user.id
    with phone.state.store.writing() as session:
        given = {"assigned_to": app_user} | values
        return data.make_form(session, project_id, form_id, **given)


def _items(xml: bytes, name: str) -> list[dict[str, str]]:
    root = etree.fromstring(xml)
    return [
        {etree.QName(child).localname: child.text or "" for child in item}
        for item in root.iter(f"{LIST}{name}", f"{MANIFEST}{name}")
    ]


def test_the_list_names_the_form_with_the_hash_of_the_bytes_under_its_address(
    phone: Phone,
) -> None:
    answer = phone.get("/formList?deviceID=collect%3Aabc&verbose=true")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert b"ns0" not in answer.data
    assert answer.data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<xforms xmlns=")
    (item,) = _items(answer.data, "xform")
    assert (item["formID"], item["name"], item["version"]) == ("site_check", "现场检查", "1")
    assert "manifestUrl" not in item
    served = phone.get(item["downloadUrl"])
    assert served.data == phone.form.xform
    assert item["hash"] == f"md5:{hashlib.md5(served.data, usedforsecurity=False).hexdigest()}"
    assert served.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_addresses_carry_the_token_and_the_public_address_whatever_the_host_says(
    phone: Phone,
) -> None:
    evil = {"Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net"}
    plain = f"/v1/projects/{phone.people.places.project_id}/formList"

    (by_path,) = _items(phone.get("/formList", evil).data, "xform")
    client = phone.app.test_client()
    by_query = client.get(f"{plain}?st={phone.people.app_user.token}")
    by_user = client.get(plain, headers=phone.people.viewer.headers)

    start = f"http://localhost/v1/key/{phone.people.app_user.token}/projects/"
    assert by_path["downloadUrl"].startswith(start)
    assert _items(by_query.data, "xform")[0]["downloadUrl"].startswith(start)
    assert _items(by_user.data, "xform")[0]["downloadUrl"].startswith("http://localhost/v1/proj")


def test_only_open_published_assigned_forms_that_are_not_anonymous_are_listed(
    phone: Phone,
) -> None:
    _add_form(phone, "closing", state=FormState.CLOSING)
    _add_form(phone, "closed", state=FormState.CLOSED)
    _add_form(phone, "anonymous", is_anonymous=True)
    _add_form(phone, "unassigned", assigned_to=None)
    deleted, draft = _add_form(phone, "deleted"), _add_form(phone, "draft")
    with phone.state.store.writing() as session:
        session.get_one(Form, deleted.pk).deleted_at = clock.now()
        session.get_one(Form, draft.pk).current_version_id = None
    path = f"/v1/projects/{phone.people.places.project_id}/formList"
    user = phone.app.test_client().get(path, headers=phone.people.viewer.headers)

    listed = [item["formID"] for item in _items(phone.get("/formList").data, "xform")]

    assert listed == ["site_check"]
    assert [item["formID"] for item in _items(user.data, "xform")] == ["site_check", "unassigned"]


def test_asked_for_one_form_the_list_has_that_one_or_none(phone: Phone) -> None:
    _add_form(phone, "another")

    one = _items(phone.get("/formList?formID=another").data, "xform")
    none = phone.get("/formList?formID=Another")

    assert [item["formID"] for item in one] == ["another"]
    assert none.status_code == 200
    assert _items(none.data, "xform") == []


def test_a_phone_that_has_the_list_is_told_so_without_the_list(phone: Phone) -> None:
    tag = phone.get("/formList").headers["ETag"]

    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        again = phone.get("/formList", {"If-None-Match": sent})
        assert again.status_code == 304
        assert again.data == b""
    _add_form(phone, "another")
    changed = phone.get("/formList", {"If-None-Match": tag})

    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_ids_and_versions_of_any_text_can_be_downloaded(phone: Phone) -> None:
    for form_id, version in (("a/b%25 ü:漢", "1/2 é"), ("blank", ""), ("dots.xml", "v.1.xml")):
        form = _add_form(phone, form_id, version=version, title='"><evil/>')
        with phone.state.store.writing() as session:
            data.attach_file(session, form, "图 #1.jpg", phone.state.blobs.put(PHOTO))

    for item in _items(phone.get("/formList").data, "xform"):
        assert item["downloadUrl"].isascii()
        served = phone.get(item["downloadUrl"])
        digest = hashlib.md5(served.data, usedforsecurity=False).hexdigest()
        assert (served.status_code, f"md5:{digest}") == (200, item["hash"])
        if "manifestUrl" in item:
            (file,) = _items(phone.get(item["manifestUrl"]).data, "mediaFile")
            assert file["filename"] == "图 #1.jpg"
            assert phone.get(file["downloadUrl"]).data == PHOTO
    assert phone.get("/forms/blank/versions/___.xml").status_code == 200
    assert phone.get("/forms/a%2Fb%2525%20%C3%BC%3A%E6%BC%A2.xml").status_code == 200


def test_a_manifest_lists_files_with_hashes_of_the_bytes_served(phone: Phone) -> None:
    with phone.state.store.writing() as session:
        data.attach_file(session, phone.form, "photo.jpg", phone.state.blobs.put(PHOTO))
    (item,) = _items(phone.get("/formList").data, "xform")

    answer = phone.get(item["manifestUrl"])

    (file,) = _items(answer.data, "mediaFile")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert file["hash"] == f"md5:{hashlib.md5(PHOTO, usedforsecurity=False).hexdigest()}"
    served = phone.get(file["downloadUrl"])
    assert served.data == PHOTO
    assert "immutable" in served.headers["Cache-Control"]
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    again = phone.get(item["manifestUrl"], {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_new_version_leaves_the_addresses_of_the_old_one_as_they_were(phone: Phone) -> None:
    with phone.state.store.writing() as session:
        data.attach_file(session, phone.form, "photo.jpg", phone.state.blobs.put(PHOTO))
    (old,) = _items(phone.get("/formList").data, "xform")
    with phone.state.store.writing() as session:
        form = session.get_one(Form, phone.form.pk)
        data.add_version(session, form, version="2", now=clock.now())

    (new,) = _items(phone.get("/formList").data, "xform")

    assert new["downloadUrl"] != old["downloadUrl"]
    assert phone.get(old["downloadUrl"]).data == phone.form.xform
    assert len(_items(phone.get(old["manifestUrl"]).data, "mediaFile")) == 1
    assert phone.get("/forms/site_check.xml").data != phone.form.xform
    assert phone.get("/forms/site_check/versions/1.xml").data == phone.form.xform


def test_what_a_phone_may_not_have_is_403_and_what_is_not_there_404(phone: Phone) -> None:
    _add_form(phone, "anonymous", is_anonymous=True)
    _add_form(phone, "unassigned", assigned_to=None)
    wrong = "0" * 32

    for form_id in ("anonymous", "unassigned"):
        for rest in (".xml", "/manifest", "/versions/1.xml", "/attachments/a.jpg"):
            answer = phone.get(f"/forms/{form_id}{rest}")
            assert answer.status_code == 403, rest
            assert b"<OpenRosaResponse" in answer.data
    for path in (
        "/forms/none.xml",
        "/forms/site_check/versions/9.xml",
        "/forms/site_check/attachments/none.jpg",
        f"/forms/site_check/versions/1/content/{wrong}.xml",
        f"/forms/site_check/versions/1/content/{wrong}/a.jpg",
    ):
        answer = phone.get(path)
        assert answer.status_code == 404, path
        assert b"<OpenRosaResponse" in answer.data


def test_a_web_user_gets_any_published_form_and_errors_as_json(phone: Phone) -> None:
    _add_form(phone, "anonymous", is_anonymous=True)
    client = phone.app.test_client()
    base = f"/v1/projects/{phone.people.places.project_id}/forms"

    def get(path: str) -> int:
        return client.get(base + path, headers=phone.people.viewer.headers).status_code

    assert get("/anonymous.xml") == 200
    assert get("/anonymous/versions/1.xml") == 200
    assert get("/anonymous/manifest") == 200
    missing = client.get(f"{base}/none.xml", headers=phone.people.viewer.headers)
    assert missing.status_code == 404
    assert missing.get_json()["code"] == 404.1
    assert client.get(f"{base}/anonymous.xml").status_code == 401


def test_the_list_of_a_project_that_is_gone_is_an_error_and_never_empty(phone: Phone) -> None:
    with phone.state.store.writing() as session:
        project = session.get_one(Project, phone.people.places.project_id)
        project.deleted_at = clock.now()

    assert phone.get("/formList").status_code in {403, 404}
