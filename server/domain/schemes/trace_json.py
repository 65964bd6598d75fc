"""An evaluation as JSON and back: the trace as it is kept, the same bytes for the same result."""

import json
from collections.abc import Mapping
from decimal import InvalidOperation
from typing import Any

from server.domain.json_values import BadJson
from server.domain.schemes.evaluation import Evaluation
from server.domain.schemes.typed_json import codec_of


def evaluation_to_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as JSON: numbers as exact text, steps as [sentence, facts]."""
    made: dict[str, Any] = codec_of(Evaluation).write(evaluation)
    return made


def evaluation_from_json(found: Mapping[str, object]) -> Evaluation:
    """Return the evaluation of its JSON. Raises BadJson."""
    try:
        made: Evaluation = codec_of(Evaluation).read(found)
    except (TypeError, KeyError, ValueError, IndexError, InvalidOperation) as error:
        raise BadJson("evaluation") from error
    return made


def write_trace(evaluation: Evaluation) -> bytes:
    """Return an evaluation as the bytes that are kept."""
    made = evaluation_to_json(evaluation)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def read_trace(data: bytes) -> Evaluation:
    """Return the evaluation that was written. Raises BadJson."""
    try:
        found = json.loads(data)
    except ValueError as error:
        raise BadJson("evaluation") from error
    return evaluation_from_json(found)
