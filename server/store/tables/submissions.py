"""Submissions of forms that are not anonymous: versions, raw XML, attachments, quarantine."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.domain.lifecycle import ReviewState
from server.store.column_types import Bytes, Degrees, Json, partial_index, text_enum


class Submission(SQLModel, table=True):
    """A submission: one root instance ID in a form, tied to an enterprise once that is known."""

    __tablename__ = "submissions"
    __table_args__ = (
        Index("uq_submissions_instance", "form_pk", "root_instance_id", unique=True),
        Index("ix_submissions_newest", "form_pk", "received_at", "id"),
        Index("ix_submissions_project", "project_id", "received_at", "id"),
        Index("ix_submissions_enterprise", "enterprise_id", "form_pk"),
        Index("ix_submissions_submitter", "submitter_id", "form_pk", "received_at"),
        partial_index(
            "ix_submissions_unlinked",
            "project_id",
            "link_problem",
            where="link_problem IS NOT NULL",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    form_pk: int = Field(foreign_key="forms.id")
    root_instance_id: str = Field(max_length=300)
    current_version_id: int | None = None
    submitter_id: int | None = Field(default=None, foreign_key="actors.id")
    device_id: str | None = Field(default=None, max_length=300)
    review_state: ReviewState | None = Field(default=None, sa_type=text_enum(ReviewState))
    campaign_id: int | None = Field(default=None, foreign_key="campaigns.id")
    enterprise_id: int | None = Field(default=None, foreign_key="enterprises.id")
    linked_by: str | None = Field(default=None, max_length=20)
    link_problem: str | None = Field(default=None, max_length=40)
    exclusion_reason: str | None = Field(default=None, max_length=500)
    latitude: Decimal | None = Field(default=None, sa_type=Degrees)
    """Where it was filled in, as its first geopoint says; read anew with each version."""
    longitude: Decimal | None = Field(default=None, sa_type=Degrees)
    metres_a_degree_east: int | None = None
    """At its latitude: what distances are worked out with inside the database."""
    revision: int = 1
    """How often the office changed what it says of it: whoever saw less has not seen all."""
    received_at: datetime
    updated_at: datetime | None = None
    deleted_at: datetime | None = None


class SubmissionVersion(SQLModel, table=True):
    """One version of a submission; its answers are derived by the worker from the raw XML."""

    __tablename__ = "submission_versions"
    __table_args__ = (
        Index("uq_submission_versions_instance", "form_pk", "instance_id", unique=True),
        Index("ix_submission_versions_submission", "submission_id"),
        partial_index(
            "uq_submission_versions_current", "submission_id", unique=True, where="is_current"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submissions.id")
    form_pk: int = Field(foreign_key="forms.id")
    form_version_id: int = Field(foreign_key="form_versions.id")
    instance_id: str = Field(max_length=300)
    deprecated_id: str | None = Field(default=None, max_length=300)
    instance_name: str | None = Field(default=None, max_length=500)
    xml_sha256: str = Field(max_length=64)
    is_current: bool = True
    saw_incomplete: bool = False
    submitter_id: int | None = Field(default=None, foreign_key="actors.id")
    device_id: str | None = Field(default=None, max_length=300)
    user_agent: str | None = Field(default=None, max_length=300)
    answers: dict[str, object] | None = Field(default=None, sa_type=Json)
    flags: list[str] = Field(default_factory=list, sa_type=Json)
    received_at: datetime


class SubmissionXml(SQLModel, table=True):
    """The raw XML of a submission version, byte for byte, never rewritten."""

    __tablename__ = "submission_xmls"

    submission_version_id: int = Field(foreign_key="submission_versions.id", primary_key=True)
    xml: bytes = Field(sa_type=Bytes)


class SubmissionAttachment(SQLModel, table=True):
    """A file of a submission version: expected by its XML, received, or both."""

    __tablename__ = "submission_attachments"
    __table_args__ = (
        Index("uq_submission_attachments_name", "submission_version_id", "name", unique=True),
        Index("ix_submission_attachments_blob", "blob_sha256"),
        partial_index(
            "ix_submission_attachments_missing",
            "submission_version_id",
            where="blob_sha256 IS NULL",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    submission_version_id: int = Field(foreign_key="submission_versions.id")
    name: str = Field(max_length=300)
    order_index: int
    is_expected: bool
    is_audit: bool = False
    blob_sha256: str | None = Field(default=None, max_length=64)
    size: int | None = None
    content_type: str | None = Field(default=None, max_length=200)
    replaced_blobs: list[str] = Field(default_factory=list, sa_type=Json)
    received_at: datetime | None = None


class SubmissionComment(SQLModel, table=True):
    """What somebody in the office wrote beside a submission; never changed, never removed."""

    __tablename__ = "submission_comments"

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submissions.id", index=True)
    actor_id: int | None = Field(default=None, foreign_key="actors.id")
    body: str = Field(max_length=2000)
    created_at: datetime


class MeasureValue(SQLModel, table=True):
    """One answer that measures something, of a submission that is not anonymous."""

    __tablename__ = "measure_values"
    __table_args__ = (
        Index("ix_measure_values_of", "enterprise_id", "campaign_id", "measure"),
        Index("ix_measure_values_submission", "submission_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submissions.id")
    enterprise_id: int | None = Field(default=None, foreign_key="enterprises.id")
    campaign_id: int | None = Field(default=None, foreign_key="campaigns.id")
    form_version_id: int = Field(foreign_key="form_versions.id")
    measure: str = Field(max_length=100)
    value: str
    files: list[str] = Field(default_factory=list, sa_type=Json)
    """Names of the attachments that are its evidence, whether they have come or not."""
    day: date


class RejectedPayload(SQLModel, table=True):
    """The quarantine: a payload that was refused, kept with its files and sender."""

    __tablename__ = "rejected_payloads"
    __table_args__ = (
        partial_index(
            "ix_rejected_payloads_xml", "project_id", "xml_sha256", where="settled_at IS NULL"
        ),
        partial_index(
            "ix_rejected_payloads_edited",
            "project_id",
            "deprecated_id",
            where="settled_at IS NULL",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id", index=True)
    form_id: str = Field(max_length=300)
    version: str = Field(default="", max_length=300)
    instance_id: str | None = Field(default=None, max_length=300)
    deprecated_id: str | None = Field(default=None, max_length=300)
    """What an edit edits."""
    sender_id: int | None = Field(default=None, foreign_key="actors.id")
    device_id: str | None = Field(default=None, max_length=300)
    user_agent: str | None = Field(default=None, max_length=300)
    reason: str = Field(max_length=40)
    xml_sha256: str = Field(max_length=64)
    files: list[dict[str, object]] = Field(default_factory=list, sa_type=Json)
    received_at: datetime
    last_sent_at: datetime
    settled_at: datetime | None = None
    """When the office decided about it; what a phone delivers after all is deleted instead."""
    settled_by: int | None = Field(default=None, foreign_key="actors.id")
    settled_as: str | None = Field(default=None, max_length=20)
    settle_reason: str | None = Field(default=None, max_length=500)
