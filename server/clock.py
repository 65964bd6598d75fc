"""The one place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def day_in(zone: str, moment: datetime | None = None) -> date:
    """Return the calendar day of a moment (default: now) in an IANA time zone."""
    return (moment or now()).astimezone(ZoneInfo(zone)).date()
