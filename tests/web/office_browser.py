"""A browser of somebody who is signed in: the cookie, and the header that browsers send."""

from flask import Flask
from flask.testing import FlaskClient

from tests.people import Person


def browser(app: Flask, person: Person | None = None, *, language: str = "en") -> FlaskClient:
    """Return a client that sends what a page of ours makes a browser send."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    client.set_cookie("locale", language)
    if person is not None:
        client.set_cookie("session", person.token)
    return client
