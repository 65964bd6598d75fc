"""The demonstration's accounts: five roles with random passwords, kept in a file of mode 0600."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from server.domain.access import Role

_FILE_MODE, _FOLDER_MODE = 0o600, 0o700
_LETTERS = "23456789abcdefghijkmnpqrstuvwxyz"
_GROUPS, _GROUP_LENGTH = 4, 4


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration as it is printed."""

    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class DemoSeat:
    """A place in the demonstration's office: its role, and whether it sees one township only."""

    title: str
    name: str
    email: str
    role: Role
    is_of_server: bool = False
    is_of_township: bool = False


SEATS = (
    DemoSeat(
        "administrator", "系统管理员", "admin@example.org", Role.ADMINISTRATOR, is_of_server=True
    ),
    DemoSeat("data steward", "数据专员", "steward@example.org", Role.DATA_STEWARD),
    DemoSeat("county office", "县人社局", "county@example.org", Role.OFFICE),
    DemoSeat(
        "township office", "青石镇人社所", "township@example.org", Role.OFFICE, is_of_township=True
    ),
    DemoSeat("viewer", "查看人员", "viewer@example.org", Role.VIEWER),
)


def read_accounts(keys_dir: Path) -> tuple[DemoAccount, ...]:
    """Return the accounts of an earlier first run; none when there was none."""
    path = keys_dir / "demo_accounts"
    if not path.exists():
        return ()
    return tuple(DemoAccount(*row) for row in json.loads(path.read_text(encoding="utf-8")))


def read_or_make_accounts(keys_dir: Path) -> tuple[DemoAccount, ...]:
    """Return the accounts with their passwords, random ones when there is no file yet.

    The file is there before the accounts are: a first run that was interrupted loses no password.
    """
    keys_dir.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    made = [[seat.title, seat.email, _password()] for seat in SEATS]
    path = keys_dir / "demo_accounts"
    if not path.exists():
        unfinished = path.with_suffix(".new")
        unfinished.touch(mode=_FILE_MODE)
        unfinished.chmod(_FILE_MODE)
        unfinished.write_text(json.dumps(made, indent=1), encoding="utf-8")
        unfinished.replace(path)
    return read_accounts(keys_dir)


def _password() -> str:
    """Return four groups of letters and digits that are told apart on paper: 80 bits."""
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)
