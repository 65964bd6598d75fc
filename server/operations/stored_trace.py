"""Traces as they are stored: compressed, always the same bytes for the same evaluation."""

import zlib
from collections.abc import Collection, Mapping
from decimal import Decimal

from server.domain.schemes.scoring.evaluation import Evaluation
from server.domain.schemes.telling import trace_json

_LEVEL = 1
"""Higher levels save a sixth of the bytes for twice the time."""


def trace_of(evaluation: Evaluation, texts: Mapping[int, str]) -> bytes:
    """Return the trace of an evaluation as it is stored; `texts`: of its subject's observations."""
    return zlib.compress(trace_json.write_trace(evaluation, texts), _LEVEL)


def read_trace(trace: bytes) -> Evaluation:
    """Return the evaluation of a stored trace. Raises BadJson."""
    return trace_json.read_trace(zlib.decompress(trace))


def read_trace_text(trace: bytes) -> str:
    """Return a stored trace as the JSON text that the API hands out."""
    return zlib.decompress(trace).decode()


def points_in(trace: bytes, codes: Collection[str]) -> Mapping[str, Decimal]:
    """Return the points that a stored trace gives some rows; rows without points are left out."""
    rows = read_trace(trace).rows
    found = {code: rows[code].outcome.points for code in codes if code in rows}
    return {code: points for code, points in found.items() if points is not None}
