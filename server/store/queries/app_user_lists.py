"""App users page by page, narrowed to those that something is the matter with."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, true
from sqlmodel import Session, col
from sqlmodel.sql.expression import Select

from server.domain.phone_state import PhoneState
from server.store.queries.app_users import AppUserRow, kept
from server.store.queries.fetched_forms import is_behind
from server.store.queries.phone_arrivals import have_missing_files
from server.store.queries.scope import Scope
from server.store.tables.app_users import AppUser, AppUserToken
from server.store.tables.users import Actor
from server.store.upsert import table_of

_APP_USERS, _TOKENS = table_of(AppUser), table_of(AppUserToken)


@dataclass(frozen=True, slots=True)
class PhoneFilter:
    """What a list of app users is narrowed to; `ids` None: not to some."""

    state: PhoneState | None = None
    text: str = ""
    """A part of the name."""
    ids: Collection[int] | None = None


def count_phones(session: Session, scope: Scope, wanted: PhoneFilter) -> int:
    """Return how many app users of a scope a filter leaves."""
    found = _narrowed(scope, wanted).with_only_columns(func.count())
    return int(session.connection().execute(found).scalar_one())


def list_phones(
    session: Session,
    scope: Scope,
    wanted: PhoneFilter,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[AppUserRow, ...]:
    """Return app users of a scope, those that work first, then the newest."""
    statement = (
        _narrowed(scope, wanted)
        .order_by(is_active().desc(), col(Actor.created_at).desc(), col(Actor.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(AppUserRow(*row) for row in session.exec(statement))


def is_active() -> ColumnElement[bool]:
    """Return the condition that an app user has a token that gets forms."""
    return exists().where(
        _TOKENS.c.app_user_id == _APP_USERS.c.id,
        _TOKENS.c.revoked_at.is_(None),
        _TOKENS.c.submit_only_until.is_(None),
        _TOKENS.c.is_password.is_(False),
    )


def _narrowed(scope: Scope, wanted: PhoneFilter) -> Select[AppUser, Actor]:
    statement = kept(scope).where(_in_state(wanted.state))
    if wanted.text:
        statement = statement.where(col(Actor.display_name).icontains(wanted.text, autoescape=True))
    if wanted.ids is not None:
        statement = statement.where(col(AppUser.id).in_(sorted(set(wanted.ids))))
    return statement


def _in_state(state: PhoneState | None) -> ColumnElement[bool]:
    was_seen = _APP_USERS.c.last_used_at.is_not(None)
    match state:
        case None:
            return true()
        case PhoneState.ACTIVE:
            return is_active()
        case PhoneState.REVOKED:
            return ~is_active()
        case PhoneState.NEVER_SEEN:
            return and_(~was_seen, is_active())
        case PhoneState.BEHIND:
            return and_(was_seen, is_active(), is_behind())
        case PhoneState.WAITING:
            return _APP_USERS.c.id.in_(have_missing_files())
