"""Evaluation schemes, their versions, and which version counts where in a campaign."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Bytes, partial_index


class Scheme(SQLModel, table=True):
    """A scheme of a project; `slug` is its name in its workbook, the same in all versions."""

    __tablename__ = "schemes"
    __table_args__ = (Index("uq_schemes_slug", "project_id", "slug", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    slug: str = Field(max_length=100)
    name_zh: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
    updated_at: datetime | None = None


class SchemeVersion(SQLModel, table=True):
    """A draft, or a published version that never changes.

    `content` holds the cells as they were read, compressed and always in the same order: what a
    version says must not change when the reader of workbooks does.
    """

    __tablename__ = "scheme_versions"
    __table_args__ = (
        partial_index(
            "uq_scheme_versions_version",
            "scheme_id",
            "version",
            unique=True,
            where="published_at IS NOT NULL",
        ),
        partial_index(
            "uq_scheme_versions_draft", "scheme_id", unique=True, where="published_at IS NULL"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    scheme_id: int = Field(foreign_key="schemes.id", index=True)
    version: str = Field(max_length=100)
    workbook_sha256: str = Field(max_length=64)
    workbook_name: str = Field(max_length=300)
    content: bytes = Field(sa_type=Bytes)
    content_sha256: str = Field(max_length=64)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
    published_by: int | None = Field(default=None, foreign_key="actors.id")
    published_at: datetime | None = None


class CampaignScheme(SQLModel, table=True):
    """A version that evaluates subjects of a campaign: of the whole of it, or below an area.

    For each subject the rows of the nearest area count, and all of them; those of areas above it
    and of the whole campaign do not.
    """

    __tablename__ = "campaign_schemes"
    __table_args__ = (
        partial_index(
            "uq_campaign_schemes_whole",
            "campaign_id",
            "subject_kind",
            "scheme_id",
            unique=True,
            where="area_id IS NULL",
        ),
        partial_index(
            "uq_campaign_schemes_area",
            "campaign_id",
            "subject_kind",
            "scheme_id",
            "area_id",
            unique=True,
            where="area_id IS NOT NULL",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    scheme_id: int = Field(foreign_key="schemes.id")
    scheme_version_id: int = Field(foreign_key="scheme_versions.id", index=True)
    subject_kind: str = Field(default="enterprise", max_length=20)
    area_id: int | None = Field(default=None, foreign_key="areas.id")
    counted_from: date | None = None
    settled_at: datetime | None = None
    """From then on its evaluations stay as they are, whatever changes."""
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
