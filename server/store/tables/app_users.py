"""App users: phones of inspectors, their areas, forms and tokens."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from server.store.column_types import Bytes


class AppUser(SQLModel, table=True):
    """An app user; shares the key of its actor."""

    __tablename__ = "app_users"

    id: int = Field(primary_key=True, foreign_key="actors.id")
    project_id: int = Field(foreign_key="projects.id", index=True)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    last_used_at: datetime | None = None


class AppUserArea(SQLModel, table=True):
    """An area whose enterprises an app user gets; none: the whole project."""

    __tablename__ = "app_user_areas"

    app_user_id: int = Field(foreign_key="app_users.id", primary_key=True)
    area_id: int = Field(foreign_key="areas.id", primary_key=True)


class AppUserToken(SQLModel, table=True):
    """A URL token: looked up by hash; encrypted beside it, since cards are printed again."""

    __tablename__ = "app_user_tokens"

    id: int | None = Field(default=None, primary_key=True)
    app_user_id: int = Field(foreign_key="app_users.id", index=True)
    lookup_hash: bytes = Field(sa_type=Bytes, unique=True)
    token_encrypted: bytes = Field(sa_type=Bytes)
    created_at: datetime
    submit_only_until: datetime | None = None
    revoked_at: datetime | None = None


class Assignment(SQLModel, table=True):
    """An app user may see and fill a form."""

    __tablename__ = "assignments"

    app_user_id: int = Field(foreign_key="app_users.id", primary_key=True)
    form_pk: int = Field(foreign_key="forms.id", primary_key=True, index=True)
