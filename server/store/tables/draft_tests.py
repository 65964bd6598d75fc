"""What phones sent to try a draft: apart from all submissions, and gone with the draft."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Bytes


class DraftSubmission(SQLModel, table=True):
    """A submission that tries a draft; nothing is derived from it and nothing counts it."""

    __tablename__ = "draft_submissions"
    __table_args__ = (
        Index("uq_draft_submissions_instance", "form_version_id", "instance_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    form_version_id: int = Field(foreign_key="form_versions.id")
    instance_id: str = Field(max_length=300)
    instance_name: str | None = Field(default=None, max_length=500)
    version: str = Field(max_length=300)
    xml: bytes = Field(sa_type=Bytes)
    device_id: str | None = Field(default=None, max_length=300)
    received_at: datetime


class DraftSubmissionFile(SQLModel, table=True):
    """A file that came with such a submission; the newest of its name."""

    __tablename__ = "draft_submission_files"
    __table_args__ = (
        Index("uq_draft_submission_files_name", "draft_submission_id", "name", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    draft_submission_id: int = Field(foreign_key="draft_submissions.id")
    name: str = Field(max_length=300)
    blob_sha256: str = Field(max_length=64)
    size: int
    content_type: str | None = Field(default=None, max_length=200)
