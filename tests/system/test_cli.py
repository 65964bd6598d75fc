"""The command line, run as a person runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from server.settings import Settings
from server.store.tables.forms import Form
from server.store.tables.users import User
from server.store.transaction import Store
from tests.people import People
from tests.system.processes import environment
from tests.web.office_browser import browser

FORMS = Path(__file__).resolve().parents[2] / "xlsforms/forms"
PASSWORD = "a long enough password"


def _concord(
    settings: Settings, *words: str, typed: str = "", more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from server.cli import main; main()", *words],
        env={**os.environ, **environment(settings), **(more or {})},  # noqa: TID251 - as in a shell
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _create(settings: Settings, email: str, password: str) -> subprocess.CompletedProcess[str]:
    words = ("users", "create", "--email", email, "--role", "administrator", "--password-stdin")
    return _concord(settings, *words, typed=password)


def test_the_first_administrator_is_created_and_signs_in(
    app: Flask, store: Store, settings: Settings
) -> None:
    made = _create(settings, "Office@Example.org", f"{PASSWORD}\n")
    again = _create(settings, "office@example.org", PASSWORD)
    weak = _create(settings, "other@example.org", "short\n")

    assert made.returncode == 0, made.stderr
    assert PASSWORD not in made.stdout + made.stderr
    assert again.returncode != 0
    assert "Traceback" not in again.stderr
    assert weak.returncode != 0
    assert "10" in weak.stderr
    signed_in = browser(app).post(
        "/office/login", data={"email": "office@example.org", "password": PASSWORD}
    )
    assert signed_in.status_code == 303
    with store.reading() as session:
        assert [user.email for user in session.exec(select(User))] == ["office@example.org"]


def test_a_form_is_uploaded_or_every_fault_of_it_is_told(
    store: Store, people: People, settings: Settings, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    project = ("--project", str(people.places.project_id))

    published = _concord(
        settings, "forms", "upload", str(FORMS / "site_check.xlsx"), *project, "--publish"
    )
    refused = _concord(settings, "forms", "upload", str(broken), *project)
    nowhere = _concord(settings, "forms", "upload", str(broken), "--project", "999")

    assert published.stdout.endswith("published.\n"), published.stderr
    assert refused.returncode == nowhere.returncode == 1
    assert "Traceback" not in refused.stderr + nowhere.stderr
    with store.reading() as session:
        assert [form.form_id for form in session.exec(select(Form))] == ["site_check"]


def test_check_tells_what_is_wrong_and_prints_no_secret(store: Store, settings: Settings) -> None:
    checked = _concord(settings, "check")

    wrong = [line for line in checked.stdout.splitlines() if line.startswith("WRONG")]
    # The PostgreSQL of the tests syncs nothing, which a real one must not do.
    assert wrong == ([] if store.is_sqlite else ["WRONG durability fsync: off"])
    assert checked.returncode == len(wrong)
    assert settings.secret_key not in checked.stdout + checked.stderr


@pytest.mark.parametrize("command", [("first-run",), ("demo",), ("users", "create")])
def test_a_database_without_tables_is_told_to_be_migrated(
    settings: Settings, tmp_path: Path, command: tuple[str, ...]
) -> None:
    empty = settings.model_copy(update={"data_dir": tmp_path / "empty", "database_url": ""})
    more = ("--email", "a@example.org", "--role", "administrator", "--password-stdin")

    words = [*command, *more] if command[0] == "users" else command
    refused = _concord(empty, *words, typed=PASSWORD, more={"DEMO": "1"})
    migrated = _concord(empty, "migrate")
    twice = _concord(empty, "migrate")

    assert refused.returncode == 1
    assert "concord migrate" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert migrated.stdout.startswith("Migrated to ")
    assert twice.stdout == "The database is up to date.\n"
