"""Syncs of a phone that mirrors the server: nothing is mixed, nothing is lost, nothing is slow."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import delete, event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from server import clock
from server.store.tables.app_users import Assignment
from server.store.tables.forms import Form
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone, make_phone
from tests.web.syncing_phone import Refused, SyncingPhone

_FILES = ("a.csv", "图.jpg")


@pytest.fixture
def phone(app: Flask) -> Phone:
    return make_phone(app)


@dataclass
class Office:
    """What the office does with the form `subject`; every generation has files of its own."""

    phone: Phone
    form: data.MadeForm | None = None
    generation: int = 0
    made: list[tuple[bytes, dict[str, bytes]]] = field(default_factory=list)
    """All that ever belonged together."""

    def create(self, title: str = "") -> None:
        people = self.phone.people
        with self.phone.state.store.writing() as session:
            self.form = data.make_form(
                session,
                people.places.project_id,
                "subject",
                title=title or f"generation {self.generation}",
                assigned_to=people.app_user.id,
            )
            self._fill(session, self.form)

    def publish(self) -> None:
        self.generation += 1
        with self.phone.state.store.writing() as session:
            form = session.get_one(Form, self._made().pk)
            title = f"generation {self.generation}"
            version = f"{self.generation + 1}"
            made = data.add_version(session, form, version=version, title=title, now=clock.now())
            self.form = made
            self._fill(session, made)

    def make_anew(self) -> None:
        """Delete the form; another one comes under its form_id and version."""
        self.delete()
        self.generation += 1
        self.create()

    def make_anew_with_other_files(self) -> None:
        """Delete the form; the same XML comes back with other files."""
        self.delete()
        self.generation += 1
        self.create(title="always the same")

    def unassign(self) -> None:
        with self.phone.state.store.writing() as session:
            mine = Assignment.form_pk == self._made().pk
            session.connection().execute(delete(Assignment).where(mine))

    def assign(self) -> None:
        with self.phone.state.store.writing() as session:
            key = (self.phone.people.app_user.id, self._made().pk)
            if session.get(Assignment, key) is None:
                session.add(Assignment(app_user_id=key[0], form_pk=key[1]))

    def delete(self) -> None:
        with self.phone.state.store.writing() as session:
            session.get_one(Form, self._made().pk).deleted_at = clock.now()

    def contents(self) -> dict[str, bytes]:
        return {name: f"{name} of {self.generation}".encode() for name in _FILES}

    def _fill(self, session: Session, form: data.MadeForm) -> None:
        self.made.append((form.xform, self.contents()))
        for name, content in self.contents().items():
            data.attach_file(session, form, name, self.phone.state.blobs.put(content))

    def _made(self) -> data.MadeForm:
        assert self.form is not None
        return self.form


CHANGES: dict[str, Callable[[Office], None]] = {
    "publish": Office.publish,
    "make anew": Office.make_anew,
    "other files": Office.make_anew_with_other_files,
    "unassign": Office.unassign,
    "assign": Office.assign,
}
"""All that may happen between two requests of a sync."""


def _run(phone: Phone, plan: tuple[tuple[int, str], ...]) -> None:
    """Sync a phone of which `plan` interrupts the second sync: before which request, by what."""
    office, syncing = Office(phone), SyncingPhone(phone)
    office.create()
    syncing.sync()
    office.publish()

    def interrupt(number: int) -> None:
        for at, name in plan:
            if at == number:
                CHANGES[name](office)

    syncing.before_request = interrupt
    syncing.sync()

    _assert_not_mixed(syncing, office, plan)
    syncing.before_request = lambda _: None
    office.assign()
    syncing.sync()
    assert syncing.forms["subject"].xml == office.made[-1][0], plan
    assert syncing.forms["subject"].media == office.contents(), plan
    assert set(syncing.sync()) == {304}, plan
    office.delete()


def _assert_not_mixed(syncing: SyncingPhone, office: Office, plan: object) -> None:
    found = syncing.forms.get("subject")
    if found is None:
        return
    together = [files for xml, files in office.made if xml == found.xml]
    # Collect swallows a manifest that it is refused, and repairs the form at its next sync.
    was_refused = not found.media and {403, 404} & set(syncing.statuses)
    assert found.media in together or was_refused, plan


@pytest.mark.parametrize("first", CHANGES)
def test_whatever_the_office_does_between_two_requests_of_a_sync_no_versions_are_mixed(
    phone: Phone, first: str
) -> None:
    moments = range(1, 5)
    single = [((at, first),) for at in moments]
    later = itertools.product(itertools.combinations(moments, 2), CHANGES)
    double = [((at, first), (then, second)) for (at, then), second in later]
    for plan in [*single, *double]:
        _run(phone, plan)


def test_a_second_sync_without_changes_costs_nothing_but_304s(phone: Phone) -> None:
    office, syncing = Office(phone), SyncingPhone(phone)
    office.create()
    with phone.state.store.writing() as session:
        list_id = data.make_list(session, phone.people.places.project_id)
        data.add_entity(session, list_id, "企业", phone.people.places.township_id)
        data.attach_list(session, phone.form, list_id, "enterprises.csv")

    assert set(syncing.sync()) == {200}
    assert sorted(syncing.forms) == ["site_check", "subject"]
    assert "企业" in syncing.lists["enterprises.csv"][1].decode()
    assert syncing.sync() == [304, 304, 304]
    assert set(syncing.sync()) == {304}


def test_a_phone_keeps_everything_while_the_database_fails_in_the_middle_of_a_list(
    phone: Phone,
) -> None:
    Office(phone).create()
    syncing = SyncingPhone(phone)
    syncing.sync()
    before = dict(syncing.forms)

    def fail(*given: object) -> None:
        if "FROM forms JOIN form_versions" in str(given[2]):
            raise OperationalError("lists", {}, Exception("disk I/O error"))

    engine = phone.state.store.engine
    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(Refused, match="503"):
        syncing.sync()
    event.remove(engine, "before_cursor_execute", fail)

    assert syncing.statuses == [503]
    assert syncing.forms == before
    assert set(syncing.sync()) == {304}


def test_a_list_with_a_form_whose_file_is_gone_from_the_disk_is_an_error(phone: Phone) -> None:
    office, syncing = Office(phone), SyncingPhone(phone)
    office.create()
    syncing.sync()
    before = dict(syncing.forms)
    lost = phone.state.blobs.path(phone.state.blobs.put(office.contents()["a.csv"]).sha256)
    kept = lost.read_bytes()
    lost.unlink()

    answer = phone.get("/formList")

    assert answer.status_code == 503
    assert b"<OpenRosaResponse" in answer.data
    assert "subject" in answer.data.decode()
    assert phone.get("/formList?formID=site_check").status_code == 200
    with pytest.raises(Refused, match="503"):
        syncing.sync()
    assert syncing.forms == before
    lost.write_bytes(kept)
    assert set(syncing.sync()) == {304}


def test_a_manifest_names_a_file_that_is_gone_so_that_no_form_is_installed_without_it(
    phone: Phone,
) -> None:
    office, syncing = Office(phone), SyncingPhone(phone)
    office.create()
    lost = phone.state.blobs.path(phone.state.blobs.put(office.contents()["a.csv"]).sha256)
    syncing.before_request = lambda number: lost.unlink() if number == 1 else None

    statuses = syncing.sync()

    assert statuses[-1] == 503
    assert list(syncing.forms) == ["site_check"]
