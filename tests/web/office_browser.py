"""A browser of somebody who is signed in: the cookie, and the header that browsers send."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people import Person


class Browser(FlaskClient):
    """Takes each answer whole, as browsers do, so that files behind it are closed."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request and return its answer."""
        return super().open(*args, buffered=buffered, **kwargs)


def browser(app: Flask, person: Person | None = None, *, language: str = "en") -> FlaskClient:
    """Return a client that sends what a page of ours makes a browser send."""
    client = Browser(app, app.response_class, use_cookies=True)
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    client.set_cookie("locale", language)
    if person is not None:
        client.set_cookie("session", person.token)
    return client
