"""Requests whose fields hold no NUL: PostgreSQL stores none, and no person types one."""

from collections.abc import Iterable
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict


class CleanFields(ImmutableMultiDict[str, Any]):
    """Fields of a query or a form, with another character for each NUL; files stay as they are."""

    def __init__(self, fields: Iterable[tuple[str, object]] = ()) -> None:
        super().__init__([(_without_nul(name), _without_nul(value)) for name, value in fields])


class CleanRequest(Request):
    """A request with clean fields."""

    parameter_storage_class = CleanFields


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
