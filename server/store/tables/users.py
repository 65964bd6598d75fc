"""Who acts: actors, web users with their roles, and their sessions."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from server.domain.access import Role
from server.store.column_types import Bytes, text_enum


class Actor(SQLModel, table=True):
    """Whoever may act: a web user (`user`) or an app user (`field_key`), as in ODK Central."""

    __tablename__ = "actors"

    id: int | None = Field(default=None, primary_key=True)
    type: str = Field(max_length=20)
    display_name: str = Field(max_length=200)
    created_at: datetime
    updated_at: datetime | None = None
    deleted_at: datetime | None = None


class User(SQLModel, table=True):
    """A web user; shares the key of its actor."""

    __tablename__ = "users"

    id: int = Field(primary_key=True, foreign_key="actors.id")
    email: str = Field(max_length=320, unique=True)
    password_hash: str = Field(max_length=200)
    locale: str | None = Field(default=None, max_length=10)
    is_disabled: bool = False
    last_login_at: datetime | None = None


class RoleAssignment(SQLModel, table=True):
    """A role of a user: in a project and an area, or (both empty) on the whole server."""

    __tablename__ = "role_assignments"
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="projects.id")
    area_id: int | None = Field(default=None, foreign_key="areas.id")
    role: Role = Field(sa_type=text_enum(Role))
    created_at: datetime


class WebSession(SQLModel, table=True):
    """A login, kept as the SHA-256 of its token; removing the row ends it at once."""

    __tablename__ = "sessions"

    token_hash: bytes = Field(sa_type=Bytes, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    csrf: str = Field(max_length=64)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
