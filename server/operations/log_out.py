"""End a session, or revoke an app user's token, as ODK Central does under one address."""

from sqlmodel import Session

from server import keys
from server.domain import access
from server.domain.access import Verb
from server.operations.change_app_user import revoke_app_user
from server.operations.create_user import actee_of_user
from server.problems import NotAllowed, NotFound
from server.store.queries import app_users, audits, identities
from server.store.queries.audits import By
from server.store.queries.identities import UserAccess
from server.store.queries.scope import Scope


def log_out(session: Session, by: By, *, user_id: int, token_hash: bytes) -> None:
    """End a session at once; raises NotFound when it is over already."""
    if not identities.end_session(session, token_hash):
        raise NotFound
    audits.note(session, by, "user.session.end", actee_of_user(user_id))


def end_token(session: Session, by: By, *, user: UserAccess, token: str) -> None:
    """End the session, or revoke the app user's token, that a token stands for.

    One's own session, those of others for who manages users, tokens for who manages all areas of
    the app user. Raises NotAllowed otherwise, and alike for tokens that nobody has.
    """
    lookup = keys.token_hash(token)
    found = identities.find_session(session, lookup, by.at)
    if found is None:
        _revoke(session, by, user, lookup)
        return
    if found.user_id != user.user_id and not access.may(user.grants, Verb.USER_MANAGE):
        raise NotAllowed
    log_out(session, by, user_id=found.user_id, token_hash=lookup)


def _revoke(session: Session, by: By, user: UserAccess, lookup: bytes) -> None:
    owner = app_users.find_owner(session, lookup)
    if owner is None:
        raise NotAllowed
    project_id, app_user_id = owner
    areas = access.scope_of(user.grants, Verb.APP_USER_MANAGE, project_id)
    try:
        revoke_app_user(session, by, Scope(project_id, areas), app_user_id)
    except NotFound as error:
        raise NotAllowed from error
