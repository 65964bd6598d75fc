"""The hash of everything that an evaluation stands on: equal hashes, equal results."""

import hashlib
import json
from datetime import date
from decimal import Decimal

from server.domain.schemes.described.observations import Observation
from server.domain.schemes.exact.values import Value, plain
from server.domain.schemes.kinds.subject import Subject

RULES_VERSION = "1"
"""Grows when the same inputs come to mean something else, so that all is worked out again."""


def inputs_sha256(subject: Subject, content_sha256: str) -> str:
    """Return the hash of a subject's inputs, the cells of the scheme and the rules themselves."""
    inputs = [
        [measure, [_observation(one) for one in many]]
        for measure, many in sorted(subject.inputs.items())
    ]
    facts = [[name, _value(value)] for name, value in sorted(subject.facts.items())]
    titles = [
        [one.code, one.since.isoformat(), _day(one.until), one.origin] for one in subject.titles
    ]
    all_of_it = [RULES_VERSION, content_sha256, subject.on.isoformat(), facts, titles, inputs]
    text = json.dumps(all_of_it, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _observation(one: Observation) -> list[object]:
    return [
        None if one.value is None else _value(one.value),
        one.source.value,
        one.level,
        _day(one.on),
        one.origin,
        one.evidence,
        one.note,
        one.problem,
    ]


def _value(value: Value) -> object:
    # A text "5" and the number 5 are two values, so numbers are written apart; 5.0 is 5.
    return {"d": plain(value)} if isinstance(value, Decimal) else value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
