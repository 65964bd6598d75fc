"""Titles that a subject holds: which are valid on a day, and since when without a break."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from server.domain.schemes.kinds.decision_kind import HeldTitle

_DAY = timedelta(days=1)


def is_valid(title: HeldTitle, on: date) -> bool:
    """Tell whether a title is held on a day; its first and last day belong to it."""
    return title.since <= on and (title.until is None or on <= title.until)


def is_held(titles: Iterable[HeldTitle], code: str, on: date) -> bool:
    """Tell whether a title of this code is held on a day."""
    return any(one.code == code and is_valid(one, on) for one in titles)


def held_since(titles: Iterable[HeldTitle], codes: Collection[str], on: date) -> date | None:
    """Return since when one of these titles was held without a break, None when none is held.

    A title that was renewed on the day after its end at the latest goes on.
    """
    ours = [one for one in titles if one.code in codes]
    since: date | None = None
    day = on
    while starts := [one.since for one in ours if is_valid(one, day)]:
        since = min(starts)
        day = since - _DAY
    return since
