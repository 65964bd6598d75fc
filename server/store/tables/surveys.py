"""Anonymous surveys: arrivals, answers without order, tallies and releases.

No row here holds an actor, a device, an address or a time finer than the day; keys are random.
"""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Bytes, Json


class Arrival(SQLModel, table=True):
    """An anonymous answer that waits to be moved together with others of its enterprise."""

    __tablename__ = "arrivals"
    __table_args__ = (
        Index("ix_arrivals_of", "campaign_id", "enterprise_id"),
        {"sqlite_with_rowid": False},
    )

    key: bytes = Field(sa_type=Bytes, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    enterprise_id: int = Field(foreign_key="enterprises.id")
    form_version_id: int = Field(foreign_key="form_versions.id")
    xml: bytes = Field(sa_type=Bytes)
    flags: list[str] = Field(default_factory=list, sa_type=Json)
    day: date


class AnonymousSubmission(SQLModel, table=True):
    """An anonymous answer at rest: a random key, the enterprise, the XML, the day."""

    __tablename__ = "anonymous_submissions"
    __table_args__ = (
        Index("ix_anonymous_submissions_of", "campaign_id", "enterprise_id"),
        {"sqlite_with_rowid": False},
    )

    key: bytes = Field(sa_type=Bytes, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    enterprise_id: int = Field(foreign_key="enterprises.id")
    form_version_id: int = Field(foreign_key="form_versions.id")
    xml: bytes = Field(sa_type=Bytes)
    flags: list[str] = Field(default_factory=list, sa_type=Json)
    day: date


class Tally(SQLModel, table=True):
    """How many answers of an enterprise chose a value of a measure; only the worker sees it."""

    __tablename__ = "tallies"

    campaign_id: int = Field(foreign_key="campaigns.id", primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprises.id", primary_key=True)
    form_version_id: int = Field(foreign_key="form_versions.id", primary_key=True)
    measure: str = Field(max_length=100, primary_key=True)
    value: str = Field(max_length=300, primary_key=True)
    answer_count: int


class Release(SQLModel, table=True):
    """What anybody sees of an anonymous survey: a count while it is open, figures once closed."""

    __tablename__ = "releases"
    __table_args__ = (
        Index("uq_releases_of", "campaign_id", "enterprise_id", "kind", "sequence", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    enterprise_id: int = Field(foreign_key="enterprises.id", index=True)
    kind: str = Field(max_length=20)
    sequence: int = 1
    rules_version: str = Field(max_length=40)
    content: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    released_on: date


class SpentNonce(SQLModel, table=True):
    """A start token that was sent, kept apart from the answers, by day, so none counts twice."""

    __tablename__ = "spent_nonces"
    __table_args__ = (Index("ix_spent_nonces_day", "day"), {"sqlite_with_rowid": False})

    nonce_hash: bytes = Field(sa_type=Bytes, primary_key=True)
    day: date
