"""JSON bodies in: size, text and shape are checked before anything else sees them."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import TypeVar

from flask import request
from pydantic import ValidationError

from server.problems import (
    N_,
    BodyTooLarge,
    EncodedBody,
    JsonTooLarge,
    MissingParameter,
    UnexpectedValue,
    UnreadableBody,
    WrongType,
)
from server.web.central.wire import RequestBody

MOST_BYTES = 250_000
"""ODK Central's limit of JSON bodies (its code 400.36)."""
_FAR_TOO_MANY_BYTES = 10_000_000

Body = TypeVar("Body", bound=RequestBody)


def read_body(kind: type[Body], *, most_bytes: int = MOST_BYTES) -> Body:
    """Return the JSON object of the request as a body of this kind; raises Problems of 400."""
    return validated(kind, read_json(most_bytes=most_bytes))


def validated(kind: type[Body], found: object) -> Body:
    """Return a JSON value as a body of this kind; raises Problems of 400."""
    if not isinstance(found, dict):
        raise WrongType(field="body", expected="object")
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise _problem(error) from error


def read_json(*, most_bytes: int = MOST_BYTES) -> object:
    """Return the JSON value of the request; an empty body is an empty object.

    Refused are other encodings than UTF-8, values that JSON does not know (NaN), numbers too large
    to hold, texts with NUL or half a surrogate pair, and nesting deeper than the reader goes.
    """
    data = _read_bytes(most_bytes)
    if not data.strip():
        return {}
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise UnreadableBody(format="json", reason=N_("nested too deeply")) from error
    except ValueError as error:
        raise UnreadableBody(format="json", reason=N_("not JSON in UTF-8")) from error
    for leaf in _leaves(value):
        _check_leaf(leaf)
    return value


def _read_bytes(most_bytes: int) -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise EncodedBody(encoding=encoding[:40])
    length = request.content_length or 0
    if length > max(most_bytes, _FAR_TOO_MANY_BYTES):
        raise BodyTooLarge(most=f"{most_bytes // 1000} kB")
    data = b"" if length > most_bytes else request.stream.read(most_bytes + 1)
    if length > most_bytes or len(data) > most_bytes:
        raise JsonTooLarge(most=f"{most_bytes // 1000} kB")
    if len(data) < length:
        raise UnreadableBody(format="json", reason=N_("cut off"))
    return data


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _leaves(value: object) -> Iterator[object]:
    """Yield all texts and numbers, keys included, without recursion."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from one.keys()
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        else:
            yield one


def _check_leaf(leaf: object) -> None:
    if isinstance(leaf, float) and not math.isfinite(leaf):
        raise UnreadableBody(format="json", reason=N_("a number is too large"))
    if isinstance(leaf, str) and ("\0" in leaf or any("\ud800" <= c <= "\udfff" for c in leaf)):
        raise UnreadableBody(format="json", reason=N_("a text holds a forbidden character"))


def _problem(
    error: ValidationError,
) -> MissingParameter | WrongType | UnexpectedValue:
    """Return the first thing that is wrong as Central says it."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "body"
    if first["type"] == "missing":
        return MissingParameter(field=field)
    if first["type"].endswith("_type"):
        return WrongType(field=field, expected=_EXPECTED.get(first["type"], first["type"][:-5]))
    return UnexpectedValue(field=field, value="", reason=first["msg"])


_EXPECTED: Mapping[str, str] = {
    "string_type": "string",
    "bool_type": "boolean",
    "int_type": "integer",
    "list_type": "list",
    "dict_type": "object",
    "model_type": "object",
}
