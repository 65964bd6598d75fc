"""Bodies of enterprises; the rules of single values are those of an import."""

import datetime as dt
from decimal import Decimal

from server.domain.enterprise_input import READERS
from server.operations.change_enterprise import EnterpriseInput
from server.store.tables.enterprises import Enterprise
from server.web.central.wire import AnswerBody, RequestBody, RowKey, Timestamp


class EnterpriseBody(RequestBody):
    """An enterprise to be created, or what shall become otherwise; null is not known."""

    name: str | None = None
    uscc: str | None = None
    area_id: RowKey | None = None
    park_id: RowKey | None = None
    address: str | None = None
    industry: str | None = None
    ownership: str | None = None
    headcount: int | None = None
    headcount_on: str | None = None
    telephone: str | None = None
    has_union: bool | None = None
    union_member_count: int | None = None
    has_party_organisation: bool | None = None
    party_member_count: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    coordinate_system: str | None = None

    def given(self) -> EnterpriseInput:
        """Return what the body gives, every value as the text that somebody might type."""
        named = self.model_fields_set
        return EnterpriseInput(
            texts={name: _text(getattr(self, name)) for name in READERS if name in named},
            area_id=self.area_id,
            park_id=self.park_id,
            is_park_given="park_id" in named,
        )


class EnterpriseAnswer(AnswerBody):
    """An enterprise of the register with the UUID of its entity and the names of its places."""

    id: int
    project_id: int
    uuid: str
    name: str
    uscc: str | None
    area_id: int
    area_path: tuple[str, ...]
    park_id: int | None
    address: str | None
    industry: str | None
    ownership: str | None
    headcount: int | None
    headcount_on: dt.date | None
    telephone: str | None
    has_union: bool | None
    union_member_count: int | None
    has_party_organisation: bool | None
    party_member_count: int | None
    latitude: float | None
    longitude: float | None
    created_at: Timestamp
    updated_at: Timestamp | None


def enterprise_answer(row: Enterprise, *, uuid: str, path: tuple[str, ...]) -> EnterpriseAnswer:
    """Return an enterprise as a body."""
    degrees = {
        "latitude": None if row.latitude is None else float(row.latitude),
        "longitude": None if row.longitude is None else float(row.longitude),
    }
    return EnterpriseAnswer.model_validate(
        {**row.model_dump(), **degrees, "uuid": uuid, "area_path": path}
    )


def _text(value: str | float | bool | None) -> str | None:  # noqa: FBT001 - a value of the body
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    return None if value is None else str(value)
