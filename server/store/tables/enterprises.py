"""The register: the typed projection of the entity list `enterprises`."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.store.column_types import Degrees, Json, partial_index


class Enterprise(SQLModel, table=True):
    """An enterprise; shares the key of its entity."""

    __tablename__ = "enterprises"
    __table_args__ = (
        partial_index(
            "uq_enterprises_uscc", "project_id", "uscc", unique=True, where="uscc IS NOT NULL"
        ),
        Index("ix_enterprises_name", "project_id", "name"),
    )

    id: int = Field(primary_key=True, foreign_key="entities.id")
    project_id: int = Field(foreign_key="projects.id")
    name: str = Field(max_length=200)
    uscc: str | None = Field(default=None, max_length=18)
    area_id: int = Field(foreign_key="areas.id", index=True)
    park_id: int | None = Field(default=None, foreign_key="parks.id", index=True)
    address: str | None = Field(default=None, max_length=300)
    industry: str | None = Field(default=None, max_length=5)
    ownership: str | None = Field(default=None, max_length=40)
    headcount: int | None = None
    headcount_on: date | None = None
    telephone: str | None = Field(default=None, max_length=50)
    has_union: bool | None = None
    union_member_count: int | None = None
    has_party_organisation: bool | None = None
    party_member_count: int | None = None
    latitude: Decimal | None = Field(default=None, sa_type=Degrees)
    longitude: Decimal | None = Field(default=None, sa_type=Degrees)
    created_at: datetime
    updated_at: datetime | None = None


class ImportPreview(SQLModel, table=True):
    """What a register import would do, waiting for the same user to confirm it once."""

    __tablename__ = "import_previews"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    user_id: int = Field(foreign_key="users.id")
    kind: str = Field(max_length=20)
    file_name: str = Field(max_length=300)
    register_change_count: int
    content: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    created_at: datetime
    confirmed_at: datetime | None = None
