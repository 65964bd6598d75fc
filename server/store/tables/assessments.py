"""Assessments: points that a level or a department gives by hand, with reasons and files."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.domain.lifecycle import AssessmentState
from server.store.column_types import text_enum


class Assessment(SQLModel, table=True):
    """What one level says of one subject by one scheme in a campaign.

    It belongs to the scheme, so that points that were given stay when a newer version is used;
    `scheme_version_id` is the version whose table was before the assessor's eyes.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        Index(
            "uq_assessments_of",
            "campaign_id",
            "subject_kind",
            "subject_id",
            "scheme_id",
            "level",
            unique=True,
        ),
        Index("ix_assessments_enterprise", "enterprise_id", "campaign_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    scheme_id: int = Field(foreign_key="schemes.id")
    scheme_version_id: int = Field(foreign_key="scheme_versions.id")
    subject_kind: str = Field(default="enterprise", max_length=20)
    subject_id: int
    enterprise_id: int | None = Field(default=None, foreign_key="enterprises.id")
    level: str = Field(max_length=40)
    state: AssessmentState = Field(
        default=AssessmentState.DRAFT, sa_type=text_enum(AssessmentState)
    )
    revision: int = 1
    return_reason: str = Field(default="", max_length=1000)
    saved_by: int | None = Field(default=None, foreign_key="actors.id")
    saved_at: datetime
    submitted_by: int | None = Field(default=None, foreign_key="actors.id")
    submitted_at: datetime | None = None


class AssessmentValue(SQLModel, table=True):
    """What was typed for one measure: a value, or that it does not apply, and why."""

    __tablename__ = "assessment_values"

    assessment_id: int = Field(foreign_key="assessments.id", primary_key=True)
    measure: str = Field(max_length=100, primary_key=True)
    value: str | None = None
    is_not_applicable: bool = False
    reason: str = Field(default="", max_length=2000)


class AssessmentFile(SQLModel, table=True):
    """A file that was handed in as evidence for a measure."""

    __tablename__ = "assessment_files"
    __table_args__ = (
        Index("ix_assessment_files_of", "assessment_id", "measure"),
        Index("ix_assessment_files_blob", "blob_sha256"),
    )

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessments.id")
    measure: str = Field(max_length=100)
    slot: str = Field(default="", max_length=200)
    name: str = Field(max_length=300)
    blob_sha256: str = Field(max_length=64)
    size: int
    content_type: str = Field(max_length=200)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
