"""Secrets: a weak key starts nothing, and no text that leaves a process holds a secret."""

import json
import multiprocessing
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server import checks, logs
from server.settings import SECRET_KEY_LENGTH, Settings, read_or_make_key
from server.store.transaction import Store

_CODE = "from server.cli import main; main()"


@pytest.fixture(autouse=True)
def _log_of_this_test_alone() -> Iterator[None]:
    """Forget where the log went: what captured it is closed afterwards."""
    yield
    structlog.reset_defaults()


def _check(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CODE, "check"],
        env={**os.environ, **environment},  # noqa: TID251 - as in a shell
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("key", ["changeme", "development", "k3pt-from-0thers"])
def test_a_known_or_short_secret_key_starts_nothing_and_is_not_repeated(
    tmp_path: Path, key: str
) -> None:
    address = "postgresql://office:passw0rd@127.0.0.1:1/concord"

    done = _check(DATA_DIR=str(tmp_path / "data"), SECRET_KEY=key, DATABASE_URL=address)

    assert done.returncode != 0
    assert "SECRET_KEY must be random" in done.stderr
    for secret in (key, "passw0rd"):
        assert secret not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://office:passw0rd@127.0.0.1:1/concord",
        "postgresql://office@127.0.0.1:1/concord?password=passw0rd&sslpassword=passw0rd",
        "postgresql:/office:passw0rd@@@127.0.0.1",
        "mysql://office:passw0rd@127.0.0.1/concord",
    ],
)
def test_the_password_of_the_database_is_in_no_text_of_a_check(
    tmp_path: Path, address: str
) -> None:
    done = _check(DATA_DIR=str(tmp_path / "data"), DATABASE_URL=address)

    assert "passw0rd" not in done.stdout + done.stderr


def test_keys_and_data_are_the_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = os.umask(0)
    try:
        _check(DATA_DIR=str(data), SECRET_KEY="", DATABASE_URL="")
    finally:
        os.umask(before)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (data, data / "keys")}
    assert modes == {"data": 0o700, "keys": 0o700}
    assert [path.name for path in (data / "keys").iterdir()] == ["secret_key"]
    assert stat.S_IMODE((data / "keys" / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret_key"
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.map(read_or_make_key, [path] * 24, chunksize=1)

    assert len(set(keys)) == 1
    assert len(keys[0]) >= SECRET_KEY_LENGTH


def test_an_error_of_the_database_names_no_value(store: Store) -> None:
    with pytest.raises(DBAPIError) as raised, store.engine.connect() as connection:
        connection.execute(text("SELECT :answer FROM nowhere"), {"answer": "the pay is late"})

    assert "nowhere" in str(raised.value)
    assert "the pay is late" not in str(raised.value)


def test_a_log_line_holds_no_token_and_no_code_even_in_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up("INFO")
    token, code = "T" * 64, "4F7XK2M9QA"
    told = f"/v1/key/{token}/projects/1?st={token} '/v1/sessions/{token}' http://localhost/q/{code}"
    try:
        int(told)
    except ValueError as error:
        structlog.get_logger().error("crashed", path=f"/v1/sessions/{token}", exc_info=error)

    line = capsys.readouterr().err
    assert json.loads(line)["event"] == "crashed"
    assert "ValueError" in line
    assert token not in line
    assert code not in line


def test_findings_of_a_check_hold_no_secret(settings: Settings) -> None:
    said = " ".join(f"{one.name} {one.text}" for one in checks.run(settings))

    assert settings.secret_key not in said
