"""The hash of everything that an evaluation stands on: equal hashes, equal results."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from server.domain.schemes.exact.values import Value, plain
from server.domain.schemes.kinds.subject import Subject

RULES_VERSION = "2"
"""Grows when the same inputs come to mean something else, so that all is worked out again."""


def inputs_sha256(subject: Subject, content_sha256: str, texts: Mapping[int, str]) -> str:
    """Return the hash of a subject's inputs, the cells of the scheme and the rules themselves.

    `texts` are those of `observation_texts`, so that what a trace keeps is what was hashed.
    """
    facts = [[name, _value(value)] for name, value in sorted(subject.facts.items())]
    titles = [
        [one.code, one.since.isoformat(), _day(one.until), one.origin] for one in subject.titles
    ]
    others = [RULES_VERSION, content_sha256, subject.on.isoformat(), facts, titles]
    made = hashlib.sha256(json.dumps(others, ensure_ascii=False).encode())
    for _, many in sorted(subject.inputs.items()):
        made.update("".join([texts[id(one)] for one in many]).encode())
    return made.hexdigest()


def _value(value: Value) -> object:
    # A text "5" and the number 5 are two values, so numbers are written apart; 5.0 is 5.
    return {"d": plain(value)} if isinstance(value, Decimal) else value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
