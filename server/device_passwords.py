"""Passwords of phones: made here, typed into Collect once, and proven by Basic or Digest.

A phone that has no address with a token signs in with a user name and one of these. Digest needs
the password itself (RFC 7616, section 3.4.2), so people's own passwords, of which only a slow hash
is kept, can't serve for it, and these are kept encrypted. They are random and long: guessing one
takes longer than the universe has, so that nothing counts wrong ones.
"""

import re
import secrets

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What nobody mistakes for something else; ASCII, as Collect's libraries differ in all other."""
_GROUPS, _GROUP_LENGTH = 4, 5
_USER_NAME = re.compile(r"phone-([1-9][0-9]{0,9})")
_LARGEST_KEY = 2**31 - 1


def new_device_password() -> str:
    """Return a random password of four groups of five characters: 99 bits."""
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


def user_name_of(app_user_id: int) -> str:
    """Return the user name of an app user's phone.

    It stays when the password changes: Collect knows a project by address and user name, and would
    leave what is unsent behind in the old one.
    """
    return f"phone-{app_user_id}"


def app_user_of(user_name: str) -> int | None:
    """Return the app user that a user name stands for; None: it is not the name of a phone."""
    match = _USER_NAME.fullmatch(user_name)
    key = int(match[1]) if match else 0
    return key if 0 < key <= _LARGEST_KEY else None
