"""What departments know of enterprises, and the titles they hold, imported in batches."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Json


class RecordBatch(SQLModel, table=True):
    """One import of records or titles, which can be undone as a whole."""

    __tablename__ = "record_batches"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id", index=True)
    kind: str = Field(max_length=100)
    file_name: str = Field(max_length=300)
    blob_sha256: str | None = Field(default=None, max_length=64)
    row_count: int
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
    undone_by: int | None = Field(default=None, foreign_key="actors.id")
    undone_at: datetime | None = None
    undo_reason: str = Field(default="", max_length=1000)


class DepartmentRecord(SQLModel, table=True):
    """One record: arrears, a penalty, an accident, a rate; of which kind its scheme says.

    The enterprise is unknown as long as the register has no such credit code.
    """

    __tablename__ = "department_records"
    __table_args__ = (
        Index("ix_department_records_of", "enterprise_id", "kind", "dated_on"),
        Index("ix_department_records_code", "project_id", "credit_code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    kind: str = Field(max_length=100)
    enterprise_id: int | None = Field(default=None, foreign_key="enterprises.id")
    credit_code: str = Field(max_length=40)
    enterprise_name: str = Field(default="", max_length=200)
    dated_on: date
    columns: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    department: str = Field(default="", max_length=100)
    source: str = Field(default="", max_length=300)
    batch_id: int | None = Field(default=None, foreign_key="record_batches.id", index=True)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime


class HeldTitle(SQLModel, table=True):
    """A title that an enterprise holds, of one of our schemes or of another."""

    __tablename__ = "held_titles"
    __table_args__ = (
        Index("ix_held_titles_of", "enterprise_id", "code"),
        Index("ix_held_titles_code", "project_id", "credit_code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    enterprise_id: int | None = Field(default=None, foreign_key="enterprises.id")
    credit_code: str = Field(max_length=40)
    enterprise_name: str = Field(default="", max_length=200)
    code: str = Field(max_length=100)
    scheme: str = Field(default="", max_length=100)
    level: str = Field(default="", max_length=40)
    since: date
    until: date | None = None
    source_document: str = Field(default="", max_length=300)
    batch_id: int | None = Field(default=None, foreign_key="record_batches.id", index=True)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
