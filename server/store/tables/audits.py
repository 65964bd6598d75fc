"""The audit log: who did what to what; of anonymous answers it holds nothing."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Json


class Audit(SQLModel, table=True):
    """One action, in ODK Central's words where it has one."""

    __tablename__ = "audits"
    __table_args__ = (
        Index("ix_audits_newest", "logged_at", "id"),
        Index("ix_audits_actee", "actee_id", "actee_type"),
    )

    id: int | None = Field(default=None, primary_key=True)
    actor_id: int | None = Field(default=None, foreign_key="actors.id")
    project_id: int | None = Field(default=None, foreign_key="projects.id", index=True)
    action: str = Field(max_length=60)
    actee_type: str | None = Field(default=None, max_length=40)
    actee_id: str | None = Field(default=None, max_length=300)
    details: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    notes: str | None = Field(default=None, max_length=1000)
    logged_at: datetime
