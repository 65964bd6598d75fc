"""Addresses of lists: the address of this page with some of its parameters changed."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from flask import Flask, request

_ESCAPED = "/%:@!$&'()*+,;=~"


def set_up(app: Flask) -> None:
    """Give templates `here(**changes)`, the address of the page with other parameters."""
    app.jinja_env.globals["here"] = here


def here(**changes: str | int | None) -> str:
    """Return the address of the current page with changed query parameters; None takes one out.

    The whole state of a list (filters, sort, page) stands in its address; chips, sorting headers
    and paging links of templates are this address with one thing changed. Its path is escaped
    already, as routes see it (server.web.raw_path).
    """
    path = request.script_root + quote(request.path, safe=_ESCAPED)
    return changed_address(path, request.args.items(multi=True), changes)


def changed_address(
    path: str, parameters: Iterable[tuple[str, str]], changes: Mapping[str, str | int | None]
) -> str:
    """Return path and query after the changes: kept parameters in their order, then new ones."""
    kept = [(name, value) for name, value in parameters if name not in changes]
    new = [(name, str(value)) for name, value in changes.items() if value is not None]
    query = urlencode(kept + new)
    return f"{path}?{query}" if query else path
