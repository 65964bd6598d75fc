"""An evaluation as JSON and back: the trace as it is kept, the same bytes for the same result."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import InvalidOperation
from json.encoder import encode_basestring
from typing import Any

from server.domain.json_values import BadJson
from server.domain.schemes.described.observation_text import observation_text
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.scoring.evaluation import Evaluation, RowScore
from server.domain.schemes.telling.typed_json import codec_of

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_NO_ROWS = '"rows":{}'
"""How no rows are written; inside a text its quotes would be escaped."""
_NO_TEXTS: Mapping[int, str] = {}
_OUTCOMES: dict[int, tuple[Outcome, str, str]] = {}
"""By identity, which an entry keeps alive: what was said, of which row, and its text."""
_MOST_KNOWN = 20_000


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


def write_trace(evaluation: Evaluation, texts: Mapping[int, str] = _NO_TEXTS) -> bytes:
    """Return an evaluation as the bytes that are kept: its JSON without a blank.

    What rules said of many subjects is the same value for all of them, and its text is made once;
    so are the `texts` of observations, which their hash was made of.
    """
    made = evaluation_to_json(replace(evaluation, rows={}))
    rows = ",".join([_row(one, texts) for one in evaluation.rows.values()])
    return _ENCODE(made).replace(_NO_ROWS, f'"rows":{{{rows}}}', 1).encode()


def _row(one: RowScore, texts: Mapping[int, str]) -> str:
    code, outcome, used, beside = one
    known = _OUTCOMES.get(id(outcome))
    text = _ruled(code, outcome) if known is None or known[1] != code else known[2]
    for name, observed in (("used", used), ("beside", beside)):
        if observed:
            told = [texts.get(id(each)) or observation_text(each) for each in observed]
            text += f',"{name}":[{",".join(told)}]'
    return text + "}"


def _ruled(code: str, outcome: Outcome) -> str:
    """Return how the text of a row begins: its code, and what its rule said."""
    if len(_OUTCOMES) >= _MOST_KNOWN:
        _OUTCOMES.clear()
    told, name = _ENCODE(codec_of(Outcome).write(outcome)), encode_basestring(code)
    text = f'{name}:{{"code":{name},"outcome":{told}'
    _OUTCOMES[id(outcome)] = (outcome, code, text)
    return text


def read_trace(data: bytes) -> Evaluation:
    """Return the evaluation that was written. Raises BadJson."""
    try:
        found = json.loads(data)
    except ValueError as error:
        raise BadJson("evaluation") from error
    return evaluation_from_json(found)
