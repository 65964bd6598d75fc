"""Days and times as the office writes them: 2026-11-20, 14:05, in the time zone of the server."""

import datetime as dt

from flask_babel import format_datetime

from server import clock
from server.web.state import state


def moment_text(moment: dt.datetime | None) -> str:
    """Return day and time of a moment, nothing for none."""
    return "" if moment is None else str(format_datetime(moment, "yyyy-MM-dd HH:mm"))


def day_text(day: dt.date | None) -> str:
    """Return a day, nothing for none."""
    return "" if day is None else day.isoformat()


def today() -> dt.date:
    """Return the day that it is in the office."""
    return clock.day_in(state().settings.time_zone)
