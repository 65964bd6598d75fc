"""Who acts when a page of the office is sent: what operations write into the audit log."""

from server import clock
from server.domain import access
from server.domain.roles import Verb
from server.store.queries.audits import By
from server.web.auth import current_user


def acting() -> By:
    """Return the user of this request, now."""
    return By(actor_id=current_user().user_id, at=clock.now())


def may(verb: Verb, project_id: int) -> bool:
    """Tell whether the user has a verb anywhere in a project: which buttons a page shows."""
    return access.may_somewhere(current_user().grants, verb, project_id)
