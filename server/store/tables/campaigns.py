"""Campaigns, the areas they cover, and their posters."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Json


class Campaign(SQLModel, table=True):
    """What a year is: a survey form, its days, the poster's text, whom to call."""

    __tablename__ = "campaigns"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id", index=True)
    name: str = Field(max_length=200)
    survey_form_pk: int = Field(foreign_key="forms.id")
    opens_on: date
    closes_on: date
    poster_text: str = Field(default="", max_length=500)
    contact: str = Field(default="", max_length=200)
    target_share: Decimal = Field(default=Decimal(80), max_digits=9, decimal_places=4)
    definitions: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    created_by: int | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime
    updated_at: datetime | None = None
    closed_at: datetime | None = None


class CampaignArea(SQLModel, table=True):
    """An area that a campaign covers; none: the whole project."""

    __tablename__ = "campaign_areas"

    campaign_id: int = Field(foreign_key="campaigns.id", primary_key=True)
    area_id: int = Field(foreign_key="areas.id", primary_key=True)


class Poster(SQLModel, table=True):
    """A poster: our code, pointing to an enterprise and a campaign until pointed elsewhere."""

    __tablename__ = "posters"
    __table_args__ = (
        Index("uq_posters_code", "code", unique=True),
        Index("ix_posters_campaign", "campaign_id", "enterprise_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    campaign_id: int = Field(foreign_key="campaigns.id")
    enterprise_id: int = Field(foreign_key="enterprises.id", index=True)
    code: str = Field(max_length=20)
    place: str = Field(default="", max_length=100)
    created_at: datetime
    updated_at: datetime | None = None
    revoked_at: datetime | None = None
