"""What is the matter with an app user's phone, as lists are narrowed to it."""

from enum import StrEnum


class PhoneState(StrEnum):
    """A phone is in any number of these states."""

    ACTIVE = "active"
    """Its code gets forms."""
    REVOKED = "revoked"
    NEVER_SEEN = "never_seen"
    BEHIND = "behind"
    """It was seen, and has not fetched the published version of a form that it is offered."""
    WAITING = "waiting"
    """Files of what it sent are announced and have not come."""
