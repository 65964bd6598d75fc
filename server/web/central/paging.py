"""Answers of long lists: a part of it, and in a header how many there are."""

from collections.abc import Sequence

from flask import Response, jsonify, request

from server.problems import N_, UnexpectedValue
from server.web.central.answers import limit_and_offset
from server.web.central.wire import AnswerBody
from server.web.converters import MOST_KEY

TOTAL = "X-Total-Count"
"""The header with how many there are before limit and offset."""
_MOST_DIGITS = 18
_MOST_ROWS = 500


def answer_page(bodies: Sequence[AnswerBody], *, total: int) -> Response:
    """Return a part of a list that was cut by limit and offset already."""
    response = jsonify([one.model_dump(mode="json", by_alias=True) for one in bodies])
    response.headers[TOTAL] = str(total)
    return response


def limit_and_after() -> tuple[int, int | None]:
    """Return how many rows are wanted, 500 at most, and the key after which they begin.

    Raises UnexpectedValue.
    """
    limit, _ = limit_and_offset()
    return min(limit or _MOST_ROWS, _MOST_ROWS), key_of(request.args.get("after"), "after")


def key_of(text: str | None, field: str) -> int | None:
    """Return the key in a parameter of the address, None without one; raises UnexpectedValue."""
    if text is None:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    if not is_number or int(text) > MOST_KEY:
        raise UnexpectedValue(field=field, value=text[:40], reason=N_("a whole number is expected"))
    return int(text)
