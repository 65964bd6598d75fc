"""A small county whose answers are planned one by one, to be played again with other answers.

Two copies of one database, byte for byte the same before the first answer, get different answers;
whatever anybody can read is then compared. The clock stands still, so that only answers differ.
"""

import datetime as dt
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url
from sqlmodel import select

from server.app import create_app
from server.keys import TokenBox
from server.operations.job_context import JobContext
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.outbox import LANES
from server.store.row_key import stored
from server.store.tables.campaigns import Poster
from server.store.transaction import Store
from server.worker import Worker
from tests.people import People, make_people
from tests.site_checks import Checks, make_checks
from tests.surveys import add_enterprise, add_poster, answer_page, good_answers
from tests.system.county_papers import add_papers
from tests.system.county_phones import add_phones
from tests.system.county_points import add_points
from tests.web.office_checks import Sent

Answer = Mapping[str, str | list[str]]
NOW = dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC)

SMALL = ("few-a", "few-b", "few-c", "few-d", "few-e")
LARGE = ("five", "six", "seven", "nine", "ten", "twelve", "twenty")


@dataclass(frozen=True, slots=True)
class County:
    """The county before the first answer: who is there, and where."""

    people: People
    checks: Checks
    check: Sent
    enterprise_ids: Mapping[str, int]
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """One copy of the county with its server."""

    settings: Settings
    store: Store
    app: Flask
    county: County

    @property
    def context(self) -> JobContext:
        """What the worker's jobs stand on."""
        return JobContext(self.store, BlobStore(self.settings.blob_dir), self.settings)

    def work(self) -> None:
        """Do everything that waits in all lanes."""
        lanes = [Worker(self.context, lane, threading.Event()) for lane in LANES]
        while sum(lane.work_once() for lane in lanes):
            pass

    def worker(self) -> FlaskClient:
        """Return the telephone of a worker in an enterprise."""
        return self.app.test_client()

    def play(self, plan: Mapping[str, Sequence[Answer]], *, upto: int) -> None:
        """Have workers answer until each enterprise has `upto` of its planned answers."""
        phone = self.worker()
        for name, answers in plan.items():
            for answer in answers[:upto]:
                response = answer_page(phone, self.county.codes[name], dict(answer))
                assert response.status_code == 200, response.text
        self.work()

    def move_posters(self) -> None:
        """Point the posters of two enterprises elsewhere and revoke a third, as the office may."""
        for name in (SMALL[0], SMALL[4]):
            target = {"enterpriseId": self.county.checks.enterprise_ids[0]}
            self._as_office("PATCH", f"posters/{self._poster_of(name)}", target)
        self._as_office("DELETE", f"posters/{self._poster_of(SMALL[1])}")

    def close(self) -> None:
        """Close the campaign as the county office does, and have the figures released."""
        self._as_office("POST", f"campaigns/{self.county.checks.campaign_id}/close")
        self.work()

    def _poster_of(self, name: str) -> int:
        with self.store.reading() as session:
            found = session.exec(select(Poster).where(Poster.code == self.county.codes[name])).one()
            return stored(found.id)

    def _as_office(self, method: str, path: str, body: Mapping[str, int] | None = None) -> None:
        response = self.app.test_client().open(
            f"/v1/projects/{self.county.checks.project_id}/{path}",
            method=method,
            json=body,
            headers=self.county.people.county_office.headers,
        )
        assert response.status_code == 200, response.text


def make_county(store: Store, settings: Settings) -> County:
    """Store everything but answers: people, forms, a campaign, posters, a site check, papers."""
    people = make_people(store, TokenBox(settings.secret_key))
    checks = make_checks(store, people)
    places = people.places
    areas = (places.township_id, places.village_id, places.sibling_id)
    enterprise_ids, codes = {}, {}
    with store.writing() as session:
        for number, name in enumerate((*SMALL, *LARGE)):
            area_id = areas[number % len(areas)]
            made = add_enterprise(session, places.project_id, area_id, f"Works {name}")
            enterprise_ids[name] = made
            codes[name] = add_poster(session, places.project_id, checks.campaign_id, made)
    check = add_papers(settings, people, store, checks)
    add_points(settings, people, store, checks, enterprise_ids[LARGE[0]])
    add_phones(settings, people, store, checks, check)
    return County(people, checks, check, enterprise_ids, codes)


@contextmanager
def copy_of(settings: Settings, county: County, folder: Path) -> Iterator[Stage]:
    """Open a copy of the county with a server of its own; the original must be closed."""
    shutil.copytree(settings.data_dir, folder)
    copied = settings.model_copy(update={"data_dir": folder})
    if settings.database_url:
        address = _copied_database(settings.database_url, folder.name)
        copied = copied.model_copy(update={"database_url": address})
    store, app = Store(copied.database_address), create_app(copied)
    try:
        yield Stage(copied, store, app, county)
    finally:
        store.dispose()
        app.extensions["concord"].counters.dispose()
        app.extensions["concord"].store.dispose()
        if settings.database_url:
            name = make_url(copied.database_url).database
            _on_server(settings.database_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def happy(choice: str = "4", **changes: str | list[str]) -> Answer:
    """Return the answers of one worker: the same to every question but for the changes."""
    return good_answers(choice, **changes)


def _copied_database(address: str, name: str) -> str:
    source = make_url(address).database
    copied = f"{source}_{name}"
    _on_server(address, f'CREATE DATABASE "{copied}" TEMPLATE "{source}"')
    return make_url(address).set(database=copied).render_as_string(hide_password=False)


def _on_server(address: str, statement: str) -> None:
    server = make_url(address).set(drivername="postgresql", database="postgres")
    url = server.render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
