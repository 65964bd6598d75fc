"""Months of the calendar, for look-back windows and waiting times."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last of that month."""
    return months_after(day, -months)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month.

    A wait that ends after all dates there are ends on the last of them, a window begins on the
    first.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
