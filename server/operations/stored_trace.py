"""Traces as they are stored: compressed JSON, always the same bytes for the same evaluation."""

import dataclasses
import json
import zlib
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from server.domain.json_values import object_of
from server.domain.schemes.evaluation import Evaluation

_LEVEL = 1
"""Higher levels save a sixth of the bytes for twice the time."""


def trace_of(evaluation: Evaluation) -> bytes:
    """Return the trace of an evaluation as it is stored."""
    text = json.dumps(_plain(evaluation), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), _LEVEL)


def read_trace(trace: bytes) -> Mapping[str, object]:
    """Return a stored trace as JSON: `rows` by code, `vetoes`, `grades`, `titles`, `steps`."""
    found: Mapping[str, object] = json.loads(zlib.decompress(trace))
    return found


def points_in(trace: bytes, codes: Collection[str]) -> Mapping[str, Decimal]:
    """Return the points that a stored trace gives some rows; rows without points are left out."""
    rows = object_of(read_trace(trace), "rows")
    found: dict[str, Decimal] = {}
    for code in codes:
        if code in rows:
            points = object_of(object_of(rows, code), "outcome").get("points")
            if isinstance(points, str):
                found[code] = Decimal(points)
    return found


def _plain(value: object) -> object:
    """Return a value as JSON, with keys in the order of the fields."""
    if value is None or isinstance(value, str | bool | int):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    raise TypeError(type(value).__name__)
