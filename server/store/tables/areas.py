"""The tree of areas with its closure, and parks, which cross townships."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Area(SQLModel, table=True):
    """A node of the tree province, city, county, township, village."""

    __tablename__ = "areas"
    __table_args__ = (
        Index("uq_areas_sibling_name", "project_id", "parent_id", "name", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    parent_id: int | None = Field(default=None, foreign_key="areas.id", index=True)
    name: str = Field(max_length=100)
    level: str = Field(max_length=20)
    code: str | None = Field(default=None, max_length=12)
    created_at: datetime


class AreaAncestor(SQLModel, table=True):
    """One row for each pair of an area and an area above it, itself included at depth 0."""

    __tablename__ = "area_ancestors"
    __table_args__ = (Index("ix_area_ancestors_ancestor_id", "ancestor_id", "area_id"),)

    area_id: int = Field(foreign_key="areas.id", primary_key=True)
    ancestor_id: int = Field(foreign_key="areas.id", primary_key=True)
    depth: int


class Park(SQLModel, table=True):
    """A park: a second dimension of an enterprise, since parks cross townships."""

    __tablename__ = "parks"
    __table_args__ = (Index("uq_parks_name", "project_id", "name", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    name: str = Field(max_length=100)
    created_at: datetime
