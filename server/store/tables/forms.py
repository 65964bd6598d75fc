"""Forms, their immutable versions, and the attachments a version expects."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from server.domain.lifecycle import FormState
from server.store.column_types import Bytes, Json, partial_index, text_enum


class Form(SQLModel, table=True):
    """A form of a project; `form_id` is ODK's name of it."""

    __tablename__ = "forms"
    __table_args__ = (
        partial_index(
            "uq_forms_form_id", "project_id", "form_id", unique=True, where="deleted_at IS NULL"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    form_id: str = Field(max_length=300)
    state: FormState = Field(default=FormState.OPEN, sa_type=text_enum(FormState))
    is_anonymous: bool = False
    current_version_id: int | None = None
    draft_version_id: int | None = None
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
    updated_at: datetime | None = None
    deleted_at: datetime | None = None


class FormVersion(SQLModel, table=True):
    """A draft or published version: the XForm bytes exactly as served, never changed once out."""

    __tablename__ = "form_versions"
    __table_args__ = (
        partial_index(
            "uq_form_versions_version",
            "form_pk",
            "version",
            unique=True,
            where="published_at IS NOT NULL",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    form_pk: int = Field(foreign_key="forms.id", index=True)
    version: str = Field(max_length=300)
    title: str
    xform: bytes = Field(sa_type=Bytes)
    md5: str = Field(max_length=32)
    sha256: str = Field(max_length=64)
    is_anonymous: bool = False
    entities_version: str | None = Field(default=None, max_length=20)
    public_key: str | None = None
    is_client_editable: bool = False
    workbook_sha256: str | None = Field(default=None, max_length=64)
    workbook_type: str | None = Field(default=None, max_length=100)
    warnings: list[str] = Field(default_factory=list, sa_type=Json)
    draft_token: str | None = Field(default=None, max_length=64)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
    published_at: datetime | None = None


class FormAttachment(SQLModel, table=True):
    """A file that a form version expects: a blob, or an entity list served as CSV."""

    __tablename__ = "form_attachments"
    __table_args__ = (Index("uq_form_attachments_name", "form_version_id", "name", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    form_version_id: int = Field(foreign_key="form_versions.id")
    name: str = Field(max_length=300)
    kind: str = Field(max_length=10)
    blob_sha256: str | None = Field(default=None, max_length=64)
    md5: str | None = Field(default=None, max_length=32)
    size: int | None = None
    content_type: str | None = Field(default=None, max_length=200)
    entity_list_id: int | None = Field(default=None, foreign_key="entity_lists.id")
    warnings: list[dict[str, str]] = Field(
        default_factory=list, sa_type=Json, sa_column_kwargs={"server_default": text("'[]'")}
    )
    """What phones may stumble over in the file, as `server.domain.form_files` names it."""
    updated_at: datetime
