"""The state of a list as its address holds it: keys, order, page; what is odd is not given."""

import re

from flask import request

from server.problems import NotFound
from server.web.converters import MOST_KEY

_KEY = re.compile(r"[0-9]{1,10}")
ROWS_A_PAGE = 50


def key_from(name: str) -> int | None:
    """Return a key from the address, None when there is none or it is no number."""
    return key_of(request.args.get(name, ""))


def key_from_form(name: str) -> int | None:
    """Return a key from a form that was sent, None when there is none or it is no number."""
    return key_of(request.form.get(name, ""))


def keys_from_form(name: str) -> tuple[int, ...]:
    """Return all keys of a name from a form that was sent; raises NotFound for what is none.

    Nothing is left out: "these areas" would become "no areas", and that means all of them.
    """
    keys = [key_of(text) for text in request.form.getlist(name)]
    if None in keys:
        raise NotFound
    return tuple(key for key in keys if key is not None)


def order_from(names: tuple[str, ...]) -> tuple[str, bool]:
    """Return what the list is sorted by, the first name by default, and whether downwards."""
    text = request.args.get("sort", "")
    name = text.removeprefix("-")
    return (name, text.startswith("-")) if name in names else (names[0], False)


def key_of(text: str) -> int | None:
    """Return the key that a text is, as large as PostgreSQL has them."""
    return int(text) if _KEY.fullmatch(text) and int(text) <= MOST_KEY else None
