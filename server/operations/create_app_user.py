"""Create an app user, and see those there are with their tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from server import keys
from server.keys import TokenBox
from server.operations.create_campaign import check_reach
from server.store.queries import app_users, audits
from server.store.queries.app_user_lists import PhoneFilter, list_phones
from server.store.queries.app_users import AppUserRow
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.tables.app_users import AppUser, AppUserToken
from server.store.tables.users import Actor

FIELD_KEY = "field_key"
"""ODK Central's word for an app user's kind of actor."""


@dataclass(frozen=True, slots=True)
class AppUserWithToken:
    """An app user with its current token (None: revoked), its areas and its forms' ODK ids."""

    app_user: AppUser
    actor: Actor
    token: str | None
    area_ids: tuple[int, ...] = ()
    form_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhonePage:
    """Which app users are listed: all that a filter leaves, or a part of them."""

    wanted: PhoneFilter = field(default=PhoneFilter())
    limit: int | None = None
    offset: int = 0


_ALL = PhonePage()


def create_app_user(
    session: Session,
    by: By,
    scope: Scope,
    tokens: TokenBox,
    *,
    display_name: str,
    area_ids: frozenset[int] = frozenset(),
) -> AppUserWithToken:
    """Create an app user with a new token and return it.

    Its phone gets the enterprises of its areas; no areas is the whole project. Raises NotFound for
    foreign areas, NotAllowed for areas beyond the scope.
    """
    check_reach(session, scope, area_ids)
    actor = Actor(type=FIELD_KEY, display_name=display_name, created_at=by.at)
    session.add(actor)
    session.flush()
    if actor.id is None:
        raise AssertionError("a flushed row has a key")
    app_user = AppUser(id=actor.id, project_id=scope.project_id, created_by=by.actor_id)
    session.add(app_user)
    session.flush()
    app_users.replace_areas(session, actor.id, area_ids)
    token = add_token(session, by, tokens, actor.id)
    details = {"displayName": display_name, "areaIds": sorted(area_ids)}
    note(session, by, app_user, "field_key.create", details=details)
    return AppUserWithToken(app_user, actor, token, area_ids=tuple(sorted(area_ids)))


def add_token(session: Session, by: By, tokens: TokenBox, app_user_id: int) -> str:
    """Give an app user a new token and return it."""
    token = keys.new_token()
    session.add(
        AppUserToken(
            app_user_id=app_user_id,
            lookup_hash=keys.token_hash(token),
            token_encrypted=tokens.seal(token),
            created_at=by.at,
        )
    )
    session.flush()
    return token


def get_app_user(
    session: Session, by: By, scope: Scope, tokens: TokenBox, app_user_id: int
) -> AppUserWithToken:
    """Return an app user with its token and note that it was shown; raises NotFound."""
    row = app_users.get_app_user(session, scope, app_user_id)
    note(session, by, row.app_user, "field_key.read")
    (found,) = with_tokens(session, tokens, [row])
    return found


def list_app_users(
    session: Session, by: By, scope: Scope, tokens: TokenBox, page: PhonePage = _ALL
) -> tuple[AppUserWithToken, ...]:
    """Return the app users within the scope, those with a token first, then the newest.

    That their tokens were shown is noted once for all of them.
    """
    rows = list_phones(session, scope, page.wanted, limit=page.limit, offset=page.offset)
    found = with_tokens(session, tokens, rows)
    actee = Actee("project", str(scope.project_id), scope.project_id)
    audits.note(session, by, "field_key.list", actee, details={"count": len(found)})
    return found


def note(
    session: Session,
    by: By,
    app_user: AppUser,
    action: str,
    *,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add an entry about an app user to the audit log."""
    actee = Actee(FIELD_KEY, str(app_user.id), app_user.project_id)
    audits.note(session, by, action, actee, details=details)


def with_tokens(
    session: Session, tokens: TokenBox, rows: Sequence[AppUserRow]
) -> tuple[AppUserWithToken, ...]:
    """Return app users with their tokens, areas and forms; whoever shows tokens notes it."""
    ids = [row.app_user.id for row in rows]
    sealed = app_users.list_tokens(session, ids)
    areas = app_users.list_area_ids(session, ids)
    forms = app_users.list_form_ids(session, ids)
    return tuple(
        AppUserWithToken(
            app_user=row.app_user,
            actor=row.actor,
            token=_current(tokens, sealed.get(row.app_user.id, ())),
            area_ids=areas.get(row.app_user.id, ()),
            form_ids=forms.get(row.app_user.id, ()),
        )
        for row in rows
    )


def _current(tokens: TokenBox, sealed: Sequence[AppUserToken]) -> str | None:
    for one in sealed:
        if one.submit_only_until is None:
            return tokens.open(one.token_encrypted)
    return None
