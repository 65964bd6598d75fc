"""Sizes of files as pages write them: 69 B, 5.4 kB, 12.3 MB."""

from decimal import ROUND_HALF_UP, Decimal

from flask import Flask

_STEP = 1000
_UNITS = ("B", "kB", "MB", "GB")


def set_up(app: Flask) -> None:
    """Give templates the filter `filesize`."""
    app.jinja_env.filters["filesize"] = file_size


def file_size(size: int) -> str:
    """Return a size in the largest unit of which there is at least one, alike in all languages."""
    power = 0
    while size >= _STEP ** (power + 1) and power < len(_UNITS) - 1:
        power += 1
    if power == 0:
        return f"{size} {_UNITS[0]}"
    count = Decimal(size) / _STEP**power
    return f"{count.quantize(Decimal('0.1'), ROUND_HALF_UP)} {_UNITS[power]}"
