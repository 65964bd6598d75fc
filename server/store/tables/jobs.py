"""The outbox, and the jobs that people asked for."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Json, partial_index

WAITING = "taken_at IS NULL AND failed_at IS NULL"


class OutboxRow(SQLModel, table=True):
    """What must follow a write; rows of one kind and key that wait are one row."""

    __tablename__ = "outbox"
    __table_args__ = (
        partial_index("uq_outbox_waiting", "kind", "key", unique=True, where=WAITING),
        Index("ix_outbox_next", "lane", "available_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    key: str = Field(max_length=200)
    lane: str = Field(default="quick", max_length=10)
    payload: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    available_at: datetime
    taken_at: datetime | None = None
    attempts: int = 0
    last_error: str | None = Field(default=None, max_length=2000)
    failed_at: datetime | None = None


class Job(SQLModel, table=True):
    """A long piece of work that somebody asked for, with its progress and its result."""

    __tablename__ = "jobs"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int | None = Field(default=None, foreign_key="projects.id", index=True)
    requested_by: int | None = Field(default=None, foreign_key="actors.id")
    kind: str = Field(max_length=40)
    title: str = Field(max_length=300)
    parameters: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    state: str = Field(default="waiting", max_length=20)
    done_count: int = 0
    total_count: int | None = None
    message: str | None = Field(default=None, max_length=2000)
    result_blob_sha256: str | None = Field(default=None, max_length=64)
    result_name: str | None = Field(default=None, max_length=300)
    result_type: str | None = Field(default=None, max_length=200)
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
