"""The state of a list as its address holds it: keys, order, page; what is odd is not given."""

import re

from flask import request

_KEY = re.compile(r"[0-9]{1,18}")
ROWS_A_PAGE = 50


def key_from(name: str) -> int | None:
    """Return a key from the address, None when there is none or it is no number."""
    text = request.args.get(name, "")
    return int(text) if _KEY.fullmatch(text) else None


def key_from_form(name: str) -> int | None:
    """Return a key from a form that was sent, None when there is none or it is no number."""
    text = request.form.get(name, "")
    return int(text) if _KEY.fullmatch(text) else None


def order_from(names: tuple[str, ...]) -> tuple[str, bool]:
    """Return what the list is sorted by, the first name by default, and whether downwards."""
    text = request.args.get("sort", "")
    name = text.removeprefix("-")
    return (name, text.startswith("-")) if name in names else (names[0], False)
