"""App users: phones of inspectors, their areas, forms and tokens, and what they have fetched."""

from datetime import datetime

from sqlalchemy import Index
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
    """What lets an app user in: a URL token, or (`is_password`) the password of its phone.

    A token is looked up by its hash. Both are encrypted beside it: cards are printed again, and
    Digest asks for the password itself.
    """

    __tablename__ = "app_user_tokens"

    id: int | None = Field(default=None, primary_key=True)
    app_user_id: int = Field(foreign_key="app_users.id", index=True)
    lookup_hash: bytes = Field(sa_type=Bytes, unique=True)
    token_encrypted: bytes = Field(sa_type=Bytes)
    is_password: bool = False
    created_at: datetime
    submit_only_until: datetime | None = None
    revoked_at: datetime | None = None


class Assignment(SQLModel, table=True):
    """An app user may see and fill a form."""

    __tablename__ = "assignments"

    app_user_id: int = Field(foreign_key="app_users.id", primary_key=True)
    form_pk: int = Field(foreign_key="forms.id", primary_key=True, index=True)


class FetchedForm(SQLModel, table=True):
    """The version of a form that an app user's phone has fetched last."""

    __tablename__ = "fetched_forms"

    app_user_id: int = Field(foreign_key="app_users.id", primary_key=True)
    form_pk: int = Field(foreign_key="forms.id", primary_key=True)
    form_version_id: int = Field(foreign_key="form_versions.id")
    fetched_at: datetime


class AdminPassword(SQLModel, table=True):
    """A password that lifts the locks of managed phones, encrypted; the newest is on new codes.

    Those before it are kept: a phone that has not scanned since is locked with them.
    """

    __tablename__ = "admin_passwords"
    __table_args__ = (Index("uq_admin_passwords_number", "project_id", "number", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    number: int
    password_encrypted: bytes = Field(sa_type=Bytes)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime


class CollectApp(SQLModel, table=True):
    """An APK of ODK Collect that an administrator has put on the server; the newest counts."""

    __tablename__ = "collect_apps"

    id: int | None = Field(default=None, primary_key=True)
    file_name: str = Field(max_length=300)
    package: str = Field(max_length=300)
    blob_sha256: str = Field(max_length=64)
    size: int
    is_offered: bool = False
    """Whether anybody may download it."""
    uploaded_by: int | None = Field(default=None, foreign_key="actors.id")
    uploaded_at: datetime
