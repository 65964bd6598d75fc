"""The one store of entity lists, entities and their versions."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Json


class EntityList(SQLModel, table=True):
    """A named list of entities of a project, such as `enterprises`."""

    __tablename__ = "entity_lists"
    __table_args__ = (Index("uq_entity_lists_name", "project_id", "name", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    name: str = Field(max_length=200)
    is_approval_required: bool = False
    is_owner_only: bool = False
    properties: list[str] = Field(default_factory=list, sa_type=Json)
    created_at: datetime
    deleted_at: datetime | None = None


class Entity(SQLModel, table=True):
    """An entity; its area cuts the list that a phone gets."""

    __tablename__ = "entities"
    __table_args__ = (
        Index("uq_entities_uuid", "entity_list_id", "uuid", unique=True),
        Index("ix_entities_area", "entity_list_id", "area_id"),
        Index("ix_entities_enterprise", "enterprise_id", "entity_list_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    entity_list_id: int = Field(foreign_key="entity_lists.id")
    uuid: str = Field(max_length=36)
    area_id: int | None = Field(default=None, foreign_key="areas.id")
    enterprise_id: int | None = None
    """The enterprise that it belongs to, by the key that both its rows share. It lies there too."""
    current_version: int = 1
    label: str
    data: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    conflict: str | None = Field(default=None, max_length=10)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
    updated_at: datetime | None = None
    deleted_at: datetime | None = None


class EntityVersion(SQLModel, table=True):
    """What an entity was at one version, and where that came from."""

    __tablename__ = "entity_versions"
    __table_args__ = (
        Index("uq_entity_versions_version", "entity_id", "version", unique=True),
        Index("ix_entity_versions_submission", "submission_version_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    entity_id: int = Field(foreign_key="entities.id")
    version: int
    label: str
    data: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    base_version: int | None = None
    branch_id: str | None = Field(default=None, max_length=36)
    trunk_version: int | None = None
    branch_base_version: int | None = None
    conflict: str | None = Field(default=None, max_length=10)
    conflicting: list[str] | None = Field(default=None, sa_type=Json)
    """Properties that were changed by others meanwhile, to other values."""
    source_name: str | None = Field(default=None, max_length=300)
    submission_version_id: int | None = Field(default=None, foreign_key="submission_versions.id")
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    user_agent: str | None = Field(default=None, max_length=300)
    created_at: datetime


class EntityAreaChange(SQLModel, table=True):
    """How often the entities of one list changed in one area (0: those without an area).

    List hashes are made from it, so that a change in one township leaves the hashes of phones of
    other townships as they are.
    """

    __tablename__ = "entity_area_changes"

    entity_list_id: int = Field(foreign_key="entity_lists.id", primary_key=True)
    area_key: int = Field(primary_key=True)
    change_count: int


class EntityErrors(SQLModel, table=True):
    """Why the entities of a submission were not written; the row goes when they are."""

    __tablename__ = "entity_errors"

    submission_version_id: int = Field(foreign_key="submission_versions.id", primary_key=True)
    submission_id: int = Field(foreign_key="submissions.id", index=True)
    project_id: int = Field(foreign_key="projects.id", index=True)
    errors: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    created_at: datetime


class HeldEntities(SQLModel, table=True):
    """A submission whose entities wait for one that was sent before it and has not arrived."""

    __tablename__ = "entity_backlog"
    __table_args__ = (Index("ix_entity_backlog_entity", "entity_list_id", "uuid"),)

    submission_version_id: int = Field(foreign_key="submission_versions.id", primary_key=True)
    submission_id: int = Field(foreign_key="submissions.id", index=True)
    entity_list_id: int = Field(foreign_key="entity_lists.id")
    uuid: str = Field(max_length=36)
    branch_id: str | None = Field(default=None, max_length=36)
    branch_base_version: int
    held_since: datetime
