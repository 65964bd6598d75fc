"""Bodies of sessions, users and roles."""

from server.domain.access import Grant
from server.domain.central_verbs import CentralRole, central_verbs
from server.operations.log_in import NewSession
from server.store.queries.users import RoleRow, UserRow
from server.web.central.wire import AnswerBody, RequestBody, RowKey, Timestamp


class LoginBody(RequestBody):
    """E-mail address and password; both must be there, which the view says in Central's way."""

    email: str | None = None
    password: str | None = None


class SessionAnswer(AnswerBody):
    """A session that has just begun, the only time its token is told."""

    token: str
    csrf: str
    created_at: Timestamp
    expires_at: Timestamp


class RestoredSession(AnswerBody):
    """The session of this request."""

    csrf: str
    created_at: Timestamp
    expires_at: Timestamp


class NewUserBody(RequestBody):
    """A user to be created; without a password nobody can log in until one is set."""

    email: str
    password: str | None = None
    display_name: str | None = None


class UserChangeBody(RequestBody):
    """What shall become otherwise."""

    email: str | None = None
    display_name: str | None = None
    disabled: bool | None = None


class PasswordBody(RequestBody):
    """A new password, and the old one as a proof."""

    old: str | None = None
    new: str


class UserAnswer(AnswerBody):
    """A web user in ODK Central's words, and whether they are disabled."""

    id: int
    type: str = "user"
    email: str
    display_name: str
    last_login_at: Timestamp | None
    created_at: Timestamp
    updated_at: Timestamp | None
    deleted_at: Timestamp | None
    disabled: bool


class NewRoleBody(RequestBody):
    """A role to be given: on the server, in a project, or in an area of it."""

    role: str
    project_id: RowKey | None = None
    area_id: RowKey | None = None


class PlacedRole(AnswerBody):
    """A role: on the server, in a project, or in an area of it."""

    role: str
    project_id: int | None
    area_id: int | None


class HeldRole(PlacedRole):
    """A role that somebody holds; `id` names it when it is taken away."""

    id: int


class ExtendedUserAnswer(UserAnswer):
    """The user of this request, with what they may do on the server and the roles they hold."""

    verbs: tuple[str, ...]
    preferences: dict[str, object]
    roles: tuple[PlacedRole, ...]


class RoleAnswer(AnswerBody):
    """A role as ODK Central lists it."""

    id: int
    name: str
    system: str
    verbs: list[str]
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None


def session_answer(new: NewSession) -> SessionAnswer:
    """Return a new session as a body."""
    return SessionAnswer(
        token=new.token, csrf=new.csrf, created_at=new.created_at, expires_at=new.expires_at
    )


def user_answer(row: UserRow) -> UserAnswer:
    """Return a user as a body."""
    return UserAnswer.model_validate(_user_fields(row))


def extended_user_answer(row: UserRow, grants: tuple[Grant, ...]) -> ExtendedUserAnswer:
    """Return the user of this request as a body."""
    roles = [
        PlacedRole(role=one.role, project_id=one.project_id, area_id=one.area_id) for one in grants
    ]
    more = {"verbs": central_verbs(grants, None), "preferences": {}, "roles": roles}
    return ExtendedUserAnswer.model_validate({**_user_fields(row), **more})


def role_answer(role: CentralRole) -> RoleAnswer:
    """Return a role as a body."""
    return RoleAnswer(id=role.id, name=role.name, system=role.system, verbs=list(role.verbs))


def held_role(row: RoleRow) -> HeldRole:
    """Return a held role as a body."""
    grant = row.grant
    return HeldRole(id=row.id, role=grant.role, project_id=grant.project_id, area_id=grant.area_id)


def _user_fields(row: UserRow) -> dict[str, object]:
    return {
        "id": row.id,
        "email": row.email,
        "display_name": row.display_name,
        "last_login_at": row.last_login_at,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "deleted_at": row.deleted_at,
        "disabled": row.is_disabled,
    }
