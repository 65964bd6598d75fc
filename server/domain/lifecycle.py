"""What may happen to forms, submissions and campaigns in which state."""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum


class FormState(StrEnum):
    """Whether phones are offered a form, and whether the server takes its submissions."""

    OPEN = "open"
    CLOSING = "closing"
    """No longer offered; phones that have it may still send."""
    CLOSED = "closed"


class ReviewState(StrEnum):
    """What the office said of a submission; the values are ODK's, `received` being its null."""

    RECEIVED = "received"
    EDITED = "edited"
    HAS_ISSUES = "hasIssues"
    APPROVED = "approved"
    REJECTED = "rejected"


class CampaignState(StrEnum):
    """Whether workers can answer."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class AssessmentState(StrEnum):
    """How far the points of a level are; only those submitted count."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    """Given back to the assessor with a reason."""


class PublishRefusal(StrEnum):
    """Why a draft cannot be published."""

    NO_DRAFT = "no_draft"
    VERSION_EXISTS = "version_exists"


class BadReviewState(ValueError):
    """A review state that ODK does not know."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def accepts_submissions(state: FormState) -> bool:
    """Tell whether new submissions are taken; those already known are taken in every state."""
    return state is not FormState.CLOSED


def publish_refusal(
    draft_version: str | None, published_versions: Collection[str]
) -> PublishRefusal | None:
    """Return why the draft cannot be published, or None when it can.

    A published version is immutable, so its name is taken for ever; "" is a name as well.
    """
    if draft_version is None:
        return PublishRefusal.NO_DRAFT
    if draft_version in published_versions:
        return PublishRefusal.VERSION_EXISTS
    return None


def read_review_state(wire: str | None) -> ReviewState:
    """Return the state for ODK's `reviewState`, where null is `received`. Raises BadReviewState."""
    if wire is None:
        return ReviewState.RECEIVED
    try:
        state = ReviewState(wire)
    except ValueError as problem:
        raise BadReviewState(wire) from problem
    if state is ReviewState.RECEIVED:
        raise BadReviewState(wire)
    return state


def write_review_state(state: ReviewState) -> str | None:
    """Return ODK's `reviewState`."""
    return None if state is ReviewState.RECEIVED else state.value


def campaign_state(
    *, opens_on: dt.date, closes_on: dt.date | None, is_closed: bool, today: dt.date
) -> CampaignState:
    """Return the campaign's state on a day of the project's time zone; both dates are open days.

    A campaign closed by hand stays closed, whatever its dates say.
    """
    if is_closed or (closes_on is not None and today > closes_on):
        return CampaignState.CLOSED
    return CampaignState.PLANNED if today < opens_on else CampaignState.OPEN
