"""Answers of the REST interface: one body, a list cut by limit and offset, or success."""

from collections.abc import Sequence
from typing import TypeVar

from flask import Response, jsonify, request

from server.problems import N_, UnexpectedValue
from server.web.central.wire import AnswerBody

T = TypeVar("T")
_MOST_DIGITS = 9


def success() -> Response:
    """Return what Central answers when there is nothing else to say; pyODK reads it."""
    return jsonify({"success": True})


def answer(body: AnswerBody) -> Response:
    """Return one thing."""
    return jsonify(body.model_dump(mode="json", by_alias=True))


def answer_list(bodies: Sequence[AnswerBody]) -> Response:
    """Return a list, whole unless the caller asks for a part of it."""
    return jsonify([one.model_dump(mode="json", by_alias=True) for one in page_of(bodies)])


def page_of(items: Sequence[T]) -> Sequence[T]:
    """Return the part that `limit` and `offset` of the address ask for; without them all."""
    limit, offset = limit_and_offset()
    return items[offset:] if limit is None else items[offset : offset + limit]


def limit_and_offset() -> tuple[int | None, int]:
    """Return how many items are asked for (None: all) and how many are passed over."""
    return _count("limit"), _count("offset") or 0


def is_true(name: str) -> bool:
    """Tell whether a parameter of the address equals "true" in any letter case (pyODK: True)."""
    return request.args.get(name, "").lower() == "true"


def is_extended() -> bool:
    """Tell whether the caller asks for extended metadata."""
    return request.headers.get("X-Extended-Metadata", "").strip().lower() == "true"


def _count(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise UnexpectedValue(field=name, value=text[:40], reason=N_("a whole number is expected"))
    return int(text)
