"""The password that lifts the locks of managed phones: one a project, random, changeable.

It is no login: it opens the settings of ODK Collect on a phone that one holds in one's hand.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from server.keys import TokenBox
from server.problems import N_, ChangedMeanwhile, UnexpectedValue
from server.store.queries import admin_passwords, audits
from server.store.queries.audits import Actee, By

SHORTEST, LONGEST = 6, 40
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike: it is typed on a phone from a page or a sheet of paper."""
_RANDOM_LENGTH = 8
_TYPEABLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class KnownPassword:
    """A password, and since when it is on new codes."""

    password: str
    since: datetime


def current_password(session: Session, by: By, tokens: TokenBox, project_id: int) -> str:
    """Return the password that new codes carry; makes the project's first one when there is none.

    It writes, so that it is called while a code is made, which is noted anyway.
    """
    for newest in admin_passwords.list_newest(session, project_id, limit=1):
        return tokens.open(newest.password_encrypted)
    sealed = tokens.seal(_random())
    # Whoever was faster has made the one that counts.
    admin_passwords.add(session, by, project_id, number=1, sealed=sealed)
    (newest,) = admin_passwords.list_newest(session, project_id, limit=1)
    return tokens.open(newest.password_encrypted)


def show_passwords(
    session: Session, by: By, tokens: TokenBox, project_id: int
) -> tuple[KnownPassword, ...]:
    """Return all passwords, the current one first, and note that they were shown."""
    current_password(session, by, tokens, project_id)
    _note(session, by, project_id, "project.admin_password.read")
    return tuple(
        KnownPassword(tokens.open(one.password_encrypted), one.created_at)
        for one in admin_passwords.list_newest(session, project_id)
    )


def change_password(
    session: Session, by: By, tokens: TokenBox, project_id: int, *, password: str = ""
) -> None:
    """Set the password of codes from now on; none given is a random one.

    Phones keep theirs until they scan a new code. Raises UnexpectedValue for what cannot be typed
    on a phone, ChangedMeanwhile when somebody else changed it at the same moment.
    """
    wanted = password.strip()
    if wanted:
        _check(wanted)
    newest = admin_passwords.list_newest(session, project_id, limit=1)
    number = newest[0].number + 1 if newest else 1
    sealed = tokens.seal(wanted or _random())
    if not admin_passwords.add(session, by, project_id, number=number, sealed=sealed):
        raise ChangedMeanwhile
    _note(session, by, project_id, "project.admin_password.update")


def _check(password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST or not _TYPEABLE.fullmatch(password):
        raise UnexpectedValue(
            field="password",
            value="…",
            reason=N_("6 to 40 letters, digits and signs that every phone can type, no blanks"),
        )


def _random() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM_LENGTH))


def _note(session: Session, by: By, project_id: int, action: str) -> None:
    audits.note(session, by, action, Actee("project", str(project_id), project_id))
