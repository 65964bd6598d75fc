"""Projects: one authority each, such as the labour office of a county."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from server.store import column_types

_CONVENTION = column_types.NAMING_CONVENTION  # comes before the first table


class Project(SQLModel, table=True):
    """An authority with its areas, register, forms and campaigns."""

    __tablename__ = "projects"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    description: str | None = None
    is_archived: bool = False
    locale: str = Field(default="zh_CN", max_length=10)
    register_change_count: int = 0
    created_at: datetime
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
