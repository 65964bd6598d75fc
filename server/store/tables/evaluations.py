"""Evaluations: what a scheme says of a subject, with how it was worked out beside it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Bytes, ExactPoints, partial_index

STALE = "computed_generation < generation"


class StoredEvaluation(SQLModel, table=True):
    """The newest evaluation of a subject in a campaign by a version of a scheme.

    `generation` grows when an input changes and when somebody starts to work it out again;
    `computed_generation` is the one that the result belongs to. A result never replaces one of a
    later generation, and is stale as long as its generation is not the newest.
    """

    __tablename__ = "evaluations"
    __table_args__ = (
        Index(
            "uq_evaluations_of",
            "campaign_id",
            "scheme_version_id",
            "subject_kind",
            "subject_id",
            unique=True,
        ),
        Index("ix_evaluations_ranking", "campaign_id", "scheme_version_id", "lowest", "id"),
        Index("ix_evaluations_grade", "campaign_id", "scheme_version_id", "grade"),
        Index("ix_evaluations_enterprise", "enterprise_id", "campaign_id"),
        partial_index("ix_evaluations_stale", "campaign_id", "id", where=STALE),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    scheme_version_id: int = Field(foreign_key="scheme_versions.id")
    subject_kind: str = Field(default="enterprise", max_length=20)
    subject_id: int
    enterprise_id: int | None = Field(default=None, foreign_key="enterprises.id")
    total: Decimal | None = Field(default=None, sa_type=ExactPoints)
    lowest: Decimal | None = Field(default=None, sa_type=ExactPoints)
    most: Decimal | None = Field(default=None, sa_type=ExactPoints)
    grade: str | None = Field(default=None, max_length=100)
    is_vetoed: bool = False
    gap_count: int = 0
    counted_from: date | None = None
    generation: int = 1
    computed_generation: int = 0
    computed_at: datetime | None = None
    inputs_sha256: str | None = Field(default=None, max_length=64)


class EvaluationTrace(SQLModel, table=True):
    """How an evaluation was worked out: compressed JSON, apart so that lists stay small."""

    __tablename__ = "evaluation_traces"

    evaluation_id: int = Field(foreign_key="evaluations.id", primary_key=True)
    trace: bytes = Field(sa_type=Bytes)
