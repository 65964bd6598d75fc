"""Column types that mean the same on SQLite and PostgreSQL.

A plain `datetime` annotation becomes SQLModel's UTCDateTime: it refuses naive values and always
comes back in UTC.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Enum, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

Json = JSON().with_variant(JSONB(), "postgresql")
Bytes = LargeBinary


class ExactPoints(TypeDecorator[Decimal]):
    """Points as whole millionths: exact and in order on both databases.

    SQLite has no decimals; a column of numbers would keep binary floats there.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        """Return what is stored."""
        return None if value is None else int((value * _MILLION).to_integral_value())

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        """Return the points, without zeros behind."""
        if value is None:
            return None
        points = Decimal(value) / _MILLION
        return points.quantize(_WHOLE) if points == points.to_integral_value() else points


class Degrees(ExactPoints):
    """Degrees as whole millionths, a tenth of a metre: exact and in order on both databases."""

    cache_ok = True


_MILLION, _WHOLE = Decimal(1_000_000), Decimal(1)

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING_CONVENTION
# Table classes check nothing, so Pydantic need not build a validator for each at every start.
SQLModel.model_config["defer_build"] = True


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index over the rows that meet a condition, on both databases."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def text_enum(enum: type[StrEnum]) -> Enum:
    """Return a column type that stores the values of a StrEnum as text."""
    return Enum(
        enum, values_callable=_values, native_enum=False, create_constraint=False, length=40
    )


def _values(enum: Any) -> list[str]:
    return [member.value for member in enum]
