"""Findings: the typed projection of the entity list of that name, for lists and counts."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.domain.findings import FindingState
from server.store.column_types import text_enum


class Finding(SQLModel, table=True):
    """A finding of a site check; shares the key of its entity, which has enterprise and area."""

    __tablename__ = "findings"
    __table_args__ = (
        Index("ix_findings_due", "project_id", "state", "due_on"),
        Index("ix_findings_submission", "submission_id"),
    )

    id: int = Field(primary_key=True, foreign_key="entities.id")
    project_id: int = Field(foreign_key="projects.id")
    submission_id: int | None = Field(default=None, foreign_key="submissions.id")
    """The site check that it was found in."""
    submission_version_id: int | None = Field(default=None, foreign_key="submission_versions.id")
    state: FindingState = Field(sa_type=text_enum(FindingState))
    kind: str = Field(default="", max_length=100)
    found_on: date | None = None
    due_on: date
    rectified_on: date | None = None
