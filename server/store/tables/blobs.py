"""Blobs: the bytes of files, by content."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Blob(SQLModel, table=True):
    """A content-addressed file in the blob folder; what type it is belongs to its attachment."""

    __tablename__ = "blobs"

    sha256: str = Field(primary_key=True, max_length=64)
    md5: str = Field(max_length=32)
    size: int
    created_at: datetime
