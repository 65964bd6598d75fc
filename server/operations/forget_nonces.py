"""Forget start tokens that can no longer be sent: they live for a day."""

from datetime import timedelta

from server import clock
from server.operations.job_context import JobContext
from server.store.queries import arrivals

KEPT_DAYS = 2


def forget_nonces(context: JobContext) -> None:
    """Remove the hashes of start tokens that were spent before yesterday."""
    oldest = clock.day_in(context.settings.time_zone) - timedelta(days=KEPT_DAYS)
    with context.store.reading() as session:
        if not arrivals.has_nonces(session, before=oldest):
            return
    with context.store.writing() as session:
        arrivals.forget_nonces(session, before=oldest)
