"""What all bodies of the REST interface share: camelCase names, strict types, ODK's timestamps."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel


def timestamp(moment: datetime) -> str:
    """Return a moment as ODK Central writes it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Timestamp = Annotated[datetime, PlainSerializer(timestamp, return_type=str)]


RowKey = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""The key of a row in a body: 32 bits, as PostgreSQL keeps it."""


class RequestBody(BaseModel):
    """A JSON body on its way in: types are not converted, further keys are ignored."""

    model_config = ConfigDict(alias_generator=to_camel, strict=True, extra="ignore", frozen=True)


class AnswerBody(BaseModel):
    """A JSON body on its way out; every field is written, null included."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)
