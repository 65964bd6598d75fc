"""Names of what was odd about a worker's answers; a flag never deletes, people decide."""

from enum import StrEnum


class ResponseFlag(StrEnum):
    """What was noticed when answers came from the worker's page."""

    OPENED_BEFORE_CLOSING = "opened_before_closing"
    """The campaign was closed while the worker was answering."""
    POSTER_REVOKED = "poster_revoked"
    """The poster was revoked while the worker was answering."""
    POSTER_REPOINTED = "poster_repointed"
    """The poster was given to another enterprise while the worker was answering."""
