"""The server of a bench: the product, and a route that parses submissions and forgets them."""

from flask import Flask, Response, request

from server.app import create_app
from server.domain.submission_xml import read_ids
from server.settings import Settings, load_settings
from server.web import gunicorn_server
from server.web.auth import open_to_all
from server.web.openrosa import documents
from server.web.openrosa.multipart_body import BodyHeaders, read_body
from server.web.state import state


def make_app(settings: Settings) -> Flask:
    """Return the application with the route of the bench."""
    app = create_app(settings)
    app.add_url_rule("/bench/parse", view_func=parse_and_throw_away, methods=["POST"])
    return app


@open_to_all
def parse_and_throw_away() -> Response:
    """Read the body and the ids, touch no database, answer as if it were stored."""
    headers = BodyHeaders(request.environ.get("CONTENT_TYPE", ""), request.content_length, "")
    with state().blobs.incoming() as incoming:
        body = read_body(request.environ["wsgi.input"], headers, incoming, most_bytes=1 << 20)
    read_ids(body.xml or b"")
    return documents.created()


if __name__ == "__main__":
    gunicorn_server.run(load_settings(), make_app)
