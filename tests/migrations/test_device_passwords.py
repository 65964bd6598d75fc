"""Tokens from before phones had passwords stay tokens, and going back leaves no password behind."""

import importlib

import pytest
from flask import Flask
from sqlmodel import select

from server.operations.device_password import add_password
from server.store import migrate
from server.store.tables.app_users import AppUserToken
from server.web.state import State
from tests import factories
from tests.people import People

_THIS = importlib.import_module("server.migrations.versions.20261122_5_device_passwords")
BEFORE: str = _THIS.down_revision


@pytest.fixture
def listing(people: People) -> str:
    """Give the address of the form list of the phone."""
    return f"{people.app_user.prefix}/projects/{people.places.project_id}/formList"


def test_tokens_stay_and_passwords_go_when_the_schema_goes_back(
    app: Flask, people: People, listing: str
) -> None:
    state: State = app.extensions["concord"]
    with state.store.writing() as session:
        add_password(session, factories.by(), state.tokens, people.app_user.id)

    migrate.downgrade(state.store, BEFORE)
    migrate.upgrade(state.store)

    with state.store.reading() as session:
        (kept,) = session.exec(select(AppUserToken)).all()
    assert not kept.is_password
    assert app.test_client().get(listing).status_code == 200
