"""Whether a submission still is what somebody looked at, before they change what the office says.

What was seen is a short text: how often the office changed it, and which version was current. Who
looked at something else is told so, and nothing of what others said is lost.
"""

from sqlmodel import Session

from server.problems import ChangedMeanwhile
from server.store.queries import submissions
from server.store.queries.scope import Scope
from server.store.tables.submissions import Submission


def seen_token(revision: int, version_id: int | None) -> str:
    """Return what a page or an ETag says was seen."""
    return f"{revision}-{version_id or 0}"


def lock_seen(session: Session, scope: Scope, submission_id: int, seen: str | None) -> Submission:
    """Return a submission within the scope that nobody else changes till the end.

    Raises NotFound, and ChangedMeanwhile when it is not what was seen; None is whatever it is.
    """
    found = submissions.get_submission(session, scope, submission_id)
    session.refresh(found, with_for_update=True)
    if seen is not None and seen != seen_token(found.revision, found.current_version_id):
        raise ChangedMeanwhile
    return found
