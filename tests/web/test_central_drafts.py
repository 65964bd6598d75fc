"""Drafts over REST: copied, replaced, filled with files, published, removed."""

from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people import People
from tests.web.central import XML, as_person, code_of, form_at, send_form
from tests.xforms import xform


def _get(client: FlaskClient, people: People, address: str, **headers: str) -> TestResponse:
    return client.get(address, headers=as_person(people.viewer, **headers), buffered=True)


def _post(client: FlaskClient, people: People, address: str, data: bytes = b"") -> TestResponse:
    headers = as_person(people.county_office, **({"Content_Type": XML} if data else {}))
    return client.post(address, data=data, headers=headers)


def test_an_empty_draft_copies_what_is_published(client: FlaskClient, people: People) -> None:
    at = form_at(people)
    send_form(client, people, query="?publish=true")
    copied = client.post(f"{at}/draft", headers=as_person(people.county_office, Content_Length="0"))

    assert copied.get_json() == {"success": True}
    draft = _get(client, people, f"{at}/draft").get_json()
    assert draft["draftToken"]
    assert _get(client, people, f"{at}/draft.xml").data == xform()
    assert code_of(_post(client, people, f"{at}/draft/publish")) == 409.6
    assert _post(client, people, f"{at}/draft/publish?version=2").status_code == 200
    versions = _get(client, people, f"{at}/versions").get_json()
    assert [one["version"] for one in versions] == ["2", "1"]
    assert _get(client, people, f"{at}/versions/1").get_json()["version"] == "1"
    assert code_of(_get(client, people, f"{at}/versions/3")) == 404.1


def test_the_empty_version_has_a_name_in_addresses(client: FlaskClient, people: People) -> None:
    send_form(client, people, xform(version=""), "?publish=true")
    at = form_at(people)

    assert _get(client, people, f"{at}/versions/___").get_json()["version"] == ""
    assert _get(client, people, f"{at}/versions/___/attachments").get_json() == []
    assert _get(client, people, f"{at}/versions/___/fields").status_code == 200


def test_drafts_come_and_go(client: FlaskClient, people: People) -> None:
    at, headers = form_at(people), people.county_office.headers
    send_form(client, people)
    assert code_of(client.delete(f"{at}/draft", headers=headers)) == 409.7
    assert code_of(_post(client, people, f"{at}/draft", xform("other"))) == 400.8
    assert _post(client, people, f"{at}/draft/publish").status_code == 200
    assert code_of(_get(client, people, f"{at}/draft")) == 404.1
    assert code_of(_post(client, people, f"{at}/draft/publish")) == 404.1
    conflict = _post(client, people, f"{at}/draft", xform(version="2", fields={"age": "string"}))
    assert code_of(conflict) == 400.17
    assert conflict.get_json()["details"] == {"path": "/age", "type": "int"}
    assert _post(client, people, f"{at}/draft", xform(version="2")).status_code == 200
    assert client.delete(f"{at}/draft", headers=headers).get_json() == {"success": True}


def test_files_of_a_draft_come_chunked_and_go(client: FlaskClient, people: People) -> None:
    at, headers = form_at(people), people.county_office.headers
    send_form(client, people, xform(files=["x.csv", "enterprises.csv"]))
    sent = client.post(
        f"{at}/draft/attachments/x.csv",
        input_stream=BytesIO(b"a,b\n" * 10_000),
        headers={**headers, "Content-Encoding": "gzip"},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )

    assert sent.get_json()["exists"] is True
    assert _get(client, people, f"{at}/draft/attachments/x.csv").data == b"a,b\n" * 10_000
    missing = client.post(f"{at}/draft/attachments/y.csv", data=b"y", headers=headers)
    assert code_of(missing) == 404.1
    assert client.delete(f"{at}/draft/attachments/x.csv", headers=headers).status_code == 200
    assert code_of(client.delete(f"{at}/draft/attachments/x.csv", headers=headers)) == 404.1
    slots = _get(client, people, f"{at}/draft/attachments").get_json()
    assert [(one["name"], one["exists"]) for one in slots] == [
        ("enterprises.csv", True),
        ("x.csv", False),
    ]
    untied = client.patch(
        f"{at}/draft/attachments/enterprises.csv", json={"dataset": False}, headers=headers
    )
    assert untied.get_json()["datasetExists"] is False


def test_a_file_that_was_cut_off_is_not_stored(client: FlaskClient, people: People) -> None:
    at = form_at(people)
    send_form(client, people, xform(files=["x.csv"]))
    cut = client.post(
        f"{at}/draft/attachments/x.csv",
        input_stream=BytesIO(b"abc"),
        headers=people.county_office.headers,
        environ_overrides={"CONTENT_LENGTH": "100"},
    )

    assert cut.status_code == 400
    assert _get(client, people, f"{at}/draft/attachments").get_json()[0]["exists"] is False


def test_a_file_is_sent_to_be_saved(client: FlaskClient, people: People) -> None:
    send_form(client, people, xform(files=["x.png"]))
    at = f"{form_at(people)}/draft/attachments/x.png"
    client.post(
        at,
        data=b"<script>alert(1)</script>",
        headers=as_person(people.county_office, Content_Type="text/html"),
    )
    response = _get(client, people, at)

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"] == "sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    again = _get(client, people, at, If_None_Match=response.headers["ETag"])
    assert again.status_code == 304


def test_fields_are_named_for_odata(client: FlaskClient, people: People) -> None:
    send_form(client, people, xform(fields={"roof.type": "string", "é": "string"}))
    at = f"{form_at(people)}/draft/fields"
    plain = _get(client, people, at).get_json()
    odata = _get(client, people, f"{at}?odata=true&flatten=false").get_json()

    assert [one["name"] for one in plain][:2] == ["roof.type", "é"]
    assert [one["path"] for one in odata][:2] == ["/roof_type", "/__"]


def test_a_file_that_phones_cannot_read_is_refused_and_what_is_odd_is_told(
    client: FlaskClient, people: People
) -> None:
    at, headers = form_at(people), people.county_office.headers
    send_form(client, people, xform(files=["x.csv"]))
    broken = client.post(f"{at}/draft/attachments/x.csv", data=b"first name\n", headers=headers)
    odd = client.post(f"{at}/draft/attachments/x.csv", data=b"a;b\n", headers=headers)
    client.set_cookie("session", people.county_office.token)
    page = f"/office/{people.places.project_id}/forms/visit"

    assert code_of(broken) == 400.8
    assert odd.get_json()["exists"] is True
    assert "semicolons alone" in client.get(f"{page}?lang=en").text
    sent = {"files": (BytesIO(b"a,a\n"), "x.csv")}
    refused = client.post(
        f"{page}/draft/files", data=sent, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert refused.status_code == 422
    assert "two of its columns have the same name" in refused.text
