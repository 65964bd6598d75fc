"""Pages and assets are compressed for who takes it, and for nobody else; the API never is."""

import gzip

from flask.testing import FlaskClient

_GZIP = {"Accept-Encoding": "gzip, br"}


def test_a_page_is_compressed_where_the_browser_takes_it(client: FlaskClient) -> None:
    plain = client.get("/office/login?lang=en")
    packed = client.get("/office/login?lang=en", headers=_GZIP)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert b"<h1>" in gzip.decompress(packed.data)
    assert len(packed.data) < len(plain.data) / 2
    assert packed.content_length == len(packed.data)


def test_who_refuses_gzip_gets_the_page_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/office/login", headers={"Accept-Encoding": "gzip;q=0"})

    assert "Content-Encoding" not in answer.headers


def test_answers_of_the_api_are_never_changed(client: FlaskClient) -> None:
    answer = client.get("/v1/projects", headers=_GZIP)

    assert "Content-Encoding" not in answer.headers
