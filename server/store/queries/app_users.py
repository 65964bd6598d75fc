"""App users within a scope, their areas, forms and tokens."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, insert, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows
from sqlmodel.sql.expression import Select

from server.problems import NotFound
from server.store.queries.audits import By
from server.store.queries.scope import Scope, within
from server.store.tables.app_users import AppUser, AppUserArea, AppUserToken, Assignment
from server.store.tables.forms import Form
from server.store.tables.users import Actor
from server.store.upsert import insert_new, table_of

_AREAS = table_of(AppUserArea)
_TOKENS = table_of(AppUserToken)
_ASSIGNMENTS = table_of(Assignment)


@dataclass(frozen=True, slots=True)
class AppUserRow:
    """An app user with its actor."""

    app_user: AppUser
    actor: Actor


@dataclass(frozen=True, slots=True)
class PlannedAppUser:
    """An app user to be made with others, with its token as it is stored."""

    name: str
    area_ids: tuple[int, ...]
    form_pks: tuple[int, ...]
    lookup_hash: bytes
    token_encrypted: bytes


def insert_app_users(
    session: Session, by: By, project_id: int, planned: Sequence[PlannedAppUser], *, actor_type: str
) -> None:
    """Add app users with tokens, areas and forms, in few statements however many they are."""
    connection, actors = session.connection(), table_of(Actor)
    made = connection.execute(
        insert(actors).returning(actors.c.id, sort_by_parameter_order=True),
        [{"type": actor_type, "display_name": one.name, "created_at": by.at} for one in planned],
    )
    new = list(zip(made.scalars(), planned, strict=True))
    own = {"project_id": project_id, "created_by": by.actor_id}
    rows: dict[type[SQLModel], list[dict[str, object]]] = {
        AppUser: [{"id": key, **own} for key, _ in new],
        AppUserToken: [
            {
                "app_user_id": key,
                "lookup_hash": one.lookup_hash,
                "token_encrypted": one.token_encrypted,
                "is_password": False,
                "created_at": by.at,
            }
            for key, one in new
        ],
        AppUserArea: [
            {"app_user_id": key, "area_id": area_id} for key, one in new for area_id in one.area_ids
        ],
        Assignment: [
            {"app_user_id": key, "form_pk": form_pk} for key, one in new for form_pk in one.form_pks
        ],
    }
    for table, some in rows.items():
        if some:
            connection.execute(insert(table_of(table)), some)


def get_app_user(session: Session, scope: Scope, app_user_id: int) -> AppUserRow:
    """Return an app user that is not deleted and lies within a scope; raises NotFound."""
    found = session.exec(kept(scope).where(col(AppUser.id) == app_user_id)).first()
    if found is None:
        raise NotFound
    return AppUserRow(*found)


def lock_app_user(session: Session, app_user_id: int) -> None:
    """Keep others from changing an app user until the transaction ends."""
    statement = select(col(Actor.id)).where(col(Actor.id) == app_user_id)
    session.connection().execute(statement.with_for_update())


def list_app_users(session: Session, scope: Scope) -> tuple[AppUserRow, ...]:
    """Return the app users within a scope that are not deleted, the newest first.

    Those without areas get the whole register, so that they are only there in the whole project.
    """
    statement = kept(scope).order_by(col(Actor.created_at).desc(), col(Actor.id).desc())
    return tuple(AppUserRow(*row) for row in session.exec(statement))


def list_area_ids(session: Session, app_user_ids: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    """Return the areas of app users; who has none is not in it."""
    statement = select(_AREAS.c.app_user_id, _AREAS.c.area_id).where(
        _AREAS.c.app_user_id.in_(sorted(set(app_user_ids)))
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row in session.connection().execute(statement.order_by(_AREAS.c.area_id)):
        found[row.app_user_id].append(row.area_id)
    return {key: tuple(ids) for key, ids in found.items()}


def replace_areas(session: Session, app_user_id: int, area_ids: Collection[int]) -> None:
    """Set the areas of an app user."""
    connection = session.connection()
    connection.execute(delete(_AREAS).where(_AREAS.c.app_user_id == app_user_id))
    rows = [{"app_user_id": app_user_id, "area_id": one} for one in sorted(set(area_ids))]
    if rows:
        connection.execute(insert(_AREAS), rows)


def list_form_ids(session: Session, app_user_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the ODK ids of the forms that app users may fill."""
    forms = table_of(Form)
    statement = (
        select(_ASSIGNMENTS.c.app_user_id, forms.c.form_id)
        .join(forms, forms.c.id == _ASSIGNMENTS.c.form_pk)
        .where(
            _ASSIGNMENTS.c.app_user_id.in_(sorted(set(app_user_ids))),
            forms.c.deleted_at.is_(None),
        )
        .order_by(forms.c.form_id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in session.connection().execute(statement):
        found[row.app_user_id].append(row.form_id)
    return {key: tuple(ids) for key, ids in found.items()}


def list_of_form(session: Session, scope: Scope, form_pk: int) -> tuple[AppUserRow, ...]:
    """Return the app users within a scope that may fill a form."""
    statement = (
        kept(scope)
        .join(Assignment, col(Assignment.app_user_id) == col(AppUser.id))
        .where(col(Assignment.form_pk) == form_pk)
        .order_by(col(Actor.id))
    )
    return tuple(AppUserRow(*row) for row in session.exec(statement))


def add_assignment(session: Session, app_user_id: int, form_pk: int) -> bool:
    """Let an app user fill a form; tell whether that is new."""
    values = {"app_user_id": app_user_id, "form_pk": form_pk}
    keys = ("app_user_id", "form_pk")
    return insert_new(session, Assignment, values, conflict_on=keys, returning=None) is not None


def remove_assignment(session: Session, app_user_id: int, form_pk: int) -> bool:
    """Take a form from an app user; tell whether it had it."""
    result = session.connection().execute(
        delete(_ASSIGNMENTS).where(
            _ASSIGNMENTS.c.app_user_id == app_user_id, _ASSIGNMENTS.c.form_pk == form_pk
        )
    )
    return result.rowcount > 0


def list_tokens(
    session: Session, app_user_ids: Collection[int]
) -> Mapping[int, Sequence[AppUserToken]]:
    """Return the tokens of app users that are not revoked, the newest first."""
    statement = (
        select_rows(AppUserToken)
        .where(
            col(AppUserToken.app_user_id).in_(sorted(set(app_user_ids))),
            col(AppUserToken.revoked_at).is_(None),
            col(AppUserToken.is_password).is_(False),
        )
        .order_by(col(AppUserToken.id).desc())
    )
    found: defaultdict[int, list[AppUserToken]] = defaultdict(list)
    for token in session.exec(statement):
        found[token.app_user_id].append(token)
    return found


def find_owner(session: Session, lookup_hash: bytes) -> tuple[int, int] | None:
    """Return project and app user of a token that is not revoked."""
    statement = (
        select(col(AppUser.project_id), col(AppUser.id))
        .join(AppUserToken, col(AppUserToken.app_user_id) == col(AppUser.id))
        .where(_TOKENS.c.lookup_hash == lookup_hash, _TOKENS.c.revoked_at.is_(None))
    )
    row = session.connection().execute(statement).first()
    return None if row is None else (int(row[0]), int(row[1]))


def revoke_tokens(session: Session, app_user_id: int, *, at: datetime) -> int:
    """Make all tokens and passwords of an app user invalid at once; return how many were valid."""
    result = session.connection().execute(
        update(_TOKENS)
        .where(_TOKENS.c.app_user_id == app_user_id, _TOKENS.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    return int(result.rowcount)


def revoke_exchanged(session: Session, app_user_id: int, *, at: datetime) -> int:
    """Make the tokens that an app user may still send with invalid; return how many there were."""
    result = session.connection().execute(
        update(_TOKENS)
        .where(
            _TOKENS.c.app_user_id == app_user_id,
            _TOKENS.c.revoked_at.is_(None),
            _TOKENS.c.submit_only_until.is_not(None),
        )
        .values(revoked_at=at)
    )
    return int(result.rowcount)


def revoke_tokens_of_project(session: Session, project_id: int, *, at: datetime) -> None:
    """Make all tokens of a project's app users invalid at once."""
    app_users = table_of(AppUser)
    own = select(app_users.c.id).where(app_users.c.project_id == project_id)
    session.connection().execute(
        update(_TOKENS)
        .where(_TOKENS.c.app_user_id.in_(own), _TOKENS.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def limit_tokens(session: Session, app_user_id: int, *, until: datetime) -> None:
    """Let tokens and passwords of an app user only send what was filled, until a moment."""
    session.connection().execute(
        update(_TOKENS)
        .where(
            _TOKENS.c.app_user_id == app_user_id,
            _TOKENS.c.revoked_at.is_(None),
            _TOKENS.c.submit_only_until.is_(None),
        )
        .values(submit_only_until=until)
    )


def kept(scope: Scope) -> Select[AppUser, Actor]:
    """Return the statement of all app users of a scope that are not deleted."""
    statement = select_rows(AppUser, Actor).join(Actor, col(Actor.id) == col(AppUser.id))
    return statement.where(
        AppUser.project_id == scope.project_id, col(Actor.deleted_at).is_(None), *_inside(scope)
    )


def _inside(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an app user has areas, and none of them outside a scope."""
    if scope.is_whole_project:
        return ()
    own = _AREAS.c.app_user_id == table_of(AppUser).c.id
    outside = exists().where(own, ~within(scope, _AREAS.c.area_id))
    return (exists().where(own), ~outside)
