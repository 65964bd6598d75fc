"""Who calls as a phone, and what part of a project the caller sees."""

from server.domain.access import Verb
from server.problems import NotAllowed, NotFound
from server.store.queries.offered_forms import PublishedVersion
from server.store.queries.scope import Scope
from server.web.auth import caller, scope


def app_user_id() -> int | None:
    """Return the key of the calling app user; None for a web user."""
    app_user = caller().app_user
    return None if app_user is None else app_user.app_user_id


def entity_scope(project_id: int) -> Scope:
    """Return the part of the project whose entities the caller gets."""
    app_user = caller().app_user
    if app_user is None:
        return scope(Verb.ENTITY_READ, project_id)
    return Scope(project_id=project_id, area_ids=app_user.area_ids or None)


def check_served(version: PublishedVersion | None) -> PublishedVersion:
    """Return a version that is there and that the caller may have; else raise a Problem.

    A phone gets assigned forms alone, and never anonymous ones.
    """
    if version is None:
        raise NotFound
    if app_user_id() is not None and (version.is_anonymous or not version.is_assigned):
        raise NotAllowed
    return version
