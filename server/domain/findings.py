"""Findings of site checks: what an entity of the list `findings` says, typed, and how it stands.

Phones write the properties as texts. What does not fit is taken as not said, never as an error: a
finding must not get lost because a form of one's own wrote its date in another way.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FINDINGS = "findings"
"""The entity list that the delivered forms `site_check` and `follow_up` write."""

ENTERPRISE, ENTERPRISE_NAME = "enterprise", "enterprise_name"
KIND, WHAT, PHOTO = "kind", "what", "photo"
STATE, FOUND_ON, DUE_ON, RECTIFIED_ON = "state", "found_on", "due_on", "rectified_on"
FOLLOWED_UP_ON = "followed_up_on"
NOTE, FOLLOW_UP_PHOTO = "follow_up_note", "follow_up_photo"
REASON = "office_reason"

NO_DATE = dt.date.max
"""When something without a date is due: after everything that has one."""
_MOST_KIND = 100


class FindingState(StrEnum):
    """What was done about a finding."""

    OPEN = "open"
    RECTIFIED = "rectified"


class Standing(StrEnum):
    """How a finding stands on a day; each stands in one way."""

    OPEN = "open"
    """Still to be mended, and in time."""
    OVERDUE = "overdue"
    """Still to be mended although its day has passed."""
    RECTIFIED = "rectified"


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What lists of findings are filtered and sorted by."""

    state: FindingState
    kind: str
    found_on: dt.date | None
    due_on: dt.date
    rectified_on: dt.date | None


def read_finding(data: Mapping[str, str]) -> FindingFacts:
    """Return what the properties of an entity say."""
    is_rectified = data.get(STATE, "").strip() == FindingState.RECTIFIED
    return FindingFacts(
        state=FindingState.RECTIFIED if is_rectified else FindingState.OPEN,
        kind=data.get(KIND, "").strip()[:_MOST_KIND],
        found_on=read_day(data.get(FOUND_ON)),
        due_on=read_day(data.get(DUE_ON)) or NO_DATE,
        rectified_on=read_day(data.get(RECTIFIED_ON)) if is_rectified else None,
    )


def standing_of(state: FindingState, due_on: dt.date, today: dt.date) -> Standing:
    """Return how a finding stands; on the day itself it is still in time."""
    if state is FindingState.RECTIFIED:
        return Standing.RECTIFIED
    return Standing.OVERDUE if due_on < today else Standing.OPEN


def read_day(text: str | None) -> dt.date | None:
    """Return the day of a date or of a moment as phones write them."""
    try:
        return dt.date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None
